using System.Globalization;
using K8sOps.Benchmarks;

// One plain program: what our commands cost, as a ratio against kubectl or the like in the same run.
// Usage: dotnet run -c Release --project tests/Benchmarks [pods] [import] [list] [watch] [exec] [fanout] [completion] [flux] [ceph] [runbooks]
if (args is [CephBenchmark.Child, var dump]) return await CephBenchmark.ReadAsync(dump);
var bench = new Bench();
var pods = args.Length > 0 && int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 20_000;
var asked = args.Where(a => !a.All(char.IsAsciiDigit)).ToHashSet(StringComparer.Ordinal);
string[] known = ["import", "list", "watch", "exec", "fanout", "completion", "flux", "ceph", "runbooks"];
if (asked.Except(known).FirstOrDefault() is { } unknown)
{
    Console.WriteLine($"There is no benchmark '{unknown}'; there are {string.Join(", ", known)}.");
    return 1;
}

Bench.Line($"{Environment.ProcessorCount} cores, {bench.Configuration} build; pwsh {(bench.Pwsh is null ? "not found" : "found")}, kubectl {(bench.Kubectl is null ? "not found" : "found")}");
if (bench.Configuration == "debug") Console.WriteLine("A debug build: the numbers of a release build are better.");

var skipped = false;
bool Wants(string name, bool needsPwsh, bool needsKubectl)
{
    if (asked.Count > 0 && !asked.Contains(name)) return false;
    if ((!needsPwsh || bench.Pwsh is not null) && (!needsKubectl || bench.Kubectl is not null)) return true;
    Console.WriteLine($"{name}: not measured, since {(needsPwsh && bench.Pwsh is null ? "pwsh" : "kubectl")} is not there.");
    skipped = true;
    return false;
}

if (Wants("import", needsPwsh: true, needsKubectl: false)) ImportBenchmark.Run(bench);
if (Wants("completion", needsPwsh: true, needsKubectl: false)) CompletionBenchmark.Run(bench);
if (Wants("fanout", needsPwsh: true, needsKubectl: false)) FanOutBenchmark.Run(bench);
if (Wants("watch", needsPwsh: false, needsKubectl: true)) await WatchBenchmark.RunAsync(bench);
if (Wants("exec", needsPwsh: false, needsKubectl: true)) await ExecBenchmark.RunAsync(bench);
if (Wants("runbooks", needsPwsh: true, needsKubectl: false)) RunbookBenchmark.Run(bench);
if (Wants("ceph", needsPwsh: false, needsKubectl: false))
{
    if (bench.Jq is not null)
    {
        CephBenchmark.Run();
    }
    else
    {
        Console.WriteLine("ceph: not measured, since jq is not there.");
        skipped = true;
    }
}

if (Wants("flux", needsPwsh: true, needsKubectl: true)) FluxBenchmark.Run(bench);
if (Wants("list", needsPwsh: false, needsKubectl: true)) ListBenchmark.Run(bench, pods);
return skipped ? 1 : 0;
