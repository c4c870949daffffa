using System.Diagnostics;
using System.Globalization;

namespace K8sOps.Benchmarks;

/// <summary>What all benchmarks need: where things are, and a served sandbox.</summary>
internal sealed class Bench
{
    public Bench()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "K8sOps.sln"))) root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("Run it from a clone.");
        Configuration = AppContext.BaseDirectory.Contains("release", StringComparison.OrdinalIgnoreCase) ? "release" : "debug";
        Console = Path.Combine(root, "artifacts", "bin", "K8sOps.Console", Configuration, "K8sOps.Console.dll");
        Manifest = Path.Combine(root, "K8sOps.psd1");
        EmptyModule = Path.Combine(root, "artifacts", "bin", "EmptyModule", Configuration, "EmptyModule.dll");
        Pwsh = Find("pwsh");
        Kubectl = Find("kubectl");
        Jq = Find("jq");
    }

    public string Configuration { get; }

    public string Console { get; }

    public string Manifest { get; }

    public string EmptyModule { get; }

    public string? Pwsh { get; }

    public string? Kubectl { get; }

    public string? Jq { get; }

    /// <summary>Runs a script in a pwsh of its own and returns what it wrote; throws when it failed, for then nothing was measured.</summary>
    public string RunPwsh(string script, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Pwsh!) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var a in new[] { "-NoProfile", "-NonInteractive", "-Command", "$ErrorActionPreference = 'Stop'; " + script }) start.ArgumentList.Add(a);
        foreach (var (key, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal)) start.Environment[key] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("pwsh did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 && errors.Result.Length == 0 ? text.Trim() : throw new InvalidOperationException($"pwsh failed ({process.ExitCode}): {errors.Result}{text}");
    }

    /// <summary>The same, for a script that writes numbers, one a line.</summary>
    public double[] Numbers(string script, IReadOnlyDictionary<string, string>? environment = null)
        => [.. RunPwsh(script, environment).Split('\n').Select(l => double.Parse(l.Trim(), CultureInfo.InvariantCulture))];

    public static void Line(FormattableString text) => System.Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    public static double Median(IEnumerable<double> values)
    {
        var all = values.Order().ToArray();
        return all[all.Length / 2];
    }

    private static string? Find(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(p => Path.Combine(p, program)).FirstOrDefault(File.Exists);
}
