using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>Where Flux's controllers tell what they did: events of the cluster, and lines of their own logs.</summary>
internal sealed class FluxTelling(WorldIndex world, FluxLog log)
{
    // What an object is annotated with for those who are notified goes with its events.
    private const string ForEvents = "event.toolkit.fluxcd.io/";

    // A log of the beginning goes back so far.
    private static readonly TimeSpan Memory = TimeSpan.FromHours(3);

    /// <summary>A reconciliation of an object begins: its lines have an id of their own.</summary>
    public void Begin(JsonObject about) => log.Begin(about);

    /// <summary>An event about an object.</summary>
    /// <param name="about">The object.</param>
    /// <param name="controller">The controller that tells it, such as <c>kustomize-controller</c>.</param>
    /// <param name="isError">Whether it is a warning.</param>
    /// <param name="reason">Its reason.</param>
    /// <param name="message">Its message.</param>
    /// <param name="annotations">Its annotations; none when null.</param>
    /// <param name="at">When, for a past that is composed; now when null.</param>
    public void Event(JsonObject about, string controller, bool isError, string reason, string message, JsonObject? annotations = null, DateTimeOffset? at = null)
    {
        foreach (var (name, value) in about.Object("metadata", "annotations") ?? [])
        {
            if (name.StartsWith(ForEvents, StringComparison.Ordinal)) (annotations ??= [])[name] = value?.DeepClone();
        }

        world.Event(about, isError ? "Warning" : "Normal", reason, message, controller, annotations, at);
    }

    /// <summary>A line of a controller's log.</summary>
    /// <param name="about">The object that is being reconciled.</param>
    /// <param name="controller">The controller.</param>
    /// <param name="message">What it says.</param>
    /// <param name="error">The error, for a line of level error; null for level info.</param>
    /// <param name="more">Further fields of the line.</param>
    /// <param name="at">When, for a past that is composed; now when null.</param>
    public void Log(JsonObject about, string controller, string message, string? error = null, JsonObject? more = null, DateTimeOffset? at = null) =>
        log.Write(about, controller, message, error, more, at);

    /// <summary>Tells the latest past of an object that has been well: each time that it was reconciled, and the last time as an event, too.</summary>
    /// <param name="about">The object, with its status.</param>
    /// <param name="controller">The controller.</param>
    /// <param name="last">When it was reconciled last.</param>
    /// <param name="interval">How often it is.</param>
    public void Recall(JsonObject about, string controller, DateTimeOffset last, TimeSpan interval)
    {
        if (interval <= TimeSpan.Zero || !about.Is(FluxConditions.Ready)) return;
        var revision = about.Text("status", "lastAppliedRevision") ?? about.Text("status", "artifact", "revision");
        for (var (time, round) = (last, 0); time > last - Memory; time -= interval, round++)
        {
            log.Begin(about);
            var (reason, message) = Routine(about, revision, interval, round);
            log.Write(about, controller, message, more: about.Text("kind") == "Kustomization" ? new JsonObject { ["revision"] = revision } : null, at: time);
            if (round > 0 || reason is null) continue;
            Event(about, controller, isError: false, reason, message, revision is null || about.Text("kind") != "Kustomization" ? null : new JsonObject { [$"{FluxKinds.Kustomizations.Group}/revision"] = revision }, time);
        }
    }

    /// <summary>What a controller says of a reconciliation that changed nothing; without a reason no event is made of it.</summary>
    private static (string? Reason, string Message) Routine(JsonObject about, string? revision, TimeSpan interval, int round)
    {
        if (about.Text("kind") == "Kustomization")
        {
            // By its name and the round: the same in every process.
            var milliseconds = 240 + (((about.Name().Length * 7919) + (round * 104729)) % 1900);
            return ("ReconciliationSucceeded", string.Create(CultureInfo.InvariantCulture, $"Reconciliation finished in {GoDuration.Write(TimeSpan.FromMilliseconds(milliseconds) + TimeSpan.FromMicroseconds(round * 37 % 1000))}, next run in {GoDuration.Write(interval)}"));
        }

        return about.Text("kind") switch
        {
            "GitRepository" => ("GitOperationSucceeded", $"no changes since last reconcilation: observed revision '{revision}'"),
            "HelmRelease" => (null, "release in-sync with desired state"),
            _ => ("ArtifactUpToDate", $"artifact up-to-date with remote revision: '{revision}'"),
        };
    }
}
