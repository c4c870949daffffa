using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Ceph;

/// <summary>What is done once an OSD may be destroyed: the operator stopped where that is needed, the OSD taken out of everything, the operator started again.</summary>
internal sealed record OsdRemovalSteps
{
    public CephStep? StopOperator { get; private init; }

    /// <summary>The removal itself, in its order.</summary>
    public IReadOnlyList<CephStep> Removal { get; private init; } = [];

    /// <summary>Starts the operator again; null where it is not to be stopped, and was not by an earlier run.</summary>
    public Func<CancellationToken, Task<CephStep?>>? StartOperator { get; private init; }

    /// <summary>How the start is told before it is known what it patches.</summary>
    private string? StartText { get; init; }

    /// <summary>The steps for a question; the last one only as a text.</summary>
    public IEnumerable<CephStep> All => [.. StopOperator is null ? [] : new[] { StopOperator }, .. Removal, .. StartText is null ? [] : new[] { new CephStep(StartText, [], (_, _) => Task.CompletedTask) }];

    public static async Task<OsdRemovalSteps> MakeAsync(Cluster cluster, CephTool tool, OsdRemovalState state, CephOsdRemovalOptions options, bool forces, CancellationToken cancellationToken)
    {
        var writes = new CephWrites(cluster, state.Namespace);
        var removal = new List<CephStep>();
        var name = OsdMap.Name(state.Id);
        if (!options.KeepClaim && CountOf(state) is { } lower) removal.Add(await writes.PatchAsync(CephKinds.Clusters, state.Cluster, lower, "patch", compensation: null, cancellationToken).ConfigureAwait(false));
        if (state.IsInMap)
        {
            // With neither word Ceph's manager looks for itself whether it is safe, and refuses otherwise. With --yes-i-really-mean-it alone
            // it does not: that is force by another name ("Backward compat" in src/mgr/DaemonServer.cc).
            string[] purge = forces ? ["osd", "purge", name, "--force", "--yes-i-really-mean-it"] : ["osd", "purge", name];
            var step = writes.Exec(tool, new CephCommand(purge) { Timeout = TimeSpan.FromMinutes(2) }, "CephOsd", name);
            removal.Add(forces ? step : step with { SendAsync = (context, ct) => IfSafeAsync(cluster, tool, state, step, context, ct) });
        }

        if (state.LonelyHost is { } host) removal.Add(writes.Remove(tool, new CephCommand("osd", "crush", "rm", host), "CephOsd", name));
        if (state.IsInMap || state.Deployment is not null) removal.Add(writes.Remove(tool, new CephCommand("auth", "rm", name), "CephOsd", name));
        removal.AddRange(state.Jobs.Select(j => writes.Delete(KubeResources.Jobs, j)));
        foreach (var claim in state.Claims) removal.Add(options.KeepClaim ? await DetachAsync(writes, claim, cancellationToken).ConfigureAwait(false) : writes.Delete(KubeResources.PersistentVolumeClaims, claim));
        if (state.Deployment is not null) removal.Add(writes.Delete(KubeResources.Deployments, state.Deployment));
        removal.AddRange(state.Crashes.Select(c => writes.Exec(tool, new CephCommand("crash", "archive", c), "CephCrash", c)));
        return await WithOperatorAsync(cluster, writes, state, removal, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks once more right before the step from which there is no way back: since the wait has ended, the operator was waited for too.</summary>
    private static async Task IfSafeAsync(Cluster cluster, CephTool tool, OsdRemovalState state, CephStep step, OperationContext context, CancellationToken cancellationToken)
    {
        var look = await OsdEvacuation.LookAsync(tool, state.Id, context, cancellationToken).ConfigureAwait(false);
        if (look.IsSafe)
        {
            await step.SendAsync(context, cancellationToken).ConfigureAwait(false);
            return;
        }

        var name = OsdMap.Name(state.Id);
        throw new OperationException("OsdNotSafe", OperationCategory.InvalidOperation, name,
            $"Cannot purge {name} on {cluster.Context}: right before it, Ceph says that it may not be destroyed: {look.Why}. It is {(look.Map.IsUp(state.Id) ? "up" : "down")} and {(look.Map.IsIn(state.Id) ? "in" : "out")}, and Ceph has lost nothing of it.",
            CommandText.Line("Remove-CephOsd", cluster.Context, ("Namespace", state.Namespace), ("OsdId", state.Id.ToString(CultureInfo.InvariantCulture))));
    }

    /// <summary>The patch that asks for one OSD fewer in the device set; null where fewer are asked for already, or none is.</summary>
    internal static JsonObject? CountOf(OsdRemovalState state)
    {
        if (state.DeviceSet is not { } set || state.Cluster.At("spec", "storage", "storageClassDeviceSets") is not JsonArray sets) return null;
        var changed = sets.Copy()!;
        var mine = changed.OfType<JsonObject>().FirstOrDefault(s => s.Text("name") == set);
        if (mine.Whole("count") is not { } count || count < state.ClaimsOfSet) return null;
        mine!["count"] = count - 1;
        // A merge patch replaces a list as a whole; the object's version makes sure that nobody else's change is lost over it.
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = state.Cluster.Text("metadata", "resourceVersion") },
            ["spec"] = new JsonObject { ["storage"] = new JsonObject { ["storageClassDeviceSets"] = changed } },
        };
    }

