using System.Text.Json;
using System.Text.Json.Nodes;
using K8sOps.Kube.Wire;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>
/// Keeps new pods off nodes, and lets them on again. Who cordoned a node, when and why stands in its annotations, where the next
/// operator finds it.
/// </summary>
public sealed class CordonService
{
    private readonly Cluster _cluster;

    /// <summary>Creates the service.</summary>
    public CordonService(Cluster cluster) => _cluster = cluster;

    /// <summary>
    /// What cordoning the node would change; nothing where it is cordoned already and no other reason is given. Needs <c>get</c> and
    /// <c>patch</c> of nodes: the server is asked in a dry run.
    /// </summary>
    /// <param name="name">The node.</param>
    /// <param name="reason">Why, for whoever finds the node cordoned; null for no word.</param>
    /// <param name="context">Notes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationException"><c>NotFound</c>, and what the cluster refuses.</exception>
    public async Task<CordonPlan> PlanCordonAsync(string name, string? reason, OperationContext context, CancellationToken cancellationToken = default)
    {
        var live = await ReadAsync(name, cancellationToken).ConfigureAwait(false);
        var node = ToRecord(live);
        if (node.Unschedulable && (reason is null || reason == node.CordonReason))
        {
            context.Sink.Note($"Node {name} on {_cluster.Context} is cordoned already{Story(node)}.");
            return new CordonPlan(node, cordons: true, null, []);
        }

        var annotations = new JsonObject { [CordonAnnotations.Reason] = reason };
        if (!node.Unschedulable)
        {
            annotations[CordonAnnotations.By] = $"{Environment.UserName}@{Environment.MachineName}";
            annotations[CordonAnnotations.At] = KubeTime.Format(_cluster.Clock.GetUtcNow());
        }

        return await PlanAsync(live, node, cordons: true, annotations, context, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What taking the cordon back would change; nothing where the node is not cordoned.</summary>
    /// <param name="name">The node.</param>
    /// <param name="context">Notes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationException"><c>NotFound</c>, and what the cluster refuses.</exception>
    public async Task<CordonPlan> PlanUncordonAsync(string name, OperationContext context, CancellationToken cancellationToken = default)
    {
        var live = await ReadAsync(name, cancellationToken).ConfigureAwait(false);
        var node = ToRecord(live);
        if (!node.Unschedulable)
        {
            context.Sink.Note($"Node {name} on {_cluster.Context} is not cordoned.");
            return new CordonPlan(node, cordons: false, null, []);
        }

        var annotations = new JsonObject { [CordonAnnotations.Reason] = null, [CordonAnnotations.By] = null, [CordonAnnotations.At] = null };
        return await PlanAsync(live, node, cordons: false, annotations, context, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the change of a plan and returns the node as it then is; with nothing to do, as it is.</summary>
    /// <exception cref="OperationException">What the cluster refuses; <c>Conflict</c> when the name now belongs to another node.</exception>
    public async Task<K8sNode> ExecuteAsync(CordonPlan plan, OperationContext context, CancellationToken cancellationToken = default)
    {
        if (plan.Patch is null) return plan.Node;
        var name = plan.Node.Name;
        var change = new Change
        {
            Command = context.Command,
            Cluster = _cluster.Context,
            Kind = "Node",
            Name = name,
            Uid = plan.Node.Uid,
            Verb = "patch",
            Fields = [.. plan.Changes.Select(c => c.ToField() with { After = null })],
            Compensation = Compensation(plan),
        };
        var made = await Writing.AnnouncedAsync(context, change, () => PatchAsync(name, plan.Patch, plan.Cordons, isDryRun: false, cancellationToken), _ => [.. plan.Changes.Select(c => c.ToField())]).ConfigureAwait(false);
        return ToRecord(made);
    }

    /// <summary>Who cordoned the node, when and why, as far as it is written on it; empty where nothing is.</summary>
    internal static string Story(K8sNode node)
    {
        var parts = new List<string>();
        if (node.CordonedBy is not null) parts.Add("by " + node.CordonedBy);
        if (node.CordonedAt is { } at) parts.Add($"since {KubeTime.Format(at)}");
        if (node.CordonReason is not null) parts.Add("for: " + node.CordonReason);
        return parts.Count == 0 ? "" : " " + string.Join(", ", parts);
    }

    private string? Compensation(CordonPlan plan)
    {
        if (!plan.Cordons) return CommandText.Line("Disable-K8sNode", _cluster.Context, ("Name", plan.Node.Name), ("Reason", plan.Node.CordonReason));
        // A cordon that was there before is not ours to take back; only its reason was written anew.
        return plan.Node.Unschedulable ? null : CommandText.Line("Enable-K8sNode", _cluster.Context, ("Name", plan.Node.Name));
    }

    private async Task<CordonPlan> PlanAsync(JsonObject live, K8sNode node, bool cordons, JsonObject annotations, OperationContext context, CancellationToken cancellationToken)
    {
        // The uid makes it this very node: one that was replaced under the same name meanwhile is left alone.
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = node.Uid, ["annotations"] = annotations } };
        if (node.Unschedulable != cordons) patch["spec"] = new JsonObject { ["unschedulable"] = cordons ? true : null };
        context.Sink.Note($"Asking {_cluster.Context} what {(cordons ? "cordoning" : "uncordoning")} node {node.Name} would change.");
        var after = await PatchAsync(node.Name, patch, cordons, isDryRun: true, cancellationToken).ConfigureAwait(false);
        return new CordonPlan(node, cordons, patch, ObjectDiff.Compare(live, after));
    }

    private Task<JsonObject> ReadAsync(string name, CancellationToken cancellationToken)
        => Asking.For(_cluster.Client.GetAsync(KubeResources.Nodes, null, name, cancellationToken), _cluster, $"get node {name}", name);

    private Task<JsonObject> PatchAsync(string name, JsonObject patch, bool cordons, bool isDryRun, CancellationToken cancellationToken)
        => Asking.For(_cluster.Client.MergePatchAsync(KubeResources.Nodes, null, name, patch, new WriteOptions { DryRun = isDryRun }, cancellationToken), _cluster, $"{(cordons ? "cordon" : "uncordon")} node {name}", name);

    private K8sNode ToRecord(JsonObject node) => NodeReading.ToRecord(node.Deserialize(KubeWire.Default.NodeWire)!, _cluster.Context, _cluster.Clock.GetUtcNow());
}
