namespace K8sOps.Kubernetes.Tests;

/// <summary>Each fault with each verb, over a real connection, once and for ever.</summary>
public abstract class FaultMatrixTests : FaultTest
{
    private protected static TheoryData<string> Faults => [.. Fault.All.Select(f => f.Name)];

    // Side by side, for most of the time is spent on waiting.
    private protected async Task HoldsAsync(string faultName, bool isForEver)
    {
        var fault = Fault.All.Single(f => f.Name == faultName);
        // "-" stands where the answer is no fault for that verb (a log may hold anything).
        var broken = await Task.WhenAll(Verb.All.Where(v => fault.Outcome(v.Kind, isForEver) != "-").Select(async verb =>
        {
            var error = await Record.ExceptionAsync(() => HoldsAsync(fault, verb, isForEver));
            return error is null ? null : $"{verb.Name}: {error.Message}";
        }));
        Assert.Empty(broken.OfType<string>());
    }

    private async Task HoldsAsync(Fault fault, Verb verb, bool isForEver)
    {
        var healthy = new HealthyCluster();
        var struck = 0;
        await using var server = new RawServer((request, connection) => verb.IsAsked(request) && (Interlocked.Increment(ref struck) == 1 || isForEver)
            ? fault.Do(request, connection)
            : healthy.AnswerAsync(request, connection));
        await using var client = Client(server.Port, isSilent: fault.IsSilent);
        var (outcome, error) = await OutcomeAsync(verb, client);
        Assert.True(fault.Outcome(verb.Kind, isForEver) == outcome, $"{outcome}, and not {fault.Outcome(verb.Kind, isForEver)}: {error}");
        Assert.Empty(server.Faults);
        Assert.True(struck > 0, "the fault was never met");
        if (!verb.Changes) return;
        // Only what the server has refused, and asks to be sent again, is sent again.
        if (!fault.Name.StartsWith("429 with", StringComparison.Ordinal)) Assert.Equal(1, struck);
        // Reported as done when it was done, and only then.
        Assert.Equal(outcome == "ok" ? 1 : 0, healthy.Done);
    }
}
