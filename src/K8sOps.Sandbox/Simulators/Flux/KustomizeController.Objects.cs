using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <content>What a Kustomization refers to, and what its status is made of.</content>
internal sealed partial class KustomizeController
{
    private const int HistoryLength = 5;

    private WorldStore Store => (WorldStore)World.Store;

    private static bool IsWaiting(JsonObject item) => item.Flag("spec", "wait") || item.Objects("spec", "healthChecks").Any();

    private TimeSpan RetryInterval(JsonObject item) => GoDuration.Read(item.Text("spec", "retryInterval")) ?? Interval(item);

    /// <summary>How long a reconciliation may take: half a minute less than the interval when nothing else is said, and never less than that.</summary>
    private TimeSpan Timeout(JsonObject item)
    {
        var timeout = GoDuration.Read(item.Text("spec", "timeout")) ?? Interval(item) - TimeSpan.FromSeconds(30);
        return timeout < TimeSpan.FromSeconds(30) ? TimeSpan.FromSeconds(30) : timeout;
    }

    /// <summary>The kind of a source, by its name; null when a Kustomization cannot be made from it.</summary>
    private static KubeResource? SourceKind(string kind) => kind switch
    {
        "GitRepository" => FluxKinds.GitRepositories,
        "OCIRepository" => FluxKinds.OciRepositories,
        "Bucket" => FluxKinds.Buckets,
        _ => null,
    };

    private JsonObject? SourceOf(JsonObject item)
    {
        var reference = FluxReferences.SourceOf(item);
        return SourceKind(reference.Kind) is { } kind ? World.Get(kind, reference.Namespace, reference.Name) : null;
    }

    private StoredArtifact? ArtifactOf(JsonObject source) => Flux.Artifacts.Find(source.Text("status", "artifact", "path"));

    private string ServiceAddress() => World.Get(Kinds.Services, FluxWorld.Namespace, "source-controller").Text("spec", "clusterIP") ?? "10.43.0.1";

    /// <summary>The kind that a manifest is of; null when the cluster does not know it.</summary>
    private KubeResource? KindOf(JsonObject manifest) => KindOf(manifest.Text("apiVersion") ?? "", manifest.Text("kind") ?? "");

    private KubeResource? KindOf(string apiVersion, string kind) =>
        Store.Kinds.All.FirstOrDefault(served => served.Resource.Kind == kind && served.Resource.ApiVersion == apiVersion)?.Resource;

    /// <summary>Why what a Kustomization depends on is not ready; null when it is.</summary>
    private string? WhyNotReady(JsonObject item, string revision)
    {
        foreach (var reference in FluxReferences.DependenciesOf(item))
        {
            var name = $"{reference.Namespace}/{reference.Name}";
            if (World.Get(Resource, reference.Namespace, reference.Name) is not { } dependency) return $"dependency '{name}' not found: {Resource.QualifiedName} \"{reference.Name}\" not found";
            if (dependency.Number("status", "observedGeneration") != dependency.Generation() || !dependency.Is(FluxConditions.Ready)) return $"dependency '{name}' is not ready";
            if (FluxReferences.SourceOf(dependency) == FluxReferences.SourceOf(item) && dependency.Text("status", "lastAppliedRevision") != revision) return $"dependency '{name}' revision is not up to date";
        }

        return null;
    }

    /// <summary>A source has a new revision: what is made from it follows.</summary>
    private void Follow(KubeResource resource, JsonObject source, string revision)
    {
        var reference = FluxReferences.Of(resource, source);
        var made = World.All(Resource).Where(item => FluxReferences.SourceOf(item) == reference)
            .Where(item => item.Text("status", "lastAttemptedRevision") != revision || !(item.Is(FluxConditions.Ready) || item.Is(FluxConditions.Reconciling))).ToList();
        if (FluxDependencies.Cycle(made) is { } cycle)
        {
            // The real controller gives up on all of them: they come round at their own intervals.
            Flux.Telling.Log(source, Name, "failed to sort dependencies for revision change", $"circular dependency detected: {cycle}");
            return;
        }

        foreach (var item in made) Request(item);
    }

    /// <summary>Notes in the history how an attempt went.</summary>
    private void Remember(FluxRun run, JsonObject status, Attempt attempt, string outcome)
    {
        var history = status.Items("history");
        var known = history.OfType<JsonObject>().FirstOrDefault(entry => entry.Text("digest") == attempt.Built.Digest && entry.Text("lastReconciledStatus") == outcome);
        if (known is not null) history.Remove(known);
        var stamp = Fields.Stamp(World.Now);
        history.Insert(0, new JsonObject
        {
            ["digest"] = attempt.Built.Digest,
            ["firstReconciled"] = known.Text("firstReconciled") ?? stamp,
            ["lastReconciled"] = stamp,
            ["lastReconciledDuration"] = GoDuration.Write(run.Elapsed),
            ["lastReconciledStatus"] = outcome,
            ["metadata"] = new JsonObject { ["revision"] = attempt.Revision },
            ["totalReconciliations"] = (known.Number("totalReconciliations") ?? 0) + 1,
        });
        while (history.Count > HistoryLength) history.RemoveAt(history.Count - 1);
    }

    /// <summary>What ends every look at an object: the token is handled, and what is ready has been seen.</summary>
    private static void Settle(FluxRun run, JsonObject status)
    {
        if (run.Token is { } token) status["lastHandledReconcileAt"] = token;
        var conditions = status.Objects("conditions").ToDictionary(static condition => condition.Text("type") ?? "", StringComparer.Ordinal);
        var ready = conditions.GetValueOrDefault(FluxConditions.Ready).Text("status");
        if (ready == "True")
        {
            status.Unmark(FluxConditions.Reconciling);
            status["observedGeneration"] = run.Began.Generation();
        }
        else if (ready == "False" && conditions.TryGetValue(FluxConditions.Reconciling, out var reconciling))
        {
            run.Mark(status, FluxConditions.Reconciling, true, "ProgressingWithRetry", reconciling.Text("message") ?? "");
        }
    }

    /// <summary>Lets a deleted Kustomization go, after what it applied if that is to go with it.</summary>
    private void Finish(FluxRun run)
    {
        var item = run.Began;
        var policy = item.Text("spec", "deletionPolicy") ?? "MirrorPrune";
        var entries = Inventory.Of(item);
        var isToGo = !item.Flag("spec", "suspend") && entries.Count > 0 && policy switch { "MirrorPrune" => item.Flag("spec", "prune"), "Delete" or "WaitForTermination" => true, _ => false };
        if (isToGo)
        {
            try
            {
                var deleted = string.Join('\n', _prune.Delete(item, entries));
                Tell(run, item.Text("status", "lastAppliedRevision"), deleted);
            }
            catch (FluxException error)
            {
                Flux.Telling.Log(item, Name, "Reconciler error", error.Message);
                Tell(run, item.Text("status", "lastAppliedRevision"), "pruning for deleted resource failed", isError: true);
                run.Fail();
                return;
            }
        }

        Release(run);
    }
}
