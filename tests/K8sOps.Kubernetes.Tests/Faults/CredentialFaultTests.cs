namespace K8sOps.Kubernetes.Tests;

public sealed class CredentialFaultTests : FaultTest
{
    public static TheoryData<string> Verbs => [.. Verb.All.Select(v => v.Name)];

    [BashTheory]
    [MemberData(nameof(Verbs))]
    public async Task An_expired_credential_of_a_plugin_is_renewed_once_and_then_told(string name)
    {
        var verb = Verb.All.Single(v => v.Name == name);
        var runs = Path.Combine(Folder.Root, "runs");
        var plugin = Folder.WriteScript("plugin", $$"""
            echo run >> '{{runs}}'
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"{{Canaries.PluginToken}}","expirationTimestamp":"2020-01-01T00:00:00Z"} }'
            """);
        var asked = 0;
        await using var server = new RawServer((_, connection) =>
        {
            Interlocked.Increment(ref asked);
            return connection.AnswerAsync(401, HealthyCluster.Status(401, "Unauthorized"));
        });
        // Not so hasty: a credential that has expired is used for a moment, and between two requests of one verb that moment must not pass.
        await using var client = Client(server.Port, user: $"{{exec: {{apiVersion: client.authentication.k8s.io/v1, command: '{plugin}', interactiveMode: Never}}}}", clock: new HastyClock(10));
        Assert.Equal("401", (await OutcomeAsync(verb, client)).Outcome);
        // A wait that may not watch does not go on to look: it is not who it says it is.
        Assert.Equal((2, 2), (asked, (await File.ReadAllLinesAsync(runs)).Length));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_password_that_is_refused_is_shown_nowhere(string name)
    {
        var verb = Verb.All.Single(v => v.Name == name);
        var seen = "";
        await using var server = new RawServer((request, connection) =>
        {
            seen = request.Headers["Authorization"];
            return connection.AnswerAsync(401, HealthyCluster.Status(401, "Unauthorized"));
        });
        await using var client = Client(server.Port, user: $"{{username: u, password: {Canaries.Password}}}");
        Assert.Equal("401", (await OutcomeAsync(verb, client, Canaries.Base64("u:" + Canaries.Password))).Outcome);
        Assert.Equal("Basic " + Canaries.Base64("u:" + Canaries.Password), seen);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Where_nobody_listens_that_is_said(string name)
    {
        var server = new RawServer((_, _) => Task.CompletedTask);
        await server.DisposeAsync();
        await using var client = Client(server.Port);
        var (outcome, error) = await OutcomeAsync(Verb.All.Single(v => v.Name == name), client);
        Assert.Equal("Unreachable", outcome);
        Assert.Contains($"127.0.0.1:{server.Port} cannot be reached", error!.Message, StringComparison.Ordinal);
    }
}
