using System.Diagnostics;
using K8sOps.Kubernetes;

namespace K8sOps.Benchmarks;

/// <summary>How many events of a watch are taken a second: by our client, and by kubectl printing a name each.</summary>
internal static class WatchBenchmark
{
    private const int Events = 40_000;

    public static async Task RunAsync(Bench bench)
    {
        using var server = new WatchServer(Events);
        using var contexts = new Contexts(("watch", server.Address));
        var ours = new List<double>();
        for (var i = 0; i < 3; i++) ours.Add(Events / (await OursAsync(contexts)).TotalSeconds);
        var theirs = Enumerable.Range(0, 3).Select(_ => Events / Kubectl(bench, contexts).TotalSeconds).ToArray();
        Bench.Line($"watch: ours {Bench.Median(ours):0} events/s, kubectl get pods -w -o name {Bench.Median(theirs):0} events/s, ratio {Bench.Median(ours) / Bench.Median(theirs):0.0} ({Events} events of 1.8 KB)");
    }

    private static async Task<TimeSpan> OursAsync(Contexts contexts)
    {
        var config = KubeConfig.Load(new KubeConfigSource { ExplicitPath = contexts.KubeConfigPath, HomeFolder = "" });
        var client = new KubeClient(config.CreateTransport("watch", TimeProvider.System), new KubeClientOptions());
        await using var owned = client;
        var watch = Stopwatch.StartNew();
        var count = 0;
        await foreach (var change in client.WatchAsync(KubeResources.Pods, ListOptions.All, KubeJson.Object, default))
        {
            if (change.Type == WatchEventType.Added && ++count == Events) break;
        }

        return watch.Elapsed;
    }

    private static TimeSpan Kubectl(Bench bench, Contexts contexts)
    {
        var start = new ProcessStartInfo(bench.Kubectl!) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var a in new[] { "get", "pods", "-A", "-w", "-o", "name" }) start.ArgumentList.Add(a);
        foreach (var (key, value) in contexts.Variables) start.Environment[key] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("kubectl did not start.");
        // From the first line on: its start and discovery are not in it.
        Stopwatch? watch = null;
        for (var lines = 0; lines < Events; lines++)
        {
            if (process.StandardOutput.ReadLine() is null) throw new InvalidOperationException($"kubectl ended after {lines} events.");
            watch ??= Stopwatch.StartNew();
        }

        var elapsed = watch!.Elapsed;
        process.Kill();
        return elapsed;
    }
}
