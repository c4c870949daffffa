using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;
using K8sOps.Host;
using K8sOps.Runbooks;

namespace K8sOps.PowerShell.Tests.Commands;

[Collection("sandbox")]
public sealed class RunbookStepCommandTests : IDisposable
{
    private readonly SandboxFixture _sandbox = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("k8sops-runbooks").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private IReadOnlyList<T> Piped<T>(string line, params object?[] input)
    {
        var result = _sandbox.Host.Invoke(line, input);
        Assert.Null(result.Failure);
        Assert.Empty(result.Errors);
        return result.Of<T>();
    }

    private static CheckResult Finding(string? runbook = "kubernetes", string? symptom = "CrashLoopBackOff", CheckStatus status = CheckStatus.Fail) => new()
    {
        Cluster = "sandbox-infra",
        System = "Kubernetes",
        Id = "K8S.POD_CRASHING",
        Status = status,
        Message = "it crashes",
        Runbook = runbook,
        Symptom = symptom,
        Parameters = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase) { ["Namespace"] = "media", ["PodName"] = "sonarr-0" },
        ObservedAt = DateTimeOffset.UnixEpoch,
    };

    [Fact]
    public void A_finding_leads_to_the_steps_of_its_symptom_with_what_it_knows()
    {
        _sandbox.Get<K8sScenario>("Start-K8sScenario crash-loop -Cluster sandbox-infra");
        var steps = _sandbox.Get<RunbookStep>("Test-K8sPlatform -Cluster sandbox-infra | Get-RunbookStep");
        var look = Assert.Single(steps, s => s is { Section: RunbookSection.Diagnosis, Title: "Look at the pod" });
        Assert.Equal("sandbox-infra", look.Cluster);
        Assert.Empty(look.Missing);
        Assert.StartsWith("paperless-", (string)look.Arguments["PodName"], StringComparison.Ordinal);
        Assert.Contains(look.Findings, f => f.Id == "K8S.POD_CRASHING");
        Assert.Contains(steps, s => s.Procedure == "Mend a crashing pod");
    }

    [Fact]
    public void What_is_well_is_skipped_or_has_no_runbook_gives_nothing()
        => Assert.Empty(Piped<RunbookStep>("Get-RunbookStep", Finding(status: CheckStatus.Pass), Finding(status: CheckStatus.Skip), Finding(runbook: null), null, ""));

    [Fact]
    public void One_that_could_not_look_leads_on_too() => Assert.NotEmpty(Piped<RunbookStep>("Get-RunbookStep", Finding(status: CheckStatus.Unknown)));

    [Fact]
    public void A_finding_that_leads_to_no_heading_is_an_error_and_the_others_go_on()
    {
        var result = _sandbox.Host.Invoke("Get-RunbookStep", [Finding(symptom: "Gone"), Finding(runbook: "gone"), Finding()]);
        Assert.Equal(["NotFound,K8sOps.Runbooks.GetRunbookStepCommand", "NotFound,K8sOps.Runbooks.GetRunbookStepCommand"], result.Errors.Select(e => e.FullyQualifiedErrorId));
        Assert.NotEmpty(result.Of<RunbookStep>());
    }

    [Fact]
    public void A_finding_that_went_through_JSON_is_one_still()
    {
        var wrapped = new PSObject();
        foreach (var (name, value) in new (string, object)[] { ("Cluster", "sandbox-infra"), ("Id", "K8S.POD_CRASHING"), ("Status", 3L), ("Runbook", "kubernetes"), ("Symptom", "CrashLoopBackOff") }) wrapped.Properties.Add(new PSNoteProperty(name, value));
        var parameters = new PSObject();
        parameters.Properties.Add(new PSNoteProperty("PodName", "sonarr-0"));
        wrapped.Properties.Add(new PSNoteProperty("Parameters", parameters));
        var steps = Piped<RunbookStep>("Get-RunbookStep -Section Diagnosis", wrapped);
        Assert.All(steps, s => Assert.Equal("sandbox-infra", s.Cluster));
        Assert.Contains(steps, s => s.Arguments.Contains(KeyValuePair.Create<string, object>("PodName", "sonarr-0")));
    }

    [Fact]
    public void An_alert_in_JSON_leads_there_also_when_it_comes_line_by_line()
    {
        string[] lines = ["[", "  {", "    \"labels\": { \"alertname\": \"KubePodCrashLooping\", \"namespace\": \"media\", \"pod\": \"sonarr-0\", \"cluster\": \"sandbox-infra\" }", "  },", "{ \"labels\": { \"alertname\": \"Watchdog\" } }", "]"];
        var steps = Piped<RunbookStep>("Get-RunbookStep", [.. lines]);
        var look = Assert.Single(steps, s => s.Title == "Look at the pod");
        Assert.Equal(("sandbox-infra", "sonarr-0", "media"), (look.Cluster, look.Arguments["PodName"], look.Arguments["Namespace"]));
        Assert.Equal("KubePodCrashLooping", Assert.Single(look.Findings).Id);
        // A label that is no context is not taken for one.
        Assert.All(Piped<RunbookStep>("Get-RunbookStep", lines[2].Trim().Replace("sandbox-infra", "prod-eu-1", StringComparison.Ordinal) is var labels ? $"{{{labels}}}" : ""), s => Assert.Null(s.Cluster));
    }

    [Theory]
    [InlineData("""{"foo": 1}""", "NotAFinding")]
    [InlineData("""[{"labels": {"alertname": "A"}}""", "NotAFinding")]
    [InlineData("nosuch", "NotFound")]
    public void What_is_neither_finding_nor_alert_nor_name_is_an_error(string input, string id)
        => Assert.Equal($"{id},K8sOps.Runbooks.GetRunbookStepCommand", Assert.Single(_sandbox.Host.Invoke("Get-RunbookStep", [input]).Errors).FullyQualifiedErrorId);

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"status":"success","data":{"alerts":[]}}""")]
    [InlineData("""[{"labels":{"alertname":"KubePodCrashLooping"},"status":"resolved"}]""")]
    public void No_alert_is_nothing(string input) => Assert.Empty(Piped<RunbookStep>("Get-RunbookStep", input));

    [Fact]
    public void A_name_from_the_pipeline_is_a_runbook_or_an_alert()
    {
        Assert.All(Piped<RunbookStep>("Get-RunbookStep", "flux"), s => Assert.Equal("flux", s.Runbook));
        Assert.All(Piped<RunbookStep>("Get-RunbookStep", "KubePodCrashLooping"), s => Assert.Equal("kubernetes", s.Runbook));
    }

    [Fact]
    public void What_was_found_leads_to_its_steps()
    {
        var found = _sandbox.Get<RunbookMatch>("Find-Runbook -Symptom CrashLoopBackOff");
        Assert.Equal(Piped<RunbookStep>("Get-RunbookStep", Finding()).Select(s => s.Id), Piped<RunbookStep>("Get-RunbookStep", [.. found]).Select(s => s.Id));
    }

    [Theory]
    [InlineData("Get-RunbookStep nosuch")]
    [InlineData("Get-RunbookStep flux -Procedure nosuch")]
    [InlineData("Get-RunbookStep flux -Step 77")]
    [InlineData("Find-Runbook -Alert nosuch")]
    [InlineData("Find-Runbook -Check nosuch")]
    [InlineData("Find-Runbook -Symptom nosuch")]
    [InlineData("Export-RunbookScript nosuch")]
    public void A_literal_name_that_is_not_there_is_an_error(string line) => Assert.StartsWith("NotFound,", Assert.Single(_sandbox.Run(line).Errors).FullyQualifiedErrorId, StringComparison.Ordinal);

    [Theory]
    [InlineData("Get-RunbookStep nosuch*")]
    [InlineData("Get-RunbookStep flux -Procedure nosuch*")]
    [InlineData("Find-Runbook zyxw")]
    [InlineData("Find-Runbook -Alert nosuch*")]
    public void A_pattern_without_a_match_is_silence(string line) => Assert.Empty(_sandbox.Get<object>(line));

    [Fact]
    public void Steps_are_chosen_by_section_procedure_and_number()
    {
        Assert.All(_sandbox.Get<RunbookStep>("Get-RunbookStep flux -Section Diagnosis -Cluster sandbox-infra"), s => Assert.Equal((RunbookSection.Diagnosis, "sandbox-infra"), (s.Section, s.Cluster)));
        var one = Assert.Single(_sandbox.Get<RunbookStep>("Get-RunbookStep flux -Procedure 'Suspend an app' -Step 1"));
        Assert.Equal("suspend-an-app/1", one.Id);
        Assert.Equal(["Namespace", "AppName"], one.Missing);
    }

    [Fact]
    public void A_runbook_of_ones_own_is_written_found_and_exported_and_hides_ours_of_its_name()
    {
        var made = Assert.Single(_sandbox.Get<Runbook>($"New-Runbook flux -Title Mine -Path {_folder}"));
        Assert.Equal(("flux", Path.Combine(_folder, "flux.md")), (made.Name, made.Path));
        Assert.Equal(["Look at its workloads", "Restart the workload"], _sandbox.Get<RunbookStep>($"Get-RunbookStep flux -Path {_folder}").Select(s => s.Title));
        Assert.Equal("AlreadyExists,K8sOps.Runbooks.NewRunbookCommand", Assert.Single(_sandbox.Run($"New-Runbook flux -Path {_folder}").Errors).FullyQualifiedErrorId);
        made = Assert.Single(_sandbox.Get<Runbook>($"New-Runbook my-db -Path {_folder}"));
        var file = Assert.Single(_sandbox.Host.Invoke($"Export-RunbookScript -Path {_folder}/out -PassThru", [made]).Of<FileInfo>());
        Assert.Contains($"Import-Module -Name '{Path.Combine(Checkout.Root, "K8sOps.psd1")}'", File.ReadAllText(file.FullName), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(file.FullName), Assert.Single(_sandbox.Host.Invoke("Export-RunbookScript", [made]).Of<string>()));
    }

    [Theory]
    [InlineData("New-Runbook my-db -WhatIf -Path ")]
    [InlineData("Export-RunbookScript flux -WhatIf -Path ")]
    public void Under_WhatIf_the_file_is_named_and_not_written(string line)
    {
        var result = _sandbox.Run(line + _folder);
        Assert.Contains(_folder, Assert.Single(result.HostLines), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void A_runbook_that_does_not_keep_to_the_format_is_read_and_searched_and_no_script_is_made_of_it()
    {
        var file = Path.Combine(_folder, "odd.md");
        File.WriteAllText(file, "# Odd Runbook\n\n## Overview\n\nQuux things.\n\n## Diagnosis\n\n### Step 1: Look\n\n```powershell\nGet-K8sPod\n```\n");
        Assert.Equal("Look", Assert.Single(_sandbox.Get<RunbookStep>($"Get-RunbookStep odd -Path {_folder}")).Title);
        Assert.Equal("Odd Runbook", Assert.Single(_sandbox.Get<RunbookMatch>($"Find-Runbook quux -Path {_folder}")).Title);
        var error = Assert.Single(_sandbox.Host.Invoke("Export-RunbookScript", [RunbookReader.Read("odd", file, File.ReadAllText(file)).Runbook]).Errors);
        Assert.Equal("RunbookNotClean,K8sOps.Runbooks.ExportRunbookScriptCommand", error.FullyQualifiedErrorId);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_an_error()
    {
        File.WriteAllText(Path.Combine(_folder, "taken"), "");
        Assert.Equal("FileNotWritten,K8sOps.Runbooks.NewRunbookCommand", Assert.Single(_sandbox.Run($"New-Runbook my-db -Path {_folder}/taken").Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void A_step_is_composed_of_texts_too()
    {
        var step = Assert.Single(_sandbox.Get<RunbookStep>("New-RunbookStep '2. Stop it' -Action 'Stop-CephOsd -Cluster $Cluster -OsdId $OsdId' -Verify '$true' -VerifyTimeout 10m -Procedure 'Swap it' -Danger 'gone'"));
        Assert.Equal(("swap-it/2", TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(15), true), (step.Id, step.VerifyTimeout, step.VerifyEvery, step.Destructive));
        Assert.Equal(["OsdId"], step.Missing);
        Assert.Equal("InvalidDuration,K8sOps.Runbooks.NewRunbookStepCommand", _sandbox.Run("New-RunbookStep x -Action y -Verify z -VerifyTimeout 0").Failure?.FullyQualifiedErrorId);
    }

    [Fact]
    public void A_step_reads_like_help()
    {
        var text = AnsiFree(RunbookView.Step(_sandbox.Get<RunbookStep>("Get-RunbookStep flux -Procedure 'Suspend an app'")[0]));
        Assert.StartsWith("flux: Suspend an app\n1. Suspend it, with all that it applies\n\n    ACTION\n        Suspend-FluxApp", text, StringComparison.Ordinal);
        Assert.Contains("\n    ROLLBACK\n        Resume-FluxApp", text, StringComparison.Ordinal);
        Assert.Contains("\n        AppName   = not given yet", text, StringComparison.Ordinal);
        Assert.Equal("", RunbookView.Step(null));
    }

    [Theory]
    [InlineData(typeof(RunbookNameCompleter), "fl", "", "flux")]
    [InlineData(typeof(ProcedureCompleter), "Susp", "flux", "'Suspend an app'")]
    [InlineData(typeof(RunbookStepCompleter), "2", "flux", "2")]
    [InlineData(typeof(SymptomCompleter), "crashl", "", "CrashLoopBackOff")]
    [InlineData(typeof(AlertCompleter), "KubePodCrash", "", "KubePodCrashLooping")]
    public void Names_are_completed(Type completer, string word, string runbook, string expected)
    {
        var bound = new System.Collections.Hashtable();
        if (runbook.Length > 0) bound["Runbook"] = runbook;
        var results = ((IArgumentCompleter)Activator.CreateInstance(completer)!).CompleteArgument("Get-RunbookStep", "x", word, null!, bound).ToList();
        Assert.Equal(expected, results[0].CompletionText);
    }

    [Fact]
    public void A_procedure_of_another_runbook_is_not_offered()
        => Assert.Empty(new ProcedureCompleter().CompleteArgument("Invoke-Runbook", "Procedure", "Susp", null!, new System.Collections.Hashtable { ["Name"] = "kubernetes" }));

    private static string AnsiFree(string text) => System.Text.RegularExpressions.Regex.Replace(text, "\u001b\\[[0-9;]*m", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
}
