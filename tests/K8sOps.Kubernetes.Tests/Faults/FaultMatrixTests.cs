using System.Security.Cryptography.X509Certificates;

namespace K8sOps.Kubernetes.Tests;

/// <summary>Each fault with each verb, over a real connection, once and for ever.</summary>
public abstract class FaultMatrixTests : FaultTest
{
    private protected static TheoryData<string> Names(IEnumerable<Fault> faults, bool isForEver)
        => [.. faults.Where(f => Verb.All.Any(v => f.Outcome(v.Kind, isForEver) != ".")).Select(f => f.Name)];

    // Side by side, for most of the time is spent on waiting.
    private protected async Task HoldsAsync(string faultName, bool isForEver, X509Certificate2? certificate = null)
    {
        var fault = Fault.All.Single(f => f.Name == faultName);
        using var gate = new SemaphoreSlim(fault.IsHeavy ? 1 : int.MaxValue);
        var broken = await Task.WhenAll(Verb.All.Where(v => fault.Outcome(v.Kind, isForEver) != ".").Select(async verb =>
        {
            await gate.WaitAsync();
            var error = await Record.ExceptionAsync(() => HoldsAsync(fault, verb, isForEver, certificate));
            gate.Release();
            return error is null ? null : $"{verb.Name}: {error.Message}";
        }));
        var told = string.Join('\n', broken.OfType<string>());
        Assert.True(told.Length == 0, told);
    }

    private async Task HoldsAsync(Fault fault, Verb verb, bool isForEver, X509Certificate2? certificate)
    {
        var expected = fault.Outcome(verb.Kind, isForEver);
        var healthy = new HealthyCluster();
        var struck = 0;
        var isMet = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // A watch is seen to take itself up again; what never ends by itself is left alone for a while.
        var enough = verb.Kind == VerbKind.Watch ? 3 : 1;
        await using var server = new RawServer((request, connection) =>
        {
            if (!(fault.IsMet ?? verb.IsAsked)(request) || (Interlocked.Increment(ref struck) > fault.Strikes && !isForEver)) return healthy.AnswerAsync(request, connection);
            if (struck >= enough) isMet.TrySetResult();
            return fault.Do(request, connection);
        }, certificate);
        var clock = new HastyClock(Speed);
        await using var client = certificate is null ? Client(server.Port, isSilent: fault.IsSilent, clock: clock) : SecureClient(server.Port, fault.IsSilent, clock);
        using var stop = new CancellationTokenSource();
        if (expected == "quiet") _ = StopAsync();
        var (outcome, error) = await OutcomeAsync(verb, client, fault.IsText, [], stop.Token);
        Assert.True(expected == outcome, $"{outcome}, and not {expected}: {error}");
        Assert.Empty(server.Faults);
        Assert.True(struck > 0, "the fault was never met");
        if (!verb.Changes) return;
        // Only what the server has refused, and asks to be sent again, is sent again.
        if (!fault.Name.StartsWith("429 with", StringComparison.Ordinal)) Assert.Equal(1, struck);
        // Reported as done when it was done, and only then.
        Assert.Equal(outcome == "ok" && !fault.IsDone ? 1 : 0, healthy.Done);

        async Task StopAsync()
        {
            await isMet.Task;
            await Task.Delay(TimeSpan.FromMinutes(10), clock);
            await stop.CancelAsync();
        }
    }
}
