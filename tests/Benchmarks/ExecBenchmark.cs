using System.Diagnostics;
using K8sOps.Kubernetes;

namespace K8sOps.Benchmarks;

/// <summary>How many programs a second are run in a container, one after another: by our client, and by kubectl, a process each.</summary>
internal static class ExecBenchmark
{
    public static async Task RunAsync(Bench bench)
    {
        using var sandbox = new ServedSandbox(bench, 0);
        var config = KubeConfig.Load(new KubeConfigSource { ExplicitPath = sandbox.KubeConfigPath, HomeFolder = "" });
        var client = new KubeClient(config.CreateTransport(config.CurrentContext!, TimeProvider.System), new KubeClientOptions());
        await using var owned = client;
        var (ns, pod, container) = await RunningPodAsync(client);
        var options = new ExecOptions { Command = ["true"], Container = container };
        async Task OnceAsync()
        {
            var code = await client.ExecAsync(ns, pod, options, (_, _, _) => ValueTask.CompletedTask, default);
            if (code != 0) throw new InvalidOperationException($"true ended with {code}.");
        }

        for (var i = 0; i < 20; i++) await OnceAsync();
        var watch = Stopwatch.StartNew();
        const int Ours = 300;
        for (var i = 0; i < Ours; i++) await OnceAsync();
        var ours = Ours / watch.Elapsed.TotalSeconds;
        watch.Restart();
        const int Theirs = 10;
        for (var i = 0; i < Theirs; i++) Measurement.Run("kubectl exec", bench.Kubectl!, ["exec", "-n", ns, pod, "-c", container, "--", "true"], sandbox.Variables);
        var theirs = Theirs / watch.Elapsed.TotalSeconds;
        Bench.Line($"exec: ours {ours:0} round trips/s, kubectl exec (a process each) {theirs:0.0}/s, ratio {ours / theirs:0}");
    }

    private static async Task<(string Namespace, string Pod, string Container)> RunningPodAsync(KubeClient client)
    {
        await foreach (var pod in client.ListAsync(KubeResources.Pods, ListOptions.All with { FieldSelector = "status.phase=Running" }, KubeJson.Object, default))
        {
            if (pod["metadata"]?["deletionTimestamp"] is not null || pod["status"]?["containerStatuses"]?[0]?["state"]?["running"] is null) continue;
            return ((string)pod["metadata"]!["namespace"]!, (string)pod["metadata"]!["name"]!, (string)pod["spec"]!["containers"]![0]!["name"]!);
        }

        throw new InvalidOperationException("No pod runs in the sandbox.");
    }
}
