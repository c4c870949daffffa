using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>
/// Empties nodes, by kubectl's rules: a cordon, then evictions, then waiting until each pod is gone. Everything that can be known to be in
/// the way is looked for on all nodes before the first of them is touched.
/// </summary>
public sealed class DrainService
{
    private readonly Cluster _cluster;

    /// <summary>Creates the service.</summary>
    public DrainService(Cluster cluster) => _cluster = cluster;

    /// <summary>
    /// What draining the nodes would do, pod by pod. The server is asked in a dry run whether it would cordon, and for each pod whether it
    /// would evict it now. Needs <c>get</c> and <c>patch</c> of nodes, <c>list</c> of pods, <c>create</c> of <c>pods/eviction</c>, and, to
    /// find what is in the way beforehand, <c>list</c> of budgets and DaemonSets.
    /// </summary>
    /// <exception cref="OperationException"><c>NotFound</c> for a node that is not there, and what the cluster refuses.</exception>
    public async Task<IReadOnlyList<NodeDrainPlan>> PlanAsync(IReadOnlyList<string> nodes, DrainOptions options, OperationContext context, CancellationToken cancellationToken = default)
    {
        var budgets = await OptionalAsync(KubeResources.PodDisruptionBudgets, "budgets that forbid an eviction are only met when it is asked for", context, cancellationToken).ConfigureAwait(false) ?? [];
        var sets = await OptionalAsync(KubeResources.DaemonSets, "each DaemonSet that a pod names counts as there", context, cancellationToken).ConfigureAwait(false);
        var rules = new DrainRules(options, sets?.Select(s => $"{s.Text("metadata", "namespace")}/{s.Text("metadata", "name")}").ToHashSet(StringComparer.Ordinal), [.. budgets.Select(b => new DisruptionBudget(b))]);
        var cordons = new CordonService(_cluster);
        var plans = new List<NodeDrainPlan>();
        foreach (var node in nodes)
        {
            context.Sink.Report(new OperationProgress($"Checking what is to be drained on {_cluster.Context}", $"node {node}", 100.0 * plans.Count / nodes.Count));
            var cordon = await cordons.PlanCordonAsync(node, options.Reason, context, cancellationToken).ConfigureAwait(false);
            if (!cordon.Node.Ready) context.Sink.Warn($"Node {node} on {_cluster.Context} is {cordon.Node.Status}: while its kubelet is silent its pods do not end, and the drain waits for them until its time-out.");
            var obstacles = new List<DrainObstacle>();
            var pods = new List<DrainPod>();
            await foreach (var pod in PodsOfAsync(node, cancellationToken).ConfigureAwait(false)) pods.Add(rules.Decide(pod, node, obstacles));
            pods = await RehearseAsync(node, pods, options, obstacles, cancellationToken).ConfigureAwait(false);
            plans.Add(new NodeDrainPlan(cordon, [.. pods.OrderBy(p => p.Namespace, StringComparer.Ordinal).ThenBy(p => p.Name, StringComparer.Ordinal)], obstacles));
        }

        context.Sink.Report(new OperationProgress($"Checking what is to be drained on {_cluster.Context}", "", Completed: true));
        return plans;
    }

    /// <summary>The one error that names everything that forbids the drain of these nodes; null when nothing does.</summary>
    public OperationException? RefusalOf(IReadOnlyList<NodeDrainPlan> plans, DrainOptions options)
    {
        var obstacles = plans.SelectMany(p => p.Obstacles).ToList();
        if (obstacles.Count == 0) return null;
        var names = string.Join(", ", plans.Select(p => p.Node.Name));
        // Narrow views fold the lines into one, so each also ends visibly.
        var lines = obstacles.GroupBy(o => (o.Node, o.Pod.Uid)).Select(p => $"\n  {p.First().Pod} on {p.Key.Node}: {string.Join("; ", p.Select(o => $"{o.Why}{(o.PassedBy is null ? "" : $" ({o.PassedBy} lets it pass)")}"))}.");
        var pods = obstacles.Select(o => o.Pod.Uid).Distinct(StringComparer.Ordinal).Count();
        var line = $"Clear-K8sNode{CommandText.Cluster(_cluster)} -Name {string.Join(", ", plans.Select(p => CommandText.Quote(p.Node.Name)))}";
        // What was given already is needed again.
        IEnumerable<string?> given = [options.DeleteEmptyDirData ? "-DeleteEmptyDirData" : null, options.Force ? "-Force" : null];
        var switches = obstacles.Select(o => o.PassedBy).Concat(given).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var remedies = obstacles.Select(o => o.Remedy).OfType<string>().Distinct(StringComparer.Ordinal);
        return new OperationException("DrainRefused", OperationCategory.InvalidOperation, names,
            string.Create(CultureInfo.InvariantCulture, $"Cannot drain {names} on {_cluster.Context}: {pods} {(pods == 1 ? "pod is" : "pods are")} in the way, so nothing was cordoned and nothing evicted.{string.Concat(lines)}"),
            string.Join(' ', [.. remedies, string.Join(' ', [line, .. switches])]));
    }

