using System.Management.Automation;

namespace K8sOps.Engine;

/// <summary>A command that runs checks: it streams the findings, or with <c>-Quiet</c> says in one Boolean whether all is well.</summary>
public abstract class CheckingCmdlet : ReadingCmdlet
{
    private int _bad;
    private int _good;

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>The findings of one cluster.</summary>
    internal abstract IAsyncEnumerable<CheckResult> CheckAsync(Cluster cluster, CommandContext c);

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        await foreach (var result in CheckAsync(cluster, c).ConfigureAwait(false))
        {
            if (result.Status is CheckStatus.Pass) Interlocked.Increment(ref _good);
            else if (result.Status is not CheckStatus.Skip) Interlocked.Increment(ref _bad);
            if (!Quiet) await c.WriteAsync(result).ConfigureAwait(false);
        }
    }

    // A cluster that could not be looked at is not well, however well the others are.
    private protected override ValueTask FailAsync(OperationException error, CommandContext c)
    {
        Interlocked.Increment(ref _bad);
        return base.FailAsync(error, c);
    }

    internal override async Task EndAsync(CommandContext c)
    {
        // Silence proves nothing: without a single check that passed the answer is no.
        if (Quiet) await c.WriteAsync(_bad == 0 && _good > 0).ConfigureAwait(false);
    }
}
