using System.Globalization;

namespace K8sOps.Kube;

/// <summary>What one sample supports saying, and no more: a peak or a trend needs many.</summary>
internal static class UsageAdvice
{
    private const decimal SmallCores = 0.1m;
    private const long SmallBytes = 128L << 20;

    /// <summary>The texts for a container, most serious first: those about what can end or slow it stand before those about waste.</summary>
    public static IEnumerable<(int Rank, string Text)> OfContainer(K8sUsage use)
    {
        if (IsNearLimit(use)) yield return (0, Line($"Memory is at {use.MemoryPercent:0} % of its limit: it is killed at 100 %"));

        // What is throttled averages a little below its limit.
        if (use.CpuPercent >= 95) yield return (1, "CPU is at its limit: it is slowed down");
        if (use.MemoryLimitBytes is null && use.MemoryBytes > use.MemoryRequestBytes) yield return (2, "Memory has no limit and is above its request: it is evicted early");
        if (use.MemoryRequestBytes > SmallBytes && use.MemoryBytes is { } bytes && use.MemoryRequestBytes / 3m > bytes) yield return (3, "Memory request is more than 3 times the use in this sample");
        if (use.CpuRequestCores > SmallCores && use.CpuCores is { } cores && use.CpuRequestCores / 3 > cores) yield return (4, "CPU request is more than 3 times the use in this sample");
    }

    /// <summary>The most serious text for a container; null where there is none.</summary>
    public static string? For(K8sUsage container) => OfContainer(container).Select(a => a.Text).FirstOrDefault();

    /// <summary>The most serious text of a pod's containers, with the container's name where there are several; null where there is none.</summary>
    public static string? ForPod(IReadOnlyList<K8sUsage> containers)
    {
        var worst = containers.SelectMany(c => OfContainer(c).Select(a => (a.Rank, a.Text, c.Container))).OrderBy(a => a.Rank).FirstOrDefault();
        return worst.Text is null || containers.Count == 1 ? worst.Text : $"{worst.Container}: {worst.Text}";
    }

    /// <summary>The text for a node; null where there is none.</summary>
    public static string? ForNode(K8sUsage node) => IsNearLimit(node) ? Line($"Memory is at {node.MemoryPercent:0} % of what is allocatable") : null;

    // By the numbers themselves: the percent is rounded.
    private static bool IsNearLimit(K8sUsage use) => use.MemoryBytes > use.MemoryLimitBytes * 0.9m;

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
