using System.Diagnostics;
using K8sOps.Runbooks;

namespace K8sOps.Benchmarks;

/// <summary>Reading and linting every runbook of the module, at a real prompt and within a process that has done it before.</summary>
internal static class RunbookBenchmark
{
    public static void Run(Bench bench)
    {
        var times = bench.Numbers($"Import-Module '{bench.Manifest}'; foreach ($i in 1..10) {{ $watch = [Diagnostics.Stopwatch]::StartNew(); $bad = @(Test-Runbook | Where-Object Status -ne Pass); $watch.Elapsed.TotalMilliseconds; if ($bad) {{ throw $bad[0].Message }} }}");
        var texts = Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(bench.Manifest)!, "runbooks"), "*.md").Select(f => (Name: Path.GetFileNameWithoutExtension(f), File: f, Text: File.ReadAllText(f))).ToList();
        foreach (var t in texts) RunbookReader.Read(t.Name, t.File, t.Text);
        var watch = Stopwatch.StartNew();
        const int Rounds = 10;
        for (var i = 0; i < Rounds; i++) foreach (var t in texts) RunbookReader.Read(t.Name, t.File, t.Text);
        Bench.Line($"runbooks, {texts.Count} of {texts.Sum(t => t.Text.Length) / 1024.0:0} KB: read {watch.Elapsed.TotalMilliseconds / Rounds:0} ms; Test-Runbook in pwsh {times[0]:0} ms the first time, {Bench.Median(times.Skip(1)):0} ms after");
    }
}
