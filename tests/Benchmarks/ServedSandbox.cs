using System.Diagnostics;
using System.Globalization;

namespace K8sOps.Benchmarks;

/// <summary>A world that <c>k8sops serve</c> serves in a process of its own, until disposed.</summary>
internal sealed class ServedSandbox : IDisposable
{
    private readonly Process _server;

    public ServedSandbox(Bench bench, int pods)
    {
        KubeConfigPath = Path.Combine(Path.GetTempPath(), $"k8sops-benchmark-{Environment.ProcessId}-{Guid.NewGuid():N}.yaml");
        var serve = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var a in new[] { bench.Console, "serve", "--pods", pods.ToString(CultureInfo.InvariantCulture), "--kubeconfig", KubeConfigPath }) serve.ArgumentList.Add(a);
        _server = Process.Start(serve) ?? throw new InvalidOperationException("The sandbox did not start.");
        for (var waited = 0; !File.Exists(KubeConfigPath) || new FileInfo(KubeConfigPath).Length == 0; waited++)
        {
            if (_server.HasExited || waited > 600) throw new InvalidOperationException("The served sandbox did not come up.");
            Thread.Sleep(100);
        }

        Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["KUBECONFIG"] = KubeConfigPath, ["NO_COLOR"] = "1" };
    }

    public string KubeConfigPath { get; }

    public IReadOnlyDictionary<string, string> Variables { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(File.ReadLines(KubeConfigPath).First(l => l.Contains("server:", StringComparison.Ordinal)).Split("server:")[1].Trim(' ', '"', '\''));

    public void Dispose()
    {
        _server.Kill(entireProcessTree: true);
        _server.Dispose();
        File.Delete(KubeConfigPath);
    }
}
