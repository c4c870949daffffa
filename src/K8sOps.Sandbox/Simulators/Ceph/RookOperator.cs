using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Ceph;

/// <summary>
/// Rook's operator, as far as it shows: it asks Ceph for its health every minute and writes it into the CephCluster, keeps pools as
/// their CephBlockPools say, and, when it starts or the cluster's spec changes, sees to it that every daemon's Deployment runs.
/// While its own pod does not run, nothing of this happens.
/// </summary>
internal sealed class RookOperator(CephWorld ceph) : Controller(ceph.Index)
{
    private const string Name = "rook-ceph-operator";
    private const string LeaveAlone = "ceph.rook.io/do-not-reconcile";
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(60);
    private bool wasUp = true;

    private bool IsUp => World.Get(KubeResources.Deployments, CephWorld.Namespace, Name).Number("status", "readyReplicas") > 0;

    public override void Start(IWorldStore store)
    {
        ceph.Begin();
        if (!ceph.IsThere) return;
        foreach (var pool in World.InNamespace(CephKinds.BlockPools, CephWorld.Namespace)) Keep(pool);
        CheckAgain();
    }

    public override void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after)
    {
        if ((after ?? before)!.Namespace() != CephWorld.Namespace || !ceph.IsThere) return;
        if (resource == KubeResources.Pods) ceph.Follow((after ?? before)!);
        else if (resource == KubeResources.Deployments && (after ?? before)!.Name() == Name) OperatorTurned();
        else if (after is null || !IsUp || before?.Generation() == after.Generation()) return;
        else if (resource == CephKinds.Clusters) Enqueue(resource, after, Reconcile);
        else if (resource == CephKinds.BlockPools) Enqueue(resource, after, Keep);
    }

    private void OperatorTurned()
    {
        var isUp = IsUp;
        if (isUp == wasUp) return;
        wasUp = isUp;
        if (!isUp) return;
        World.After(TimeSpan.FromSeconds(5), () =>
        {
            foreach (var cluster in World.InNamespace(CephKinds.Clusters, CephWorld.Namespace)) Reconcile(cluster);
            foreach (var pool in World.InNamespace(CephKinds.BlockPools, CephWorld.Namespace)) Keep(pool);
        });
    }

    private void CheckAgain()
    {
        if (IsUp)
        {
            foreach (var cluster in World.InNamespace(CephKinds.Clusters, CephWorld.Namespace)) Report(cluster);
        }

        World.After(CheckInterval, CheckAgain);
    }

    /// <summary>Every daemon that is meant to run does, unless somebody said to leave it alone.</summary>
    private void Reconcile(JsonObject cluster)
    {
        foreach (var deployment in World.InNamespace(KubeResources.Deployments, CephWorld.Namespace))
        {
            if (deployment.Label("rook_cluster") is null || deployment.Label(LeaveAlone) is not null || deployment.Number("spec", "replicas") != 0) continue;
            if (deployment.Label("ceph_daemon_type") == "osd" && !ceph.Osds.ContainsKey(int.Parse(deployment.Label("ceph_daemon_id") ?? "-1", CultureInfo.InvariantCulture))) continue;
            World.Update(KubeResources.Deployments, deployment, static item => item.Child("spec")["replicas"] = 1);
        }

        Report(cluster);
    }

    private void Report(JsonObject cluster)
    {
        ceph.Settle();
        var now = Fields.Stamp(World.Now);
        var isAnswered = ceph.HasQuorum;
        var checks = isAnswered ? CephHealth.Of(ceph) : [];
        var health = isAnswered ? CephHealth.Status(ceph, checks) : "HEALTH_ERR";
        World.UpdateStatus(CephKinds.Clusters, cluster, item =>
        {
            var status = item.Child("status");
            if (status["phase"] is null) Begin(status);
            var said = status.Child("ceph");
            var before = said.Text("health");
            if (before != health)
            {
                said["lastChanged"] = now;
                if (before is not null) said["previousHealth"] = before;
            }

            said["health"] = health;
            said["lastChecked"] = now;
            said["details"] = isAnswered ? Details(checks) : NoAnswer();
            Conclude(status, isAnswered, now);
            if (!isAnswered) return;
            said["fsid"] = ceph.Fsid;
            said["capacity"] = Capacity(now);
            said["versions"] = Versions();
            status["observedGeneration"] = item.Generation();
            status.Child("storage").Child("osd")["storeType"] = new JsonObject { ["bluestore"] = ceph.Osds.Count };
        });
    }

    /// <summary>What Rook writes at each look while its own <c>ceph status</c> fails: <c>cephStatusOnError</c> in pkg/operator/ceph/cluster/cephstatus.go.</summary>
    private static JsonObject NoAnswer() => new() { ["error"] = new JsonObject { ["message"] = "failed to get status. . timed out: exit status 1", ["severity"] = "Urgent" } };

    /// <summary>The outcome of a look as its condition. The phase is the condition's type, also when the condition is false: <c>UpdateClusterCondition</c> in pkg/operator/ceph/controller/conditions.go.</summary>
    private static void Conclude(JsonObject status, bool isAnswered, string now)
    {
        var message = isAnswered ? "Cluster created successfully" : "Failed to configure ceph cluster";
        status["phase"] = "Ready";
        status["state"] = isAnswered ? "Created" : "Error";
        status["message"] = message;
        foreach (var condition in status.Items("conditions").OfType<JsonObject>())
        {
            if (condition.Text("type") != "Ready") continue;
            if (condition.Text("message") != message) condition["lastTransitionTime"] = now;
            condition["status"] = isAnswered ? "True" : "False";
            condition["message"] = message;
            condition["lastHeartbeatTime"] = now;
        }
    }

    private void Begin(JsonObject status)
    {
        status["phase"] = "Ready";
        status["conditions"] = new JsonArray(new JsonObject
        {
            ["lastHeartbeatTime"] = Fields.Stamp(World.Now),
            ["lastTransitionTime"] = Fields.Stamp(ceph.Created + TimeSpan.FromMinutes(10)),
            ["message"] = "Cluster created successfully",
            ["reason"] = "ClusterCreated",
            ["status"] = "True",
            ["type"] = "Ready",
        });
        status["storage"] = new JsonObject { ["deviceClasses"] = new JsonArray(new JsonObject { ["name"] = "ssd" }), ["osd"] = new JsonObject() };
        status["version"] = new JsonObject { ["image"] = "quay.io/ceph/ceph:v19.2.3", ["version"] = CephWorld.ShortVersion + "-0" };
        status.Child("ceph")["lastChanged"] = Fields.Stamp(World.Now - TimeSpan.FromDays(3));
    }

    private static JsonObject Details(IReadOnlyList<CephCheck> checks)
    {
        var details = new JsonObject();
        foreach (var check in checks) details[check.Code] = new JsonObject { ["message"] = check.Summary, ["severity"] = check.Severity };
        return details;
    }

    private JsonObject Capacity(string now)
    {
        var osds = ceph.Osds.Values.Where(static osd => osd.IsIn).ToList();
        var (total, used) = (osds.Sum(static osd => osd.Bytes), osds.Sum(ceph.UsedBytes));
        return new JsonObject { ["bytesAvailable"] = total - used, ["bytesTotal"] = total, ["bytesUsed"] = used, ["lastUpdated"] = now };
    }

    private JsonObject Versions()
    {
        JsonObject Of(int count) => new() { [CephWorld.Version] = count };
        var (monitors, managers, osds) = (ceph.Quorum.Count(), ceph.Managers.Count(static manager => manager.IsRunning), ceph.Osds.Values.Count(static osd => osd.IsUp));
        return new JsonObject { ["mgr"] = Of(managers), ["mon"] = Of(monitors), ["osd"] = Of(osds), ["overall"] = Of(monitors + managers + osds) };
    }

    /// <summary>Gives a pool what its CephBlockPool says of it.</summary>
    private void Keep(JsonObject item)
    {
        if (ceph.Pool(item.Text("spec", "name") ?? item.Name()) is not { } pool) return;
        ceph.Settle();
        var size = (int)(item.Number("spec", "replicated", "size") ?? pool.Size);
        if (size != pool.Size)
        {
            pool.Size = size;
            pool.MinSize = size < 3 ? 1 : size - (size / 2);
        }

        // What it says nothing of stays as it was set by hand.
        if (item.Object("spec", "quotas") is { } quotas)
        {
            pool.QuotaBytes = quotas.Text("maxSize") is { } limit ? (long)Quantity.Parse(limit) : quotas.Number("maxBytes") ?? 0;
            pool.QuotaObjects = quotas.Number("maxObjects") ?? 0;
        }

        if (item.Number("spec", "replicated", "targetSizeRatio") is not null) pool.TargetRatio = item.At("spec", "replicated", "targetSizeRatio")!.GetValue<double>();
        ceph.Remap();
        World.UpdateStatus(CephKinds.BlockPools, item, changed =>
        {
            var status = changed.Child("status");
            status["phase"] = "Ready";
            status["poolID"] = pool.Id;
            status["info"] = new JsonObject { ["failureDomain"] = "host", ["type"] = "Replicated" };
            status["observedGeneration"] = changed.Generation();
        });
    }
}
