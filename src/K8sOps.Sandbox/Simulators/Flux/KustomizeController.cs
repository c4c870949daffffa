using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>
/// kustomize-controller: applies what a source has under a path, takes back what others changed of it, prunes what is no longer there,
/// and waits for what was applied to become healthy.
/// </summary>
internal sealed partial class KustomizeController : FluxController
{
    private const string Healthy = "Healthy";
    private const string Group = "kustomize.toolkit.fluxcd.io";

    // How long it waits for a source's artifact, and for what it depends on (--requeue-dependency).
    private static readonly TimeSpan DependencyInterval = TimeSpan.FromSeconds(30);

    private readonly CleanObjects _clean = new();
    private readonly KustomizeBuild _build;
    private readonly KustomizeApply _apply;
    private readonly KustomizePrune _prune;

    public KustomizeController(FluxWorld flux)
        : base(flux, FluxKinds.Kustomizations, "kustomize-controller")
    {
        _build = new KustomizeBuild(flux.Index);
        _apply = new KustomizeApply(flux, _clean);
        _prune = new KustomizePrune(flux);
    }

    public override void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after)
    {
        base.Changed(store, resource, before, after);
        if (!World.IsStarted) return;
        _clean.Changed(resource, before, after);
        if (after is null || SourceKind(resource.Kind) != resource) return;
        if (after.Text("status", "artifact", "revision") is { } revision && revision != before.Text("status", "artifact", "revision")) Follow(resource, after, revision);
    }

    protected override void Reconcile(FluxRun run)
    {
        var item = run.Began;
        if (item.IsTerminating())
        {
            Finish(run);
            return;
        }

        Hold(item);
        if (item.Flag("spec", "suspend"))
        {
            Flux.Telling.Log(item, Name, "Reconciliation is suspended for this object");
            run.Status(status => Settle(run, status));
            run.End(null);
            return;
        }

        if (IsHeldUp(run, out var source)) return;
        var revision = source.Text("status", "artifact", "revision")!;
        run.Status(status =>
        {
            run.Mark(status, FluxConditions.Ready, null, "Progressing", "Reconciliation in progress");
            run.Mark(status, FluxConditions.Reconciling, true, "Progressing", $"Fetching manifests for revision {revision} with a timeout of {GoDuration.Write(Timeout(item))}");
        });
        run.Then(TimeSpan.FromMilliseconds(150 + Spread(item, 250)), () => Guarded(run, revision, null, () => Build(run, source, revision)));
    }

    /// <summary>Whether the source or a dependency is not ready: then the run is over for now.</summary>
    private bool IsHeldUp(FluxRun run, out JsonObject source)
    {
        var item = run.Began;
        source = SourceOf(item) ?? [];
        var reference = FluxReferences.SourceOf(item);
        if (source.Count == 0)
        {
            var plural = SourceKind(reference.Kind)?.QualifiedName ?? reference.Kind;
            Flux.Telling.Log(item, Name, $"Source '{reference.Kind}/{(item.Text("spec", "sourceRef", "namespace") is { } ns ? ns + "/" : "")}{reference.Name}' not found");
            return HoldUp(run, "ArtifactFailed", $"{plural} \"{reference.Name}\" not found", RetryInterval(item));
        }

        if (source.Text("status", "artifact", "revision") is not { } revision)
        {
            var message = $"Source artifact not found, retrying in {GoDuration.Write(DependencyInterval)}";
            Flux.Telling.Log(item, Name, message);
            return HoldUp(run, "ArtifactFailed", message, DependencyInterval);
        }

        if (WhyNotReady(item, revision) is not { } why)
        {
            if (item.Objects("spec", "dependsOn").Any()) Flux.Telling.Log(item, Name, "All dependencies are ready, proceeding with reconciliation");
            return false;
        }

        HoldUp(run, "DependencyNotReady", why, DependencyInterval);
        var told = $"Dependencies do not meet ready condition, retrying in {GoDuration.Write(DependencyInterval)}";
        Flux.Telling.Log(item, Name, told);
        Tell(run, revision, told);
        return true;
    }

    private bool HoldUp(FluxRun run, string reason, string message, TimeSpan next)
    {
        run.Status(status =>
        {
            run.Mark(status, FluxConditions.Ready, false, reason, message);
            Settle(run, status);
        });
        run.End(next);
        return true;
    }

    private void Build(FluxRun run, JsonObject source, string revision)
    {
        var item = run.Began;
        if (!Flux.IsUp("source-controller"))
        {
            var url = source.Text("status", "artifact", "url");
            throw new FluxException("ArtifactFailed", $"failed to download archive: GET {url} giving up after 10 attempt(s): Get \"{url}\": dial tcp {ServiceAddress()}:80: connect: connection refused");
        }

        if (ArtifactOf(source) is not { } artifact)
        {
            HoldUp(run, "ArtifactFailed", $"Source is not ready, artifact not found, retrying in {GoDuration.Write(DependencyInterval)}", DependencyInterval);
            return;
        }

        var attempt = new Attempt(revision, _build.Build(item, artifact));
        run.Status(status =>
        {
            status["lastAttemptedRevision"] = revision;
            run.Mark(status, FluxConditions.Reconciling, true, "Progressing", $"Detecting drift for revision {revision} with a timeout of {GoDuration.Write(Timeout(item))}");
        });
        run.Then(TimeSpan.FromMilliseconds(250 + Spread(item, 400)), () => Guarded(run, revision, attempt, () => Apply(run, attempt)));
    }

    private void Apply(FluxRun run, Attempt attempt)
    {
        var item = run.Item!;
        var before = Inventory.Of(item);
        try
        {
            _apply.Apply(run.Began, attempt.Built.Manifests, attempt.Changes);
        }
        catch (FluxException error)
        {
            throw new FluxException(error.Reason, $"{error.Message}\n{Changes(attempt.Changes, "\n")}");
        }

        var log = new JsonObject { ["output"] = new JsonObject(attempt.Changes.Select(static change => KeyValuePair.Create(change.Entry.Subject, (JsonNode?)change.Action))), ["revision"] = attempt.Revision };
        if (attempt.Changes.Count > 0) Flux.Telling.Log(item, Name, "server-side apply completed", more: log);
        if (Changes(attempt.Changes, "\n") is { Length: > 0 } changed) Tell(run, attempt.Revision, changed.TrimEnd('\n'));
        run.Status(status => status["inventory"] = new JsonObject { ["entries"] = new JsonArray([.. attempt.Changes.Select(static change => (JsonNode)new JsonObject { ["id"] = change.Entry.Id, ["v"] = change.Entry.Version })]) });
        var kept = attempt.Changes.Select(static change => change.Entry.Id).ToHashSet(StringComparer.Ordinal);
        Prune(run, attempt, [.. before.Where(entry => !kept.Contains(entry.Id))]);
        BeginHealth(run, attempt);
    }

    private void Prune(FluxRun run, Attempt attempt, List<InventoryEntry> stale)
    {
        if (stale.Count == 0 || !run.Began.Flag("spec", "prune")) return;
        var deleted = string.Join('\n', _prune.Delete(run.Began, stale));
        Flux.Telling.Log(run.Began, Name, $"garbage collection completed: {deleted}");
        Tell(run, attempt.Revision, deleted);
    }

    private void Succeed(FluxRun run, Attempt attempt)
    {
        run.Status(status =>
        {
            status["lastAppliedRevision"] = attempt.Revision;
            run.Mark(status, FluxConditions.Ready, true, "ReconciliationSucceeded", $"Applied revision: {attempt.Revision}");
            if (!IsWaiting(run.Began)) status.Unmark(Healthy);
            Remember(run, status, attempt, "ReconciliationSucceeded");
            Settle(run, status);
        });
        var message = $"Reconciliation finished in {GoDuration.Write(run.Elapsed)}, next run in {GoDuration.Write(Interval(run.Began))}";
        Flux.Telling.Log(run.Began, Name, message, more: new JsonObject { ["revision"] = attempt.Revision });
        Tell(run, attempt.Revision, message, isFinal: true);
        run.End(Interval(run.Began));
    }

    /// <summary>Does a step of a run; what stops it ends the run, which is tried again after the retry interval.</summary>
    private void Guarded(FluxRun run, string revision, Attempt? attempt, Action step)
    {
        try
        {
            step();
        }
        catch (FluxException error)
        {
            Fail(run, revision, attempt, error.Reason, error.Message);
        }
    }

    private void Fail(FluxRun run, string revision, Attempt? attempt, string reason, string message)
    {
        run.Status(status =>
        {
            if (attempt is not null) Remember(run, status, attempt, reason);
            run.Mark(status, FluxConditions.Ready, false, reason, message);
            Settle(run, status);
        });
        var retry = RetryInterval(run.Began);
        Flux.Telling.Log(run.Began, Name, $"Reconciliation failed after {GoDuration.Write(run.Elapsed)}, next try in {GoDuration.Write(retry)}", message, new JsonObject { ["revision"] = revision });
        Tell(run, revision, message, isError: true);
        run.End(retry);
    }

    /// <summary>An event about the run; its reason is that of the Ready condition as it is then.</summary>
    private void Tell(FluxRun run, string? revision, string message, bool isError = false, bool isFinal = false)
    {
        if (run.Item is not { } item) return;
        var annotations = new JsonObject();
        if (isFinal) annotations[$"{Group}/commit_status"] = "update";
        if (revision is not null) annotations[$"{Group}/revision"] = revision;
        Flux.Telling.Event(item, Name, isError, item.Condition(FluxConditions.Ready).Text("reason") ?? (isError ? "error" : "info"), message, annotations);
    }

    private static string Changes(IEnumerable<AppliedChange> changes, string end) => string.Concat(changes.Where(static change => change.IsChange).Select(change => change + end));

    /// <summary>What a run has come to.</summary>
    private sealed record Attempt(string Revision, BuiltManifests Built)
    {
        public List<AppliedChange> Changes { get; } = [];
    }
}
