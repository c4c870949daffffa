using System.Diagnostics;
using System.Globalization;
using K8sOps.Benchmarks;

// One plain program: what our commands cost as a ratio against kubectl, in one run, on one served sandbox.
// Usage: dotnet run -c Release --project tests/Benchmarks [pods]
var root = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(root, "K8sOps.sln"))) root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("Run it from a clone.");
var pods = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20_000;
var configuration = AppContext.BaseDirectory.Contains("release", StringComparison.OrdinalIgnoreCase) ? "release" : "debug";
var console = Path.Combine(root, "artifacts", "bin", "K8sOps.Console", configuration, "K8sOps.Console.dll");
var manifest = Path.Combine(root, "K8sOps.psd1");
var empty = Path.Combine(root, "artifacts", "bin", "EmptyModule", configuration, "EmptyModule.dll");
var kubeconfig = Path.Combine(Path.GetTempPath(), $"k8sops-benchmark-{Environment.ProcessId}.yaml");
var pwsh = Find("pwsh");
var kubectl = Find("kubectl");
Console.WriteLine($"{pods} pods, {Environment.ProcessorCount} cores, {configuration} build; pwsh {(pwsh is null ? "not found" : "found")}, kubectl {(kubectl is null ? "not found" : "found")}");
if (configuration == "debug") Console.WriteLine("A debug build: the numbers of a release build are better.");

if (pwsh is not null)
{
    var none = Import(empty);
    var ours = Import(manifest);
    Console.WriteLine($"import: ours {ours:0} ms, an empty binary module {none:0} ms, difference {ours - none:0} ms (aim: under 150)");
}

if (kubectl is null)
{
    Console.WriteLine("Without kubectl there is nothing to compare lists with.");
    return 1;
}

var serve = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true };
foreach (var a in new[] { console, "serve", "--pods", pods.ToString(CultureInfo.InvariantCulture), "--kubeconfig", kubeconfig }) serve.ArgumentList.Add(a);
using var server = Process.Start(serve) ?? throw new InvalidOperationException("The sandbox did not start.");
try
{
    for (var waited = 0; !File.Exists(kubeconfig) || new FileInfo(kubeconfig).Length == 0; waited++)
    {
        if (server.HasExited || waited > 600) throw new InvalidOperationException("The served sandbox did not come up.");
        Thread.Sleep(100);
    }

    var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["KUBECONFIG"] = kubeconfig, ["NO_COLOR"] = "1" };
    Measurement Kubectl(string name, params string[] arguments) => Measurement.Median(3, () => Measurement.Run(name, kubectl, arguments, environment));
    var floor = Kubectl("kubectl get --raw /api/v1/pods", "get", "--raw", "/api/v1/pods");
    var all = new List<Measurement> { floor };
    if (pwsh is not null)
    {
        Measurement Ours(string name, string command) => Measurement.Median(3, () =>
            Measurement.Run(name, pwsh, ["-NoProfile", "-NonInteractive", "-Command", $"Import-Module '{manifest}'; {command} | Out-Null"], environment));
        all.Add(Measurement.Median(3, () => Measurement.Run("pwsh that only imports the module", pwsh, ["-NoProfile", "-NonInteractive", "-Command", $"Import-Module '{manifest}'"], environment)));
        all.Add(Ours("Get-K8sPod", "Get-K8sPod"));
        all.Add(Ours("Get-K8sPod -Unhealthy", "Get-K8sPod -Unhealthy"));
    }

    all.Add(Measurement.Median(3, () => Measurement.Run("k8sops 'Get-K8sPod -Unhealthy'", "dotnet", [console, "Get-K8sPod", "-Unhealthy"], environment)));
    all.Add(Kubectl("kubectl get pods -A", "get", "pods", "-A"));
    all.Add(Kubectl("kubectl get pods -A -o json", "get", "pods", "-A", "-o", "json"));
    foreach (var m in all)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{m.Name,-38} {m.Elapsed.TotalSeconds,7:0.00} s  {m.Elapsed / floor.Elapsed,6:0.00} x floor  {m.PeakBytes / 1048576.0,7:0} MiB peak"));
    }
}
finally
{
    server.Kill(entireProcessTree: true);
    File.Delete(kubeconfig);
}

return 0;

static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(p => Path.Combine(p, program)).FirstOrDefault(File.Exists);

double Import(string module)
{
    // The time inside pwsh, so that its own start is not in it; each in a process of its own.
    var times = new List<double>();
    for (var i = 0; i < 7; i++)
    {
        var start = new ProcessStartInfo(pwsh!) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var a in new[] { "-NoProfile", "-NonInteractive", "-Command", $"$w = [Diagnostics.Stopwatch]::StartNew(); Import-Module '{module}'; $w.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)" }) start.ArgumentList.Add(a);
        using var process = Process.Start(start)!;
        times.Add(double.Parse(process.StandardOutput.ReadToEnd().Trim(), CultureInfo.InvariantCulture));
        process.WaitForExit();
    }

    times.Sort();
    return times[times.Count / 2];
}
