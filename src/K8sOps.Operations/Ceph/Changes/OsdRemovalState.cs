using System.Text.Json.Nodes;
using K8sOps.Ceph.Reading;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Ceph;

/// <summary>What there is of an OSD that is to go: in Ceph's maps, in Kubernetes, and what an interrupted removal has left.</summary>
internal sealed class OsdRemovalState
{
    private OsdRemovalState(int id, string ns, OsdMap map) => (Id, Namespace, Map) = (id, ns, map);

    public int Id { get; }

    public string Namespace { get; }

    public OsdMap Map { get; }

    public bool IsInMap => Map.Exists(Id);

    /// <summary>The CephCluster.</summary>
    public required JsonObject Cluster { get; init; }

    /// <summary>The OSD's Deployment; it goes last, since it alone still tells of host and claim once the OSD is purged.</summary>
    public JsonObject? Deployment { get; private init; }

    /// <summary>The operator's Deployment, or null where it is not to be seen.</summary>
    public JsonObject? Operator { get; private init; }

    /// <summary>True when the operator must not be stopped: it is the only place to run <c>ceph</c>.</summary>
    public bool IsOperatorNeeded { get; private init; }

    /// <summary>The claims under the OSD: data, and where they are apart, metadata and log.</summary>
    public IReadOnlyList<JsonObject> Claims { get; private init; } = [];

    /// <summary>All claims of the same device set.</summary>
    public int ClaimsOfSet { get; private init; }

    /// <summary>The jobs that prepared the claims.</summary>
    public IReadOnlyList<JsonObject> Jobs { get; private init; } = [];

    /// <summary>The CRUSH entry of its host, where nothing else is in it; null where something is, or there is none.</summary>
    public string? LonelyHost { get; private init; }

    /// <summary>Its new crash reports.</summary>
    public IReadOnlyList<string> Crashes { get; private init; } = [];

    public List<string> Remarks { get; } = [];

    /// <summary>The claim that the OSD stands on; null where it uses a device of its host.</summary>
    public string? Claim => Deployment.Text("metadata", "labels", CephMarks.Claim);

    /// <summary>The device set that the claim belongs to.</summary>
    public string? DeviceSet => Claims.Select(c => c.Text("metadata", "labels", CephMarks.DeviceSet)).FirstOrDefault(s => s is not null);

    /// <summary>Whether an earlier removal of this OSD stopped the operator and was interrupted.</summary>
    public bool HasStoppedOperator => Operator.Text("metadata", "annotations", CephMarks.OperatorStopped)?.Contains($"\"{OsdMap.Name(Id)}\"", StringComparison.Ordinal) == true;

    public bool IsGone => !IsInMap && Deployment is null && !HasStoppedOperator;

    public static async Task<OsdRemovalState> LookAsync(Cluster cluster, CephTool tool, int id, OperationContext context, CancellationToken cancellationToken)
    {
        var ceph = await tool.ClusterObjectAsync(cancellationToken).ConfigureAwait(false);
        var ns = ceph.Text("metadata", "namespace") ?? "";
        var writes = new CephWrites(cluster, ns);
        var map = await OsdMap.ReadAsync(tool, context, cancellationToken).ConfigureAwait(false);
        var place = await tool.FindAsync(cancellationToken).ConfigureAwait(false);
        var deployment = await writes.FindAsync(KubeResources.Deployments, ns, CephMarks.OsdDeployment(id), cancellationToken).ConfigureAwait(false);
        var claim = deployment.Text("metadata", "labels", CephMarks.Claim);
        var (claims, ofSet) = claim is null ? ([], 0) : await ClaimsAsync(writes, ns, claim, cancellationToken).ConfigureAwait(false);
        var state = new OsdRemovalState(id, ns, map)
        {
            Cluster = ceph,
            Deployment = deployment,
            Operator = await OperatorAsync(writes, ns, place, context, cancellationToken).ConfigureAwait(false),
            IsOperatorNeeded = !place.IsToolbox,
            Claims = claims,
            ClaimsOfSet = ofSet,
            Jobs = claim is null ? [] : await writes.ListAsync(KubeResources.Jobs, ns, $"{CephMarks.Claim}={claim}", cancellationToken).ConfigureAwait(false),
            LonelyHost = await HostAsync(tool, id, deployment, context, cancellationToken).ConfigureAwait(false),
            Crashes = await CrashesAsync(tool, id, context, cancellationToken).ConfigureAwait(false),
        };
        state.Remark();
        return state;
    }

