namespace K8sOps.Kubernetes.Tests;

public sealed class PassingFaultTests : FaultMatrixTests
{
    public static TheoryData<string> All => Names(Fault.All, isForEver: false);

    [Theory]
    [MemberData(nameof(All))]
    public Task A_fault_that_passes_is_survived_or_told_and_no_write_is_sent_twice(string fault) => HoldsAsync(fault, isForEver: false);

    public static TheoryData<string> Verbs => [.. Verb.All.Select(v => v.Name)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Without_a_fault_every_verb_comes_to_its_end(string name)
    {
        var healthy = new HealthyCluster();
        var verb = Verb.All.Single(v => v.Name == name);
        await using var server = new RawServer(healthy.AnswerAsync);
        await using var client = Client(server.Port);
        Assert.Equal("ok", (await OutcomeAsync(verb, client)).Outcome);
        Assert.Empty(server.Faults);
        Assert.Equal(verb.Changes ? 1 : 0, healthy.Done);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_kept_connection_that_is_reset_lets_no_write_go_out_twice(string name)
    {
        var healthy = new HealthyCluster();
        var verb = Verb.All.Single(v => v.Name == name);
        var asked = 0;
        await using var server = new RawServer((request, connection) =>
        {
            if (request.Path == "/version") return connection.AnswerAsync(200, """{"gitVersion":"v1.34.0"}""");
            if (Interlocked.Increment(ref asked) > 1) return healthy.AnswerAsync(request, connection);
            connection.Reset();
            return Task.CompletedTask;
        });
        await using var client = Client(server.Port);
        await client.ServerVersionAsync(default);
        Assert.Equal(verb.Changes ? "Interrupted" : "ok", (await OutcomeAsync(verb, client)).Outcome);
        Assert.Equal(0, healthy.Done);
        if (verb.Changes) Assert.Equal(1, asked);
    }
}
