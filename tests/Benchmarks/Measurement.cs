using System.Diagnostics;
using System.Globalization;

namespace K8sOps.Benchmarks;

/// <summary>What one child process took.</summary>
/// <param name="Name">What was run.</param>
/// <param name="Elapsed">Wall time, start to exit.</param>
/// <param name="PeakBytes">The highest resident memory that the kernel saw (VmHWM); 0 where there is no /proc.</param>
internal sealed record Measurement(string Name, TimeSpan Elapsed, long PeakBytes)
{
    /// <summary>Runs a program to its end, its output thrown away, and measures it. Throws when it fails, for then nothing was measured.</summary>
    public static Measurement Run(string name, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (key, value) in environment) start.Environment[key] = value;
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var drain = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        long peak = 0;
        while (!process.WaitForExit(15)) peak = Math.Max(peak, PeakOf(process.Id));
        drain.Wait();
        watch.Stop();
        return process.ExitCode == 0
            ? new Measurement(name, watch.Elapsed, peak)
            : throw new InvalidOperationException($"{name} failed ({process.ExitCode}): {errors.Result}");
    }

    /// <summary>The median by time of several runs.</summary>
    public static Measurement Median(int runs, Func<Measurement> run)
    {
        var all = Enumerable.Range(0, runs).Select(_ => run()).OrderBy(m => m.Elapsed).ToList();
        return all[all.Count / 2] with { PeakBytes = all.Max(m => m.PeakBytes) };
    }

    private static long PeakOf(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan(6).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            // The process ended between two looks; its last peak stands.
            return 0;
        }
    }
}
