using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>The revisions that a workload can go back to: ReplicaSets of a Deployment, ControllerRevisions of the others.</summary>
internal sealed class RolloutHistory(Cluster cluster)
{
    private const string RevisionAnnotation = "deployment.kubernetes.io/revision";

    /// <summary>All revisions, the latest last.</summary>
    /// <exception cref="OperationException">What the cluster refuses.</exception>
    public async Task<IReadOnlyList<Revision>> ReadAsync(WorkloadTarget target, CancellationToken cancellationToken)
    {
        var keepers = target.Kind == "Deployment" ? KubeResources.ReplicaSets : KubeResources.ControllerRevisions;
        var options = new ListOptions { Namespace = target.Namespace, LabelSelector = WorkloadReading.SelectorOf(target.Live) };
        var found = new List<Revision>();
        await foreach (var keeper in Asking.ForEach(cluster.Client.ListAsync(keepers, options, KubeJson.Object, cancellationToken), cluster, $"list {keepers.QualifiedName} in namespace {target.Namespace}", cancellationToken).ConfigureAwait(false))
        {
            if (!keeper.Items("metadata", "ownerReferences").Any(r => r.Flag("controller") && r.Text("uid") == target.Uid)) continue;
            if (NumberOf(target, keeper) is { } number) found.Add(new Revision(number, keeper, target.Kind == "Deployment" ? keeper.At("spec", "template") : keeper.At("data", "spec", "template")));
        }

        found.Sort((a, b) => a.Number.CompareTo(b.Number));
        return found;
    }

    /// <summary>The revision of the template as it is now, or null.</summary>
    public static Revision? CurrentOf(WorkloadTarget target, IReadOnlyList<Revision> all) => target.Kind switch
    {
        "Deployment" => all.FirstOrDefault(r => r.Number.ToString(CultureInfo.InvariantCulture) == target.Live.Text("metadata", "annotations", RevisionAnnotation)),

        // The controller gives a template that comes back the highest number.
        _ => all.Count > 0 ? all[^1] : null,
    };

    public static K8sRollout ToRecord(WorkloadTarget target, Revision revision, bool isCurrent, string cluster, DateTimeOffset now)
    {
        var keeper = revision.Keeper;
        var name = keeper.Text("metadata", "name") ?? "";
        var (replicas, ready) = target.Kind switch
        {
            "Deployment" => (keeper.Whole("status", "replicas") ?? 0, keeper.Whole("status", "readyReplicas") ?? 0),
            "StatefulSet" when name == target.Live.Text("status", "updateRevision") => (target.Live.Whole("status", "updatedReplicas") ?? 0, null),
            "StatefulSet" when name == target.Live.Text("status", "currentRevision") => (target.Live.Whole("status", "currentReplicas") ?? 0, null),
            "StatefulSet" => (0, null),
            _ => ((long?)null, (long?)null),
        };
        return new K8sRollout
        {
            Cluster = cluster,
            Kind = target.Kind,
            Namespace = target.Namespace,
            Name = target.Name,
            Revision = revision.Number,
            IsCurrent = isCurrent,
            ChangeCause = keeper.Text("metadata", "annotations", "kubernetes.io/change-cause"),
            Images = WorkloadReading.ImagesOf(revision.Template),
            Replicas = (int?)replicas,
            Ready = (int?)ready,
            Keeper = name,
            CreatedAt = KubeTime.TryParse(keeper.Text("metadata", "creationTimestamp"), out var created) ? created : null,
            ObservedAt = now,
        };
    }

    private static long? NumberOf(WorkloadTarget target, JsonObject keeper) => target.Kind == "Deployment"
        ? long.TryParse(keeper.Text("metadata", "annotations", RevisionAnnotation), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null
        : keeper.Whole("revision");

    /// <summary>One revision.</summary>
    internal sealed record Revision(long Number, JsonObject Keeper, JsonNode? Template);
}
