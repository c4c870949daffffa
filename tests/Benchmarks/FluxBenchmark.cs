namespace K8sOps.Benchmarks;

/// <summary>Very many apps of Flux, read and judged, as a ratio to <c>kubectl get … -o json</c>, which only prints them.</summary>
internal static class FluxBenchmark
{
    private const int Apps = 2000;

    public static void Run(Bench bench)
    {
        using var server = new FluxServer(Apps);
        using var contexts = new Contexts(("flux", server.Address));
        Measurement Pwsh(string name, string command) => Measurement.Median(3, () =>
            Measurement.Run(name, bench.Pwsh!, ["-NoProfile", "-NonInteractive", "-Command", $"Import-Module '{bench.Manifest}'; {command}"], contexts.Variables));
        var kubectl = Measurement.Median(3, () => Measurement.Run("kubectl get ks,hr -A -o json", bench.Kubectl!, ["get", "kustomizations,helmreleases", "-A", "-o", "json"], contexts.Variables));
        var idle = Pwsh("pwsh that only imports the module", "");
        Bench.Line($"flux, {Apps} apps, {server.Bytes / 1048576.0:0.0} MB:");
        foreach (var m in (Measurement[])[kubectl, idle, Pwsh("Get-FluxApp", "Get-FluxApp | Out-Null"), Pwsh("Test-Flux", "Test-Flux | Out-Null"), Pwsh("Get-FluxTree -NoStatus", "Get-FluxTree -NoStatus | Out-Null")])
        {
            Bench.Line($"  {m.Name,-38} {m.Elapsed.TotalSeconds,7:0.00} s  {m.Elapsed / kubectl.Elapsed,6:0.00} x kubectl  {m.PeakBytes / 1048576.0,7:0} MiB peak, {(m.PeakBytes - idle.PeakBytes) / 1048576.0,5:0} above the engine");
        }
    }
}
