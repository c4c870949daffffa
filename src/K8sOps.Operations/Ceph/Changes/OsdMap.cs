using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Ceph.Reading;
using K8sOps.Kube;

namespace K8sOps.Ceph;

/// <summary>What <c>ceph osd dump</c> says of OSDs, flags and ratios: the monitors' own word, which needs no manager.</summary>
internal sealed class OsdMap
{
    private readonly Dictionary<int, JsonObject> _osds;

    public OsdMap(JsonNode dump)
    {
        _osds = dump.Items("osds").Where(o => o.Whole("osd") is not null).ToDictionary(o => (int)o.Whole("osd")!.Value);
        Flags = [.. (dump.Text("flags") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        NearFullRatio = dump.Real("nearfull_ratio") ?? 0.85;
    }

    /// <summary>The flags of the whole cluster, such as <c>noout</c>.</summary>
    public IReadOnlyList<string> Flags { get; }

    public double NearFullRatio { get; }

    public static async Task<OsdMap> ReadAsync(CephTool tool, OperationContext context, CancellationToken cancellationToken)
        => new(await tool.ReadAsync(new CephCommand("osd", "dump"), context, cancellationToken).ConfigureAwait(false));

    public bool Exists(int id) => _osds.ContainsKey(id);

    public bool IsUp(int id) => _osds.GetValueOrDefault(id).Whole("up") == 1;

    public bool IsIn(int id) => _osds.GetValueOrDefault(id).Whole("in") == 1;

    /// <summary>The weight between 0 and 1 that <c>osd reweight</c> sets.</summary>
    public double Weight(int id) => _osds.GetValueOrDefault(id).Real("weight") ?? 0;

    /// <summary>Whether a flag is set; <c>pause</c> stands for the two that it is made of.</summary>
    public bool IsSet(string flag) => flag == "pause" ? Flags.Contains("pauserd") && Flags.Contains("pausewr") : Flags.Contains(flag);

    public OperationException Missing(Cluster cluster, string ns, int id) => new("NotFound", OperationCategory.ObjectNotFound, Name(id),
        $"Cannot find {Name(id)} of the Ceph cluster in {ns} on {cluster.Context}: there is none of that number.", CommandText.Line("Get-CephOsd", cluster.Context, ("Namespace", ns)));

    public static string Name(int id) => string.Create(CultureInfo.InvariantCulture, $"osd.{id}");
}
