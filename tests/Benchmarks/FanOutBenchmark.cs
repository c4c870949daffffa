namespace K8sOps.Benchmarks;

/// <summary>One command over a hundred clusters, against the slowest of them alone.</summary>
internal static class FanOutBenchmark
{
    public static void Run(Bench bench)
    {
        using var sandbox = new ServedSandbox(bench, 0);
        // 100 ms to 2 s away; the slowest is the last.
        using var clusters = new DelayedClusters(sandbox.Address, Enumerable.Range(0, 100).Select(i => TimeSpan.FromMilliseconds(100 + (i * i * 1900 / (99 * 99)))));
        using var contexts = new Contexts(clusters.Clusters);
        // In one process, warmed up by one more cluster, so that neither start nor JIT stands on one side only.
        var times = bench.Numbers($$"""
            Import-Module '{{bench.Manifest}}'
            function Measure-Median([scriptblock]$Command, [int]$Expected) {
                $t = foreach ($i in 1..5) { $w = [Diagnostics.Stopwatch]::StartNew(); $n = @(& $Command).Count; if ($n -ne $Expected) { throw "$n nodes instead of $Expected" }; $w.Elapsed.TotalMilliseconds }
                ($t | Sort-Object)[2].ToString([cultureinfo]::InvariantCulture)
            }
            $one = @(Get-K8sNode -Cluster far-00).Count
            Measure-Median { Get-K8sNode -Cluster far-99 } $one
            Measure-Median { Get-K8sNode -Cluster far-* } (100 * $one)
            """, contexts.Variables);
        Bench.Line($"fan-out: the slowest of 100 clusters {times[0]:0} ms, all 100 {times[1]:0} ms, ratio {times[1] / times[0]:0.00} (aim: 1.2)");
    }
}
