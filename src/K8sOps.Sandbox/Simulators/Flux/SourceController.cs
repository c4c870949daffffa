using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>
/// One kind's part of source-controller: fetches, stores an artifact of what is new, and keeps the old one while fetching fails.
/// </summary>
internal abstract class SourceController(FluxWorld flux, KubeResource resource) : FluxController(flux, resource, "source-controller")
{
    private const string FetchFailed = "FetchFailed";
    private const string InStorage = "ArtifactInStorage";

    // How long a fetch takes.
    private static readonly TimeSpan FetchTime = TimeSpan.FromMilliseconds(1400);

    /// <summary>Fetches what a source says.</summary>
    protected abstract SourceFetch Fetch(JsonObject item);

    /// <summary>Writes what the kind's status has beyond the artifact.</summary>
    protected virtual void Observe(JsonObject item, JsonObject status)
    {
    }

    /// <summary>Where the artifacts of a source lie.</summary>
    protected string Folder(JsonObject item) => $"{Resource.Kind.ToLowerInvariant()}/{item.Namespace()}/{item.Name()}/";

    protected override void Reconcile(FluxRun run)
    {
        var item = run.Began;
        if (item.IsTerminating())
        {
            Flux.Artifacts.Clear(Folder(item));
            Release(run);
            return;
        }

        Hold(item);
        if (item.Flag("spec", "suspend"))
        {
            Flux.Telling.Log(item, Name, "reconciliation is suspended for this object");
            run.Status(status => Finish(run, status));
            run.End(null);
            return;
        }

        Progress(run);
        run.Then(FetchTime, () => Settle(run, Fetch(run.Item ?? item)));
    }

    protected override void Compose(JsonObject item, DateTimeOffset last)
    {
        Hold(item);
        if (item.Flag("spec", "suspend")) return;
        var fetch = Fetch(item);
        World.UpdateStatus(Resource, item, body =>
        {
            var status = body.Child("status");
            // A source without a failure is looked at once per interval: that is when it saw what is new.
            var since = fetch.Since + TimeSpan.FromSeconds(Spread(item, (int)Interval(item).TotalSeconds));
            if (since > last) since = last;
            Write(item, status, fetch, since);
            status["observedGeneration"] = item.Generation();
        });
    }

    protected override void Gone(JsonObject item) => Flux.Artifacts.Clear(Folder(item));

    /// <summary>An artifact's status.</summary>
    private JsonObject StatusOf(StoredArtifact artifact, DateTimeOffset time) => new()
    {
        ["digest"] = artifact.Digest,
        ["lastUpdateTime"] = Fields.Stamp(time),
        ["path"] = artifact.Path,
        ["revision"] = artifact.Revision,
        ["size"] = artifact.Bytes.LongLength,
        ["url"] = $"http://{Name}.{FluxWorld.Namespace}.svc.cluster.local./{artifact.Path}",
    };

    private static void Progress(FluxRun run)
    {
        var observed = run.Began.Number("status", "observedGeneration") ?? 0;
        var isNew = observed != run.Began.Generation();
        if (!isNew && (run.Token is null || run.Token == run.Began.Text("status", "lastHandledReconcileAt"))) return;
        var message = isNew ? $"processing object: new generation {observed} -> {run.Began.Generation()}" : "reconciliation in progress";
        run.Status(status =>
        {
            run.Mark(status, FluxConditions.Reconciling, true, "Progressing", message);
            if (run.Began.Condition(FluxConditions.Ready).Text("status") is null or "Unknown") run.Mark(status, FluxConditions.Ready, null, "Progressing", message);
        });
    }

    private void Settle(FluxRun run, SourceFetch fetch)
    {
        var before = run.Item ?? run.Began;
        if (fetch.Artifact is null)
        {
            run.Status(status => WriteFailure(run, status, fetch));
            var now = run.Item ?? before;
            Flux.Telling.Event(now, Name, isError: true, fetch.FailureReason!, fetch.Failure);
            Flux.Telling.Log(now, Name, fetch.IsStalled ? "Reconciler stalled" : "Reconciler error", fetch.Failure);
            if (fetch.IsStalled) run.End(null);
            else run.Fail();
            return;
        }

        var isNew = before.Text("status", "artifact", "revision") != fetch.Artifact.Revision || before.Text("status", "artifact", "digest") != fetch.Artifact.Digest;
        var wasFailing = before.Is(FetchFailed);
        run.Status(status =>
        {
            Write(run.Began, status, fetch, World.Now);
            Finish(run, status);
        });
        Tell(run.Item ?? before, fetch, isNew, wasFailing);
        run.End(Interval(run.Began));
    }

    private void Tell(JsonObject item, SourceFetch fetch, bool isNew, bool wasFailing)
    {
        var group = Resource.Group;
        var annotations = new JsonObject { [$"{group}/digest"] = fetch.Artifact!.Digest, [$"{group}/revision"] = fetch.Artifact.Revision };
        if (isNew || wasFailing)
        {
            Flux.Telling.Event(item, Name, isError: false, isNew ? fetch.NewReason : "Succeeded", fetch.Told, annotations);
            Flux.Telling.Log(item, Name, fetch.Told);
        }
        else if (fetch.ToldAgain is { } again)
        {
            Flux.Telling.Event(item, Name, isError: false, fetch.AgainReason, again);
            Flux.Telling.Log(item, Name, again);
        }
    }

    private void Write(JsonObject item, JsonObject status, SourceFetch fetch, DateTimeOffset time)
    {
        var artifact = fetch.Artifact!;
        status.Unmark(FluxConditions.Reconciling, FluxConditions.Stalled, FetchFailed);
        status.Mark(InStorage, true, fetch.Reason, fetch.Message, item.Generation(), time);
        status.Mark(FluxConditions.Ready, true, fetch.Reason, fetch.Message, item.Generation(), time);
        if (status.Text("artifact", "revision") != artifact.Revision || status.Text("artifact", "digest") != artifact.Digest)
        {
            Flux.Artifacts.Keep(artifact);
            status["artifact"] = StatusOf(artifact, time);
        }

        Observe(item, status);
    }

    private static void WriteFailure(FluxRun run, JsonObject status, SourceFetch fetch)
    {
        if (run.Token is { } token) status["lastHandledReconcileAt"] = token;
        run.Mark(status, FetchFailed, true, fetch.FailureReason!, fetch.Failure);
        run.Mark(status, FluxConditions.Ready, false, fetch.FailureReason!, fetch.Failure);
        if (fetch.IsStalled)
        {
            status.Unmark(FluxConditions.Reconciling);
            run.Mark(status, FluxConditions.Stalled, true, fetch.FailureReason!, fetch.Failure);
            status["observedGeneration"] = run.Began.Generation();
            return;
        }

        status.Unmark(FluxConditions.Stalled);
        var message = status.Objects("conditions").FirstOrDefault(static condition => condition.Text("type") == FluxConditions.Reconciling).Text("message") ?? "reconciliation in progress";
        run.Mark(status, FluxConditions.Reconciling, true, "ProgressingWithRetry", message);
        if (status["observedGeneration"] is null) status["observedGeneration"] = -1;
    }

    private static void Finish(FluxRun run, JsonObject status)
    {
        if (run.Token is { } token) status["lastHandledReconcileAt"] = token;
        status["observedGeneration"] = run.Began.Generation();
    }
}
