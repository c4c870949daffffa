using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>From a sample and the pod or node it is of, as the API server wrote both, to the records.</summary>
internal static class UsageReading
{
    /// <summary>One record for each container of the sample, in the sample's order.</summary>
    public static IReadOnlyList<K8sUsage> Containers(JsonObject pod, JsonObject sample, string cluster)
    {
        var specs = Specs(pod).ToDictionary(c => c.Text("name") ?? "", StringComparer.Ordinal);
        return [.. sample.Items("containers").Select(c =>
        {
            var name = c.Text("name") ?? "";
            var resources = specs.GetValueOrDefault(name).At("resources");
            var record = Of(pod, sample, cluster, "Container") with
            {
                Container = name,
                CpuCores = Cores(c.At("usage", "cpu")),
                MemoryBytes = Bytes(c.At("usage", "memory")),
                CpuRequestCores = Cores(resources.At("requests", "cpu")),
                MemoryRequestBytes = Bytes(resources.At("requests", "memory")),
                CpuLimitCores = Positive(Cores(resources.At("limits", "cpu"))),
                MemoryLimitBytes = Positive(Bytes(resources.At("limits", "memory"))),
            };
            record = WithPercent(record);
            return record with { Recommendation = UsageAdvice.For(record) };
        })];
    }

    /// <summary>The record of the pod. Limits of its own (<c>spec.resources</c>) stand before the sum of its containers'.</summary>
    public static K8sUsage Pod(JsonObject pod, JsonObject sample, string cluster)
    {
        var containers = Containers(pod, sample, cluster);
        var specs = Specs(pod).ToList();
        var whole = pod.At("spec", "resources");
        var record = WithPercent(Of(pod, sample, cluster, "Pod") with
        {
            CpuCores = SumOfAll(containers.Select(c => c.CpuCores)),
            MemoryBytes = (long?)SumOfAll(containers.Select(c => (decimal?)c.MemoryBytes)),
            CpuRequestCores = Cores(whole.At("requests", "cpu")) ?? SumOfAny(specs.Select(c => Cores(c.At("resources", "requests", "cpu")))),
            MemoryRequestBytes = Bytes(whole.At("requests", "memory")) ?? (long?)SumOfAny(specs.Select(c => (decimal?)Bytes(c.At("resources", "requests", "memory")))),
            CpuLimitCores = Positive(Cores(whole.At("limits", "cpu"))) ?? SumOfAll(specs.Select(c => Positive(Cores(c.At("resources", "limits", "cpu"))))),
            MemoryLimitBytes = Positive(Bytes(whole.At("limits", "memory"))) ?? (long?)SumOfAll(specs.Select(c => (decimal?)Positive(Bytes(c.At("resources", "limits", "memory"))))),
        });
        return record with { Recommendation = UsageAdvice.ForPod(containers) };
    }

    /// <summary>The record of a node: its limits are what is allocatable.</summary>
    public static K8sUsage Node(JsonObject node, JsonObject sample, string cluster)
    {
        var record = WithPercent(Of(node, sample, cluster, "Node") with
        {
            Node = node.Text("metadata", "name"),
            CpuCores = Cores(sample.At("usage", "cpu")),
            MemoryBytes = Bytes(sample.At("usage", "memory")),
            CpuLimitCores = Positive(Cores(node.At("status", "allocatable", "cpu"))),
            MemoryLimitBytes = Positive(Bytes(node.At("status", "allocatable", "memory"))),
        });
        return record with { Recommendation = UsageAdvice.ForNode(record) };
    }

    /// <summary>Whether the sample was taken before the object was made, so that it is of a namesake before it.</summary>
    public static bool IsOfAnother(JsonObject o, JsonObject sample)
        => KubeTime.TryParse(sample.Text("timestamp"), out var sampled) && KubeTime.TryParse(o.Text("metadata", "creationTimestamp"), out var created) && sampled < created;

    /// <summary>A duration as Go writes it (<c>15s</c>, <c>1m0.5s</c>, <c>10.062s</c>); null for what is none.</summary>
    internal static TimeSpan? Window(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var seconds = 0m;
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.')) at++;
            var unit = at;
            while (at < text.Length && !char.IsAsciiDigit(text[at]) && text[at] != '.') at++;
            decimal? size = text[unit..at] switch { "h" => 3600m, "m" => 60m, "s" => 1m, "ms" => 0.001m, "us" or "µs" => 0.000001m, "ns" => 0.000000001m, _ => null };
            if (size is null || unit - start > 12 || !decimal.TryParse(text.AsSpan(start, unit - start), System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var number)) return null;
            seconds += number * size.Value;
        }

        return seconds < 1_000_000_000m ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)) : null;
    }

    // Init containers that go on running are sampled too; the others are over before there is a sample.
    private static IEnumerable<JsonObject> Specs(JsonObject pod) => pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers").Where(c => c.Text("restartPolicy") == "Always"));

    private static K8sUsage Of(JsonObject o, JsonObject sample, string cluster, string kind) => new()
    {
        Cluster = cluster,
        Kind = kind,
        Namespace = o.Text("metadata", "namespace"),
        Name = o.Text("metadata", "name") ?? "",
        Node = o.Text("spec", "nodeName"),
        SampledAt = KubeTime.TryParse(sample.Text("timestamp"), out var at) ? at : null,
        Window = Window(sample.Text("window")),
    };

    private static K8sUsage WithPercent(K8sUsage use) => use with
    {
        CpuPercent = Percent(use.CpuCores, use.CpuLimitCores),
        MemoryPercent = Percent(use.MemoryBytes, use.MemoryLimitBytes),
    };

    private static double? Percent(decimal? use, decimal? limit) => use is { } u && limit is { } l ? (double)Math.Round(u / l * 100, 1) : null;

    private static decimal? SumOfAll(IEnumerable<decimal?> parts)
    {
        var all = parts.ToList();
        return all.Count > 0 && !all.Contains(null) ? all.Sum() : null;
    }

    private static decimal? SumOfAny(IEnumerable<decimal?> parts)
    {
        var all = parts.Where(p => p is not null).ToList();
        return all.Count > 0 ? all.Sum() : null;
    }

    private static decimal? Positive(decimal? value) => value > 0 ? value : null;

    private static long? Positive(long? value) => value > 0 ? value : null;

    private static decimal? Cores(JsonNode? quantity) => KubeQuantity.TryParseCores(quantity?.ToString(), out var cores) ? cores : null;

    private static long? Bytes(JsonNode? quantity) => KubeQuantity.TryParseBytes(quantity?.ToString(), out var bytes) ? bytes : null;
}
