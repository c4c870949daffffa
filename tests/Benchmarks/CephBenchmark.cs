using K8sOps.Ceph;

namespace K8sOps.Benchmarks;

/// <summary>The placement groups of a large cluster, from the answer of <c>ceph pg dump</c> into objects, as a ratio to <c>jq</c> on the same file.</summary>
internal static class CephBenchmark
{
    /// <summary>What the child process is called with: it reads the file that is named next.</summary>
    public const string Child = "--read-placement-groups";

    private const int Groups = 100_000;

    public static void Run()
    {
        using var dump = new PlacementGroupDump(Groups);
        // What an operator asks jq for: the same count of the same groups.
        var jq = Measurement.Median(3, () => Measurement.Run("jq", "jq", ["[.pg_map.pg_stats[] | {pgid, state, objects: .stat_sum.num_objects, up, acting} | select(.state != \"active+clean\")] | length", dump.Path], Nothing));
        var ours = Measurement.Median(3, () => Measurement.Run("CephPlacementGroupReader", "dotnet", [Environment.GetCommandLineArgs()[0], Child, dump.Path], Nothing));
        Bench.Line($"ceph, {Groups} placement groups, {dump.Bytes / 1048576.0:0} MB:");
        foreach (var m in (Measurement[])[jq, ours]) Bench.Line($"  {m.Name,-38} {m.Elapsed.TotalSeconds,7:0.00} s  {m.Elapsed / jq.Elapsed,6:0.00} x jq  {m.PeakBytes / 1048576.0,7:0} MiB peak");
    }

    /// <summary>The child: a process of its own, so that its memory is its own.</summary>
    public static async Task<int> ReadAsync(string path)
    {
        await using var file = File.OpenRead(path);
        var (all, unclean) = (0, 0);
        await foreach (var group in new CephPlacementGroupReader("bench", "rook-ceph", DateTimeOffset.UnixEpoch).ReadAsync(file))
        {
            all++;
            if (!group.IsClean) unclean++;
        }

        return all == Groups && unclean > 0 ? 0 : 1;
    }

    private static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