    private static async Task<OsdRemovalSteps> WithOperatorAsync(Cluster cluster, CephWrites writes, OsdRemovalState state, List<CephStep> removal, CancellationToken cancellationToken)
    {
        var steps = new OsdRemovalSteps { Removal = removal };
        if (state.Operator is not { } live) return steps;
        var (where, name, replicas) = (live.Text("metadata", "namespace") ?? "", live.Text("metadata", "name") ?? "", live.Whole("spec", "replicas") ?? 1);
        CephStep? stop = null;
        // On claims the lowered count keeps the operator from making the OSD anew; on a host's device only its absence does.
        if (replicas > 0 && state.Claim is null && state.Deployment is not null && !state.IsOperatorNeeded)
        {
            var word = JsonNode.Parse(writes.Word())!.AsObject();
            word["osd"] = OsdMap.Name(state.Id);
            word["replicas"] = replicas;
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [CephMarks.OperatorStopped] = word.ToJsonString() } }, ["spec"] = new JsonObject { ["replicas"] = 0 } };
            var back = CommandText.Line("Set-K8sWorkload", cluster.Context, ("Kind", "Deployment"), ("Namespace", where), ("Name", name), ("Replicas", replicas.ToString(CultureInfo.InvariantCulture)));
            stop = await writes.PatchAsync(KubeResources.Deployments, live, patch, "scale", back, cancellationToken).ConfigureAwait(false);
        }

        if (stop is null && !state.HasStoppedOperator) return steps;
        return steps with
        {
            StopOperator = stop,
            StartText = $"Deployment {where}/{name} .spec.replicas: 0 → {(stop is null ? Replicas(live) : replicas).ToString(CultureInfo.InvariantCulture)}",
            StartOperator = async ct =>
            {
                if (await writes.FindAsync(KubeResources.Deployments, where, name, ct).ConfigureAwait(false) is not { } now) return null;
                var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [CephMarks.OperatorStopped] = null } }, ["spec"] = new JsonObject { ["replicas"] = Replicas(now) } };
                return await writes.PatchAsync(KubeResources.Deployments, now, patch, "scale", compensation: null, ct).ConfigureAwait(false);
            },
        };
    }

    /// <summary>How many the operator had before it was stopped, as is noted on it; one where nothing is.</summary>
    private static long Replicas(JsonObject live)
    {
        try
        {
            return live.Text("metadata", "annotations", CephMarks.OperatorStopped) is { } text ? JsonNode.Parse(text).Whole("replicas") ?? 1 : 1;
        }
        catch (System.Text.Json.JsonException)
        {
            return 1;
        }
    }

    private static Task<CephStep> DetachAsync(CephWrites writes, JsonObject claim, CancellationToken cancellationToken)
        => writes.PatchAsync(KubeResources.PersistentVolumeClaims, claim, new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [CephMarks.DeviceSetClaim] = null } } }, "patch", compensation: null, cancellationToken);
}