    /// <summary>
    /// Evicts what the plan says and waits until it is gone; streams what became of each pod. The node's cordon is not part of it: see
    /// <see cref="CordonService.ExecuteAsync"/> with <see cref="NodeDrainPlan.Cordon"/>.
    /// </summary>
    /// <exception cref="OperationException"><c>Timeout</c> when pods are left at the end of the time, <c>DrainIncomplete</c> when the server
    /// refused some for good; both after everything that can go has gone, and name what is left.</exception>
    public IAsyncEnumerable<K8sEviction> ExecuteAsync(NodeDrainPlan plan, DrainOptions options, OperationContext context, CancellationToken cancellationToken = default)
        => new NodeDraining(_cluster, plan, options, context).RunAsync(cancellationToken);

    private IAsyncEnumerable<JsonObject> PodsOfAsync(string node, CancellationToken cancellationToken)
        => Asking.ForEach(_cluster.Client.ListAsync(KubeResources.Pods, new ListOptions { FieldSelector = "spec.nodeName=" + node }, KubeJson.Object, cancellationToken), _cluster, $"list the pods of node {node}", cancellationToken);

    /// <summary>A whole list, or null where it may not be read: a drain needs less than what makes it foresee trouble.</summary>
    private async Task<IReadOnlyList<JsonObject>?> OptionalAsync(KubeResource resource, string without, OperationContext context, CancellationToken cancellationToken)
    {
        var found = new List<JsonObject>();
        try
        {
            await foreach (var o in _cluster.Client.ListAsync(resource, ListOptions.All, KubeJson.Object, cancellationToken).ConfigureAwait(false)) found.Add(o);
            return found;
        }
        catch (KubeApiException e) when (e.StatusCode is 403 or 404)
        {
            context.Sink.Warn($"{resource.QualifiedName} cannot be listed on {_cluster.Context} ({e.Reason}): {without}.");
            return null;
        }
        catch (KubeException e)
        {
            throw OperationErrors.From(e, _cluster.Context, $"list {resource.QualifiedName}");
        }
    }

    /// <summary>Asks for each eviction in a dry run. What nothing forbids, and the server does not grant now, is told with the pod.</summary>
    private async Task<List<DrainPod>> RehearseAsync(string node, List<DrainPod> pods, DrainOptions options, List<DrainObstacle> obstacles, CancellationToken cancellationToken)
    {
        var known = obstacles.Select(o => o.Pod.Uid).ToHashSet(StringComparer.Ordinal);
        var asked = pods.ToArray();
        await Parallel.ForEachAsync(Enumerable.Range(0, asked.Length), new ParallelOptions { MaxDegreeOfParallelism = options.ThrottleLimit, CancellationToken = cancellationToken }, async (i, ct) =>
        {
            var pod = asked[i];
            if (pod.Step != DrainStep.Evict || known.Contains(pod.Uid)) return;
            try
            {
                await _cluster.Client.EvictAsync(pod.Namespace, pod.Name, new EvictionOptions { Uid = pod.Uid, DryRun = true }, ct).ConfigureAwait(false);
            }
            catch (KubeApiException e) when (EvictionRefusal.IsOver(e))
            {
                asked[i] = pod with { Step = DrainStep.Await, Reason = "gone meanwhile" };
            }
            catch (KubeApiException e) when (e.StatusCode == 429)
            {
                asked[i] = pod with { Reason = pod.Reason?.StartsWith("waits", StringComparison.Ordinal) == true ? pod.Reason : "waits: " + EvictionRefusal.Why(e) };
            }
            catch (KubeApiException e) when (EvictionRefusal.IsNamespaceTerminating(e))
            {
                asked[i] = pod with { Step = DrainStep.Await, Reason = "its namespace is being deleted" };
            }
            catch (KubeApiException e) when (e.StatusCode == 500)
            {
                // Most often a second budget that could not be listed; the API knows no other word for it.
                lock (obstacles) obstacles.Add(new DrainObstacle(node, pod, $"the server cannot evict it: {e.Message}", null, $"Look at the budgets of namespace {pod.Namespace}, and at its admission webhooks."));
            }
            catch (KubeException e)
            {
                throw OperationErrors.From(e, _cluster.Context, $"ask whether pod {pod} may be evicted", pod.ToString());
            }
        }).ConfigureAwait(false);
        return [.. asked];
    }
}
