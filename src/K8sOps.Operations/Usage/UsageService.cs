using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>What the pods and nodes of one cluster use, as the metrics server (metrics.k8s.io) last sampled it.</summary>
public sealed class UsageService
{
    private const string Group = "metrics.k8s.io";
    private readonly Cluster _cluster;

    /// <summary>Creates the service.</summary>
    public UsageService(Cluster cluster) => _cluster = cluster;

    /// <summary>
    /// Streams the use of pods, or of their containers. Pods without a sample are left out, and told by a note. Needs <c>list</c> of
    /// pods.metrics.k8s.io, and <c>list</c> (or <c>get</c>) of pods.
    /// </summary>
    /// <exception cref="OperationException"><c>MetricsNotServed</c>; <c>NotFound</c> for a literal name or namespace that is not there
    /// (unless <see cref="UsageQuery.OnMissing"/> takes it); what the cluster refuses.</exception>
    public async IAsyncEnumerable<K8sUsage> ListPodsAsync(UsageQuery query, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var api = await ApiAsync("pods", cancellationToken).ConfigureAwait(false);
        context.Sink.Note($"Reading {api.ApiVersion} pods on {_cluster.Context}.");
        var patterns = NamePattern.All(query.Namespaces);
        IReadOnlyList<string?> where = patterns.Count > 0 && patterns.All(p => p.IsLiteral) ? new NameFilter(query.Namespaces).Literals! : (IReadOnlyList<string?>)[null];
        var samples = await SamplesAsync(api, where, cancellationToken).ConfigureAwait(false);
        await foreach (var (pod, sample) in MatchAsync(KubeResources.Pods, query, samples, context, cancellationToken).ConfigureAwait(false))
        {
            if (!query.PerContainer)
            {
                yield return UsageReading.Pod(pod, sample, _cluster.Context);
                continue;
            }

            foreach (var container in UsageReading.Containers(pod, sample, _cluster.Context)) yield return container;
        }
    }

    /// <summary>
    /// Streams the use of nodes. Nodes without a sample are left out, and told by a note. Needs <c>list</c> of nodes.metrics.k8s.io, and
    /// <c>list</c> (or <c>get</c>) of nodes.
    /// </summary>
    /// <exception cref="OperationException"><c>MetricsNotServed</c>; <c>NotFound</c> for a literal name that is not there (unless
    /// <see cref="UsageQuery.OnMissing"/> takes it); what the cluster refuses.</exception>
    public async IAsyncEnumerable<K8sUsage> ListNodesAsync(UsageQuery query, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var api = await ApiAsync("nodes", cancellationToken).ConfigureAwait(false);
        context.Sink.Note($"Reading {api.ApiVersion} nodes on {_cluster.Context}.");
        var samples = await SamplesAsync(api, (IReadOnlyList<string?>)[null], cancellationToken).ConfigureAwait(false);
        await foreach (var (node, sample) in MatchAsync(KubeResources.Nodes, query, samples, context, cancellationToken).ConfigureAwait(false)) yield return UsageReading.Node(node, sample, _cluster.Context);
    }

    private async IAsyncEnumerable<(JsonObject Object, JsonObject Sample)> MatchAsync(KubeResource resource, UsageQuery query, Dictionary<string, JsonObject> samples, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var resources = new ResourceQuery { Kind = resource.Plural, Names = query.Names, Namespaces = query.Namespaces, LabelSelector = query.LabelSelector };
        await foreach (var found in new ResourceService(_cluster).ReadAsync(resource, resources, query.OnMissing, cancellationToken).ConfigureAwait(false))
        {
            if (samples.TryGetValue(Key(found), out var sample) && !UsageReading.IsOfAnother(found, sample))
            {
                yield return (found, sample);
                continue;
            }

            var reason = found.Text("status", "phase") is "Succeeded" or "Failed" ? "it has ended" : "there is no sample of it, as when it has just started";
            context.Sink.Note($"{ResourceService.NameOf(resource, found.Text("metadata", "namespace"), found.Text("metadata", "name") ?? "")} on {_cluster.Context} is left out: {reason}.");
        }
    }

    private async Task<Dictionary<string, JsonObject>> SamplesAsync(KubeResource api, IReadOnlyList<string?> namespaces, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var ns in namespaces)
        {
            var action = ns is null ? $"list {api.QualifiedName}" : $"list {api.QualifiedName} in namespace {ns}";
            await foreach (var sample in Asking.ForEach(_cluster.Client.ListAsync(api, new ListOptions { Namespace = ns }, KubeJson.Object, cancellationToken), _cluster, action, cancellationToken).ConfigureAwait(false)) found[Key(sample)] = sample;
        }

        return found;
    }

    private async Task<KubeResource> ApiAsync(string plural, CancellationToken cancellationToken)
    {
        for (var isSecondTry = false; ; isSecondTry = true)
        {
            var all = await Asking.For(_cluster.Client.Discovery.ResourcesAsync(cancellationToken), _cluster, "find the metrics API").ConfigureAwait(false);
            var served = all.Where(r => r.Resource.Group == Group && r.Resource.Plural == plural && (r.Resource.Version is "v1" or "v1beta1")).OrderByDescending(r => r.IsPreferred).FirstOrDefault();
            if (served is not null) return served.Resource;
            if (isSecondTry)
            {
                throw new OperationException("MetricsNotServed", OperationCategory.NotInstalled, _cluster.Context,
                    $"Cannot read what {plural} use on {_cluster.Context}: the cluster serves no {Group}/v1 or v1beta1 {plural}, so no metrics server is installed, or it is down.",
                    $"Install metrics-server, or see whether it runs: {CommandText.Line("Get-K8sPod", _cluster.Context, ("Name", "*metrics*"))}");
            }

            // What the server serves is remembered for minutes, and a metrics server may have come since.
            _cluster.Client.Discovery.Invalidate();
        }
    }

    private static string Key(JsonObject o) => $"{o.Text("metadata", "namespace")}/{o.Text("metadata", "name")}";
}
