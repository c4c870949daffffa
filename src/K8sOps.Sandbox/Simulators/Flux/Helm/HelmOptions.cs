using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>What a HelmRelease asks for, with the controller's defaults.</summary>
internal sealed class HelmOptions(JsonObject release)
{
    private readonly JsonObject spec = release.Object("spec") ?? [];

    public string ReleaseNamespace => spec.Text("targetNamespace") ?? release.Namespace() ?? "";

    public string StorageNamespace => spec.Text("storageNamespace") ?? release.Namespace() ?? "";

    /// <summary>The release's name: Helm takes at most 53 letters, so a longer one is cut and told apart by a hash.</summary>
    public string ReleaseName
    {
        get
        {
            var name = spec.Text("releaseName") ?? (spec.Text("targetNamespace") is { } target ? $"{target}-{release.Name()}" : release.Name());
            if (name.Length <= 53) return name;
            var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)));
            return $"{name[..40]}-{hash[..12]}";
        }
    }

    /// <summary>The HelmChart that is kept for <c>spec.chart</c>.</summary>
    public string ChartName => $"{release.Namespace()}-{release.Name()}";

    public string ChartNamespace => spec.Text("chart", "spec", "sourceRef", "namespace") ?? release.Namespace() ?? "";

    public JsonObject? ChartTemplate => spec.Object("chart");

    public JsonObject? ChartRef => spec.Object("chartRef");

    public TimeSpan Interval => GoDuration.Read(spec.Text("interval")) ?? TimeSpan.FromMinutes(10);

    public int MaxHistory => (int)(spec.Number("maxHistory") ?? 5);

    public IEnumerable<JsonObject> DependsOn => spec.Objects("dependsOn");

    public bool IsTested => spec.Flag("test", "enable");

    public string DriftMode => spec.Text("driftDetection", "mode") ?? "disabled";

    public bool DetectsDrift => DriftMode is "enabled" or "warn";

    public IEnumerable<JsonObject> DriftIgnores => spec.Objects("driftDetection", "ignore");

    /// <summary>The values of the spec itself; what <c>valuesFrom</c> names comes under them.</summary>
    public JsonObject Values => spec.Object("values") ?? [];

    public IEnumerable<JsonObject> ValuesFrom => spec.Objects("valuesFrom");

    public bool KeepsHistoryOnUninstall => spec.Flag("uninstall", "keepHistory");

    public bool CreatesNamespace => spec.Flag("install", "createNamespace");

    /// <summary>How long an action may take.</summary>
    public TimeSpan Timeout(string action) => GoDuration.Read(spec.Text(action, "timeout") ?? spec.Text("timeout")) ?? TimeSpan.FromMinutes(5);

    public string TimeoutText(string action) => GoDuration.Write(Timeout(action));

    public bool Waits(string action) => !spec.Flag(action, "disableWait");

    /// <summary>How often a failed action is tried again; below zero it is always.</summary>
    public long Retries(string action) => spec.Number(action, "remediation", "retries") ?? 0;

    public bool IsExhausted(string action, JsonObject status) => Retries(action) is >= 0 and var retries && FailureCount(action, status) > retries;

    public static long FailureCount(string action, JsonObject status) => status.Number(action + "Failures") ?? 0;

    /// <summary>Whether the last failure is taken back too, when there are no retries left.</summary>
    public bool RemediatesLastFailure(string action) =>
        spec.At(action, "remediation", "remediateLastFailure") is not null ? spec.Flag(action, "remediation", "remediateLastFailure") : action == "upgrade" && Retries(action) > 0;

    /// <summary>What is done about a failure: uninstall or rollback.</summary>
    public string Remediation(string action) => action == "install" ? "uninstall" : spec.Text("upgrade", "remediation", "strategy") ?? "rollback";

    public bool IgnoresTestFailures(string action) =>
        spec.At(action, "remediation", "ignoreTestFailures") is not null ? spec.Flag(action, "remediation", "ignoreTestFailures") : spec.Flag("test", "ignoreFailures");

    /// <summary>After what time a failed action is tried again without remediation (strategy RetryOnFailure); null when it is remediated.</summary>
    public TimeSpan? RetryInterval(string action) => spec.Text(action, "strategy", "name") == "RetryOnFailure"
        ? GoDuration.Read(spec.Text(action, "strategy", "retryInterval")) ?? TimeSpan.FromMinutes(5)
        : null;
}
