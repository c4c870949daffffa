using System.Runtime.CompilerServices;
using K8sOps.Kube.Wire;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>The nodes of one cluster.</summary>
public sealed class NodeService
{
    private readonly Cluster _cluster;

    /// <summary>Creates the service.</summary>
    public NodeService(Cluster cluster) => _cluster = cluster;

    /// <summary>Streams the nodes that the query asks for. Needs <c>list</c> of nodes.</summary>
    /// <exception cref="OperationException"><c>NotFound</c> for a literal name that is not there (unless <see cref="NodeQuery.OnMissing"/>
    /// takes it), and what the cluster refuses.</exception>
    public async IAsyncEnumerable<K8sNode> ListAsync(NodeQuery query, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var now = _cluster.Clock.GetUtcNow();
        context.Sink.Note($"Listing nodes on {_cluster.Context}.");
        var names = new NameFilter(query.Names);
        var options = new ListOptions { LabelSelector = query.LabelSelector, FieldSelector = names.Literals is [var single] ? "metadata.name=" + single : null };
        await foreach (var node in Asking.ForEach(_cluster.Client.ListAsync(KubeResources.Nodes, options, KubeWire.Default.NodeWire, cancellationToken), _cluster, "list nodes", cancellationToken).ConfigureAwait(false))
        {
            if (names.Sees(node.Metadata.Name)) yield return NodeReading.ToRecord(node, _cluster.Context, now);
        }

        foreach (var name in names.Missing)
        {
            var missing = Asking.Missing(_cluster, "node", null, name);
            if (query.OnMissing is null) throw missing;
            query.OnMissing(missing);
        }
    }

    /// <summary>One node.</summary>
    /// <exception cref="OperationException"><c>NotFound</c>, and what the cluster refuses.</exception>
    public async Task<K8sNode> GetAsync(string name, CancellationToken cancellationToken = default)
    {
        var node = await Asking.For(_cluster.Client.GetAsync(KubeResources.Nodes, null, name, KubeWire.Default.NodeWire, cancellationToken), _cluster, $"get node {name}", name).ConfigureAwait(false);
        return NodeReading.ToRecord(node, _cluster.Context, _cluster.Clock.GetUtcNow());
    }
}
