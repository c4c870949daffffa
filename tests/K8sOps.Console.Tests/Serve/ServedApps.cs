namespace K8sOps.Console.Tests.Serve;

/// <summary>sandbox-apps, served in this process, in real time but for what a test moves on.</summary>
public sealed class ServedApps : ServedWorld
{
    /// <inheritdoc/>
    protected override string Name => "sandbox-apps";

    /// <summary>Runs kubectl while the world's clock goes on by a second every few milliseconds.</summary>
    internal async Task<(int Code, string Output, string Error)> RunOn(params string[] args)
    {
        using var stop = new CancellationTokenSource();
        var clock = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                World.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(10);
            }
        });
        try
        {
            return await Run(args);
        }
        finally
        {
            await stop.CancelAsync();
            await clock;
        }
    }

    internal async Task<string> OkOn(params string[] args)
    {
        var (code, output, error) = await RunOn(args);
        Assert.True(code == 0, $"kubectl {string.Join(' ', args)}: {code} {error}");
        return output;
    }
}
