using System.Collections.Specialized;
using System.Net;
using System.Security;
using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Runbooks.Reports;
using K8sOps.Runbooks.Runs;

namespace K8sOps.Tests.Runs;

/// <summary>Canaries: put everywhere a secret may come from, and looked for in every byte of the run's folder and its reports.</summary>
public sealed class SecretTests : IDisposable
{
    private const string Canary = "c4n4ry-Zq8Rt2Lm5Xv";

    private static readonly string s_jwt = "eyJhbGciOiJSUzI1NiIsImtpZCI6IkNBTkFSWSJ9." + Convert.ToBase64String(Encoding.UTF8.GetBytes("{\"canary\":1}")).TrimEnd('=') + ".c2lnbmF0dXJl";
    private static readonly string s_cephKey = "AQ" + "Canary7890abcdefghijklmnopqrstuvwx+/" + "==";
    private static readonly string s_privateKey = "-----BEGIN RSA PRIVATE KEY-----\nMIICanaryCanaryCanary\nAAAA\n-----END RSA PRIVATE KEY-----";

    private readonly RunFolder _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void A_secret_by_its_type_its_place_or_its_mark_is_redacted()
    {
        using var secure = new SecureString();
        foreach (var c in Canary) secure.AppendChar(c);
        object[] values =
        [
            secure,
            new NetworkCredential("al", Canary),
            new System.Management.Automation.PSCredential { Password = Canary },
            new Marked(Canary, "seen"),
            new Holder(new Marked(Canary, "seen"), secure),
            new OrderedDictionary { ["kind"] = "Secret", ["data"] = new OrderedDictionary { ["password"] = Canary }, ["stringData"] = new OrderedDictionary { ["x"] = Canary } },
            new Holder(new OrderedDictionary { ["Kind"] = "Secret", ["metadata"] = new OrderedDictionary { ["annotations"] = new OrderedDictionary { ["kubectl.kubernetes.io/last-applied-configuration"] = Canary } }, ["Data"] = Canary }, null),
            JsonNode.Parse($$$"""{"kind":"List","items":[{"kind":"Secret","data":{"a":"{{{Canary}}}"}}]}""")!,
            new List<object> { secure, new Dictionary<string, object> { ["a"] = secure } },
        ];
        foreach (var value in values)
        {
            var text = JournalText.Of(value);
            Assert.DoesNotContain(Canary, text, StringComparison.Ordinal);
            Assert.Contains("(redacted)", text, StringComparison.Ordinal);
        }

        Assert.Contains("seen", JournalText.Of(values[3]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GITHUB_TOKEN=#")]
    [InlineData("export CLIENT_SECRET=#")]
    [InlineData("SECRET=#")]
    [InlineData("clientSecret: #")]
    [InlineData("{\"token\": \"s.#\"}")]
    [InlineData("{\\\"token\\\": \\\"#\\\"}")]
    [InlineData("token: #")]
    [InlineData("SENTRY_DSN=#")]
    [InlineData("dbCredentials=#")]
    [InlineData("credentials: #")]
    [InlineData("private_key: #")]
    [InlineData("password: \"correct # horse\"")]
    [InlineData("@{ApiPassword='correct # horse'}")]
    public void What_is_assigned_to_a_name_of_a_secret_is_redacted(string text)
    {
        var hidden = JournalText.Of(text.Replace("#", Canary, StringComparison.Ordinal));
        Assert.DoesNotContain(Canary, hidden, StringComparison.Ordinal);
        Assert.DoesNotContain("horse", hidden, StringComparison.Ordinal);
        Assert.Contains("(redacted)", hidden, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ghp_0123456789abcdefghijABCDEFGHIJ012345")]
    [InlineData("glpat-0123456789abcdefghij")]
    [InlineData("xoxb-0123456789-abcdefghij")]
    [InlineData("hvs.CAESIJ0123456789abcdefghij")]
    public void A_token_is_known_by_its_shape_wherever_it_stands(string token)
        => Assert.Equal("cloned with (redacted), and built", JournalText.Of($"cloned with {token}, and built"));

    [Theory]
    [InlineData("ApiPassword", true)]
    [InlineData("GITHUB_TOKEN", true)]
    [InlineData("S3SecretKey", true)]
    [InlineData("Credential", true)]
    [InlineData("SentryDsn", true)]
    [InlineData("SecretName", false)]
    [InlineData("TokenNamespace", false)]
    [InlineData("CredentialsFile", false)]
    [InlineData("OsdId", false)]
    public void A_parameters_name_says_whether_its_value_is_a_secret(string name, bool isSecret) => Assert.Equal(isSecret, SecretPattern.IsNameOfSecret(name));

    [Fact]
    public void The_value_of_a_parameter_that_is_a_secret_by_its_name_is_nowhere_in_the_journal_and_the_report()
    {
        const string value = "correct-horse-battery";
        var step = RunFolder.Step(1) with { Action = $"Set-It {value}", Arguments = new Dictionary<string, object> { ["ApiPassword"] = value, ["Pin"] = "abc", ["SecretPin"] = "abc", ["UseToken"] = true } };
        var start = _runs.Start(new PlannedStep { Key = step.Id, Step = step }) with { Parameters = new Dictionary<string, string> { ["ApiPassword"] = value, ["SecretPin"] = "abc" } };
        using (var journal = _runs.Store.Create(start, null, _runs.Clock))
        {
            journal.Append(new OutputWritten(step.Id, $"it is <{value}>, abc", false));
            journal.Append(new NoteWritten(step.Id, value));
            journal.Append(new VerificationMade(step.Id, 1, CheckStatus.Fail, [value], value));
            journal.Append(new ChangeAnnounced(step.Id, 1, RunFolder.Change() with { Argv = ["psql", value], Compensation = value }));
            journal.Append(new StepEnded(step.Id, StepOutcome.Failed, value, [value]));
        }

        var record = _runs.Store.Read(start.Run);
        foreach (var text in (string[])[File.ReadAllText(_runs.Journal(start.Run)), RunReport.Html(record), RunReport.Markdown(record)]) Assert.DoesNotContain(value, text, StringComparison.Ordinal);
        Assert.Equal(["(redacted)", "(redacted)"], record.State.Start.Parameters.Values);
        var kept = Assert.Single(record.State.Start.Steps);
        Assert.True(kept.IsRedacted);
        Assert.Equal(["(redacted)", "abc", "(redacted)", true], kept.Step.Arguments.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => a.Value));
        Assert.Equal("it is <(redacted)>, abc", Assert.Single(record.State.Step(step.Id).Output).Text);
    }

    [Theory]
    [InlineData("sandbox-infra")]
    [InlineData("replace-a-failed-osd")]
    public void A_password_that_is_a_name_of_the_run_too_does_not_make_its_journal_unreadable(string value)
    {
        var step = RunFolder.Step(1) with { Arguments = new Dictionary<string, object> { ["Password"] = value } };
        var start = _runs.Start(new PlannedStep { Key = step.Id, Step = step });
        using (var journal = _runs.Store.Create(start, null, _runs.Clock)) journal.Append(new StepStarted(step.Id));
        var state = _runs.Store.Read(start.Run).State;
        Assert.Equal(1, state.Step(step.Id).Starts);
        Assert.Equal("(redacted)", state.Step(step.Id).Step.Arguments["Password"]);
    }

    [Fact]
    public void A_default_is_no_secret_and_keeps_a_run_resumable()
    {
        var step = RunFolder.Step(1) with { Parameters = [new RunbookParameter("TokenKey", "string", "api-token", "")], Arguments = new Dictionary<string, object> { ["TokenKey"] = "api-token" } };
        using var journal = _runs.Store.Create(_runs.Start(new PlannedStep { Key = step.Id, Step = step }), null, _runs.Clock);
        Assert.False(Assert.Single(RunState.Of(journal.Events).Start.Steps).IsRedacted);
    }

    [Fact]
    public void What_is_no_secret_is_kept()
    {
        foreach (var text in new[]
        {
            "kind: Secret", "Secret flux-system/podinfo-tls", "get secret/foo", "secret: my-tls-2026", "\"secret\":\"my-tls-2026\"", "secretName: tls-2026", "imagePullSecrets: regcred-1", "existingSecret: my-tls-2026",
            "the token has expired", "invalid token: signature is wrong", "no credentials: log in first", "automountServiceAccountToken: false", "automountServiceAccountToken=false", "tokens: 12",
            "{\"tokenSecretRef\":{\"name\":\"vault-token-1\"}}", "passwordSecretRef: {name: x-1}", "$token = Get-K8sResource -Kind Secret", "$Password = Get-K8sResource",
            "Get-CephFlag -Cluster $Cluster -Flag noout", "password = $Password", "@{ Password = $x; Key = (Get-It) }", "https://example.com:8443/path", "sha256:6c3c624b58dbbcd3c0dd82b4c53f04194d1247c6eebdaab7c610cf7d66709b3b",
            "the bearer of bad news", "secretName: tls", "passwords are kept elsewhere", "key=value", "",
        })
        {
            Assert.Equal(text, JournalText.Of(text));
        }
    }

    [Fact]
    public void No_canary_reaches_the_folder_or_a_report_whatever_carries_it()
    {
        string[] texts =
        [
            s_privateKey, $"Authorization: Bearer {Canary}{Canary}", s_jwt, $"postgres://app:{Canary}@db:5432/app", $"key = {s_cephKey}", $"password: {Canary}", $"\"secretKey\": \"{Canary}\"",
            $"client-key-data: {Canary}", $"AWS_SECRET_ACCESS_KEY={Canary}",
        ];
        using var secure = new SecureString();
        foreach (var c in Canary) secure.AppendChar(c);
        var step = RunFolder.Step(1) with { Arguments = new Dictionary<string, object> { ["Password"] = secure, ["Text"] = texts[3], ["Many"] = texts }, Findings = [Finding(texts[0])] };
        var start = _runs.Start(new PlannedStep { Key = step.Id, Step = step }) with { Parameters = texts.Select((t, i) => (t, i)).ToDictionary(p => "P" + p.i, p => p.t) };
        using (var journal = _runs.Store.Create(start, null, _runs.Clock))
        {
            journal.Append(new StepStarted(step.Id));
            var change = RunFolder.Change() with { Kind = "Secret", Argv = ["psql", "--password", Canary, "--token=" + Canary, .. texts], Fields = [new ChangedField(".data.password", $"\"{Canary}\"", $"\"{Canary}\"")] };
            journal.Append(new ChangeAnnounced(step.Id, 1, change));
            journal.Append(new ChangeEnded(step.Id, 1, ChangeOutcome.Made, texts[0], [new ChangedField(".data.password", $"\"{Canary}\"", $"\"{Canary}\""), new ChangedField(".spec.x", texts[1], texts[2])]));
            journal.Append(new NoteWritten(step.Id, texts[4]));
            foreach (var text in texts)
            {
                journal.Append(new OutputWritten(step.Id, text, false));
                journal.Append(new VerificationMade(step.Id, 1, CheckStatus.Fail, [text], text));
            }

            journal.Append(new StepEnded(step.Id, StepOutcome.Failed, texts[5], texts));
            journal.Append(new RollbackRegistered(step.Id, step.Id, $"Set-It -Url {texts[3]}"));
            journal.Append(new RollbackEnded(step.Id, false, texts));
            journal.Append(new RunStopped(texts[6]));
            AssertClean(string.Join('\n', journal.Events.Select(e => e.ToString())));
        }

        var all = new StringBuilder();
        foreach (var file in Directory.GetFiles(Path.Combine(_runs.Root, start.Run))) all.Append(File.ReadAllText(file));
        var record = _runs.Store.Read(start.Run);
        AssertClean(all.ToString());
        AssertClean(RunReport.Html(record));
        AssertClean(RunReport.Markdown(record));
    }

    [Fact]
    public void A_secret_that_would_be_cut_in_two_is_taken_out_first()
    {
        using var journal = _runs.Store.Create(_runs.Start(), null, _runs.Clock);
        journal.Append(new OutputWritten(RunFolder.Key(1), new string('x', RunJournal.OutputLimit - 60) + s_privateKey, false));
        Assert.DoesNotContain("BEGIN RSA", File.ReadAllText(_runs.Journal(journal.Run)), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_steps_output_sixty_four_kibibytes_are_kept_and_the_cut_is_said()
    {
        using var journal = _runs.Store.Create(_runs.Start(), null, _runs.Clock);
        var key = RunFolder.Key(1);
        Assert.False(Assert.IsType<OutputWritten>(journal.Append(new OutputWritten(key, new string('x', 60_000), false))).IsCut);
        // Two bytes a character, so the limit falls into the middle of one.
        var cut = Assert.IsType<OutputWritten>(journal.Append(new OutputWritten(key, "x" + new string('ä', 10_000), false)));
        Assert.True(cut.IsCut);
        Assert.InRange(60_000 + Encoding.UTF8.GetByteCount(cut.Text), RunJournal.OutputLimit - 1, RunJournal.OutputLimit);
        Assert.Null(journal.Append(new OutputWritten(key, "more", false)));
        Assert.NotNull(journal.Append(new OutputWritten(RunFolder.Key(2), "of another step", false)));
        journal.Append(new StepStarted(key));
        Assert.NotNull(journal.Append(new OutputWritten(key, "begun again", false)));
        var verification = Assert.IsType<VerificationMade>(journal.Append(new VerificationMade(key, 1, CheckStatus.Fail, [.. Enumerable.Range(0, 5000).Select(i => $"an object with the number {i}")], null)));
        Assert.Contains("more", verification.Objects[^1], StringComparison.Ordinal);
        Assert.InRange(verification.Objects.Sum(o => o.Length), 1, RunJournal.OutputLimit + 100);
    }

    [Fact]
    public void Objects_that_are_deep_round_or_broken_are_told_in_one_line()
    {
        var round = new Dictionary<string, object>();
        round["self"] = round;
        Assert.Equal("{\"self\":\"…\"}", JournalText.Of(round));
        Assert.Contains("(it is broken)", JournalText.Of(new Broken()), StringComparison.Ordinal);
        Assert.Equal("NaN", JournalText.Of(double.NaN));
        Assert.Equal("null", JournalText.Of((object?)null));
        Assert.Equal("00:05:00", JournalText.Of(TimeSpan.FromMinutes(5)));
        Assert.True(JournalText.Of(new string('x', 100_000)).Length < 10_000);
        Assert.Equal("K8sOps.Change".Split('.')[1] + " noout", JournalText.Of(RunFolder.Change()).Split(" {")[0]);
        Assert.Equal("Fail CEPH.OSD_DOWN CephOsd osd.3: it is down (since 10m)", JournalText.Of(Finding("it is down")));
    }

    private static CheckResult Finding(string message) => new()
    {
        Cluster = "c",
        System = "Ceph",
        Id = "CEPH.OSD_DOWN",
        Status = CheckStatus.Fail,
        Kind = "CephOsd",
        TargetName = "osd.3",
        Message = message,
        Evidence = ["since 10m"],
        ObservedAt = RunFolder.Begin,
        Parameters = new Dictionary<string, object> { ["OsdId"] = 3 },
    };

    private static void AssertClean(string text)
    {
        foreach (var secret in new[] { Canary, s_jwt, s_cephKey, "MIICanary" }) Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }

    private sealed record Marked([property: Sensitive] string Secret, string Plain);

    private sealed record Holder(object? Inner, object? Other);

    private sealed class Broken
    {
        public string Fine => "fine";

        public string Bad => throw new InvalidOperationException("it is broken");
    }
}
