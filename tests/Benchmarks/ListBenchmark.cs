namespace K8sOps.Benchmarks;

/// <summary>A big list, in time and in peak memory, as a ratio to the bytes alone (<c>kubectl get --raw</c>).</summary>
internal static class ListBenchmark
{
    public static void Run(Bench bench, int pods)
    {
        using var sandbox = new ServedSandbox(bench, pods);
        Measurement Kubectl(string name, params string[] arguments) => Measurement.Median(3, () => Measurement.Run(name, bench.Kubectl!, arguments, sandbox.Variables));
        Measurement Pwsh(string name, string command) => Measurement.Median(3, () =>
            Measurement.Run(name, bench.Pwsh!, ["-NoProfile", "-NonInteractive", "-Command", $"Import-Module '{bench.Manifest}'; {command}"], sandbox.Variables));
        Bench.Line($"list of {pods} pods:");
        var floor = Kubectl("kubectl get --raw /api/v1/pods", "get", "--raw", "/api/v1/pods");
        var all = new List<Measurement> { floor };
        if (bench.Pwsh is not null)
        {
            all.Add(Pwsh("pwsh that only imports the module", ""));
            all.Add(Pwsh("Get-K8sPod", "Get-K8sPod | Out-Null"));
            all.Add(Pwsh("Get-K8sPod -Unhealthy", "Get-K8sPod -Unhealthy | Out-Null"));
        }

        all.Add(Measurement.Median(3, () => Measurement.Run("k8sops 'Get-K8sPod -Unhealthy'", "dotnet", [bench.Console, "Get-K8sPod", "-Unhealthy"], sandbox.Variables)));
        all.Add(Kubectl("kubectl get pods -A", "get", "pods", "-A"));
        all.Add(Kubectl("kubectl get pods -A -o json", "get", "pods", "-A", "-o", "json"));
        foreach (var m in all)
        {
            Bench.Line($"  {m.Name,-38} {m.Elapsed.TotalSeconds,7:0.00} s  {m.Elapsed / floor.Elapsed,6:0.00} x floor  {m.PeakBytes / 1048576.0,7:0} MiB peak");
        }
    }
}
