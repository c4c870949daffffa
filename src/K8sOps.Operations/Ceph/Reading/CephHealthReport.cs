using System.Text.Json.Nodes;
using K8sOps.Kube;

namespace K8sOps.Ceph.Reading;

/// <summary>What Ceph says of its health, by <c>ceph health detail</c>, <c>ceph status</c>, or what Rook wrote down of it.</summary>
/// <param name="Status">The verdict; muted complaints do not count in it.</param>
/// <param name="StatusText">The verdict as Ceph writes it.</param>
/// <param name="Checks">The complaints, muted ones too.</param>
internal sealed record CephHealthReport(CephHealth Status, string StatusText, IReadOnlyList<CephHealthCheck> Checks)
{
    /// <summary>
    /// Whether it is a verdict of Ceph's. Where Rook's own <c>ceph status</c> fails, Rook writes <c>HEALTH_ERR</c> with the one detail
    /// <c>error</c> of the severity <c>Urgent</c> (<c>cephStatusOnError</c> in pkg/operator/ceph/cluster/cephstatus.go), at each look anew.
    /// </summary>
    public bool IsVerdict => Status switch
    {
        CephHealth.Ok => Checks.Count == 0 || Checks.Any(IsCephs),
        CephHealth.Warn or CephHealth.Error => Checks.Any(IsCephs),
        _ => false,
    };

    /// <summary>Reads the <c>health</c> of a status, or the whole of <c>health detail</c>.</summary>
    public static CephHealthReport Read(JsonNode? json, CephReadingContext at, string command = "health detail")
    {
        if (json.Text("status") is not { } status || json.At("checks") is not JsonObject checks) throw at.Invalid(command, "it has no verdict, or no list of checks.");
        return new CephHealthReport(Verdict(status), status, [.. checks.Select(c => Check(c.Key, c.Value))]);
    }

    /// <summary>Reads <c>status.ceph</c> of a CephCluster, which names no daemons.</summary>
    public static CephHealthReport ReadObject(JsonNode? ceph)
    {
        var status = ceph.Text("health") ?? "";
        var checks = (ceph.At("details") as JsonObject ?? []).Select(d => new CephHealthCheck(d.Key, Verdict(d.Value.Text("severity")), d.Value.Text("message") ?? "", IsMuted: false, []));
        return new CephHealthReport(Verdict(status), status, [.. checks]);
    }

    /// <summary>The verdict behind Ceph's word.</summary>
    public static CephHealth Verdict(string? text) => text switch
    {
        "HEALTH_OK" => CephHealth.Ok,
        "HEALTH_WARN" => CephHealth.Warn,
        "HEALTH_ERR" => CephHealth.Error,
        _ => CephHealth.Unknown,
    };

    private static bool IsCephs(CephHealthCheck check) => check.Severity != CephHealth.Unknown;

    private static CephHealthCheck Check(string code, JsonNode? check) => new(
        code,
        Verdict(check.Text("severity")),
        check.Text("summary", "message") ?? "",
        check.Flag("muted"),
        [.. check.Items("detail").Select(d => d.Text("message")).OfType<string>()]);
}
