using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>One reconciliation of a HelmRelease: what it works on, and the status that it writes as it goes.</summary>
internal sealed class HelmRun
{
    private const string Released = "Released";
    private const string Remediated = "Remediated";
    private const string TestSuccess = "TestSuccess";

    public HelmRun(FluxRun run, WorldIndex world)
    {
        Run = run;
        Options = new HelmOptions(run.Began);
        Storage = new ReleaseStore(world, Options.StorageNamespace);
        Status = (JsonObject)(run.Began.Object("status") ?? []).DeepClone();
    }

    public FluxRun Run { get; }

    public HelmOptions Options { get; }

    public ReleaseStore Storage { get; }

    /// <summary>The status as it is to be.</summary>
    public JsonObject Status { get; }

    /// <summary>The HelmRelease as it was when the run began.</summary>
    public JsonObject Item => Run.Began;

    /// <summary>The chart's metadata.</summary>
    public JsonObject Chart { get; set; } = [];

    /// <summary>The values that the chart is given.</summary>
    public JsonObject Values { get; set; } = [];

    /// <summary>What the chart makes of them.</summary>
    public IReadOnlyList<JsonObject> Manifests { get; set; } = [];

    /// <summary>The digest of the artifact that the chart came as, when it came from a registry.</summary>
    public string? OciDigest { get; set; }

    /// <summary>What has been done in this run.</summary>
    public HashSet<HelmStepKind> Done { get; } = [];

    /// <summary>The last lines of Helm's own log, where they tell why an action failed.</summary>
    public string? LastLines { get; set; }

    /// <summary>Whether the object's token asks for an action by force.</summary>
    public bool IsForced { get; set; }

    /// <summary>The last action that was tried: install or upgrade; empty when there was none.</summary>
    public string LastAction => Status.Text("lastAttemptedReleaseAction") ?? "";

    public JsonObject? Condition(string type) => Status.Objects("conditions").FirstOrDefault(condition => condition.Text("type") == type);

    public bool Is(string type) => Condition(type).Text("status") == "True";

    public void Mark(string type, bool? value, string reason, string message) => Run.Mark(Status, type, value, reason, message);

    public void Unmark(params ReadOnlySpan<string> types) => Status.Unmark(types);

    /// <summary>Writes the status as it is by now.</summary>
    public void Save() => Run.Status(status =>
    {
        status.Clear();
        foreach (var (name, value) in Status) status[name] = value?.DeepClone();
    });

    /// <summary>Makes Ready of what is known of the release: of what was remediated, tested and released, the first that there is.</summary>
    public void Summarize()
    {
        if (!Options.IsTested) Unmark(TestSuccess);
        string[] types = Options.IsTested && !Item.Flag("spec", "test", "ignoreFailures") ? [Remediated, TestSuccess, Released] : [Remediated, Released];
        var known = types.Select(Condition).OfType<JsonObject>().OrderByDescending(static condition => condition.Number("observedGeneration")).FirstOrDefault();
        if (known is null) return;
        bool? value = known.Text("status") switch { "True" => true, "False" => false, _ => null };
        // Whatever had to be taken back is no success.
        if (known.Text("type") == Remediated) value = false;
        if (value == true) Unmark(FluxConditions.Stalled);
        Mark(FluxConditions.Ready, value, known.Text("reason") ?? "", known.Text("message") ?? "");
    }

    /// <summary>Counts a failure of an action, for which a release is in the storage.</summary>
    public void CountFailure(string action) => Status[action + "Failures"] = HelmOptions.FailureCount(action, Status) + 1;

    /// <summary>Forgets all failures.</summary>
    public void ClearFailures()
    {
        foreach (var name in (ReadOnlySpan<string>)["failures", "installFailures", "upgradeFailures"]) Status.Remove(name);
    }

    /// <summary>Whether an annotation that asks for something is to be obeyed: it carries the same token as the request itself, and is new.</summary>
    /// <param name="annotation">The annotation.</param>
    /// <param name="handled">The status field that remembers the last one.</param>
    public bool IsAsked(string annotation, string handled)
    {
        if (Item.Annotation(annotation) is not { } token) return false;
        var last = Status.Text(handled);
        Status[handled] = token;
        return token == Run.Token && token != last && Status.Text("lastHandledReconcileAt") != token;
    }
}
