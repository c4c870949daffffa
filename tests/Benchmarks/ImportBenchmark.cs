namespace K8sOps.Benchmarks;

/// <summary>What importing the module costs, over a binary module that has nothing in it.</summary>
internal static class ImportBenchmark
{
    public static void Run(Bench bench)
    {
        var none = Import(bench, bench.EmptyModule);
        var ours = Import(bench, bench.Manifest);
        Bench.Line($"import: ours {ours:0} ms, an empty binary module {none:0} ms, difference {ours - none:0} ms (aim: under 150)");
    }

    // The time inside pwsh, so that its own start is not in it; each in a process of its own.
    private static double Import(Bench bench, string module) => Bench.Median(Enumerable.Range(0, 7).Select(_ =>
        bench.Numbers($"$w = [Diagnostics.Stopwatch]::StartNew(); Import-Module '{module}'; $w.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)")[0]));
}