    private void Remark()
    {
        var storage = Cluster.At("spec", "storage");
        if (IsOperatorNeeded && Claim is null) Remarks.Add("no toolbox runs, so ceph runs in the operator's pod, and the operator is not stopped meanwhile");
        if (Deployment is not null && Claim is null && (storage.Flag("useAllDevices") || storage.Text("deviceFilter") is not null || storage.Items("nodes").Any() || storage.Items("devices").Any()))
            Remarks.Add("Rook may make an OSD of the same device again: take the disk out, wipe it, or take it off spec.storage of the CephCluster");
        if (Cluster.Flag("spec", "removeOSDsIfOutAndSafeToRemove")) Remarks.Add("the CephCluster says removeOSDsIfOutAndSafeToRemove: its operator may do the rest by itself as soon as it is safe");
        if (Operator is not null && Operator.Whole("spec", "replicas") == 0 && !HasStoppedOperator) Remarks.Add("Rook's operator is stopped already, and not by a removal of this OSD: it is left so");
    }

    private static async Task<(IReadOnlyList<JsonObject> Own, int OfSet)> ClaimsAsync(CephWrites writes, string ns, string name, CancellationToken cancellationToken)
    {
        if (await writes.FindAsync(KubeResources.PersistentVolumeClaims, ns, name, cancellationToken).ConfigureAwait(false) is not { } claim) return ([], 0);
        var (set, index) = (claim.Text("metadata", "labels", CephMarks.DeviceSet), claim.Text("metadata", "labels", CephMarks.SetIndex));
        if (set is null) return ([claim], 0);
        var all = await writes.ListAsync(KubeResources.PersistentVolumeClaims, ns, $"{CephMarks.DeviceSet}={set}", cancellationToken).ConfigureAwait(false);
        // One OSD may stand on several claims, which share the number in their set.
        var own = index is null ? [claim] : all.Where(c => c.Text("metadata", "labels", CephMarks.SetIndex) == index).ToList();
        var numbers = all.Where(c => c.Text("metadata", "labels", CephMarks.DeviceSetClaim) is not null).Select(c => c.Text("metadata", "labels", CephMarks.SetIndex) ?? c.Text("metadata", "name")).Distinct(StringComparer.Ordinal).Count();
        return (own, numbers);
    }

    private static async Task<JsonObject?> OperatorAsync(CephWrites writes, string ns, CephPlace place, OperationContext context, CancellationToken cancellationToken)
    {
        // The operator may look after clusters in other namespaces; where its pod runs, its Deployment is.
        var where = place.IsToolbox ? ns : place.PodNamespace;
        var found = await writes.ListAsync(KubeResources.Deployments, where, "app=rook-ceph-operator", cancellationToken).ConfigureAwait(false);
        var one = found is [var labelled, ..] ? labelled : await writes.FindAsync(KubeResources.Deployments, where, "rook-ceph-operator", cancellationToken).ConfigureAwait(false);
        if (one is null) context.Sink.Note($"No Deployment of Rook's operator is in namespace {where}: it is not stopped meanwhile.");
        return one;
    }

    private static async Task<string?> HostAsync(CephTool tool, int id, JsonObject? deployment, OperationContext context, CancellationToken cancellationToken)
    {
        var nodes = (await tool.ReadAsync(new CephCommand("osd", "tree"), context, cancellationToken).ConfigureAwait(false)).Items("nodes").Where(n => n.Text("type") == "host").ToList();
        var host = nodes.Find(n => n.Numbers("children").Contains(id));
        if (host is not null) return host.Numbers("children").Count == 1 ? host.Text("name") : null;
        // Purged already, by an earlier run: its Deployment still says where it stood.
        var name = deployment.Text("metadata", "labels", "topology-location-host") ?? deployment.Text("spec", "template", "spec", "nodeSelector", "kubernetes.io/hostname");
        return nodes.Find(n => n.Text("name") == name?.Replace('.', '-')) is { } left && left.Numbers("children").Count == 0 ? left.Text("name") : null;
    }

    private static async Task<IReadOnlyList<string>> CrashesAsync(CephTool tool, int id, OperationContext context, CancellationToken cancellationToken)
    {
        try
        {
            var reports = await tool.ReadAsync(new CephCommand("crash", "ls-new"), context, cancellationToken).ConfigureAwait(false) as JsonArray;
            return [.. (reports ?? []).OfType<JsonObject>().Where(r => r.Text("entity_name") == OsdMap.Name(id)).Select(r => r.Text("crash_id")).OfType<string>()];
        }
        catch (OperationException e) when (e.Id is "Timeout" or "CephCommandFailed" or "CephAnswerInvalid")
        {
            // The manager keeps them, and an OSD can go without it.
            context.Sink.Warn($"Crash reports of {OsdMap.Name(id)} cannot be listed, and are not archived: {e.Message}");
            return [];
        }
    }
}
