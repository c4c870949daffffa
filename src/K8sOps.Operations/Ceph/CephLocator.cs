using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Ceph;

/// <summary>Finds the CephCluster that is meant, and a pod in which <c>ceph</c> reaches it.</summary>
internal sealed class CephLocator(Cluster cluster, string? ns)
{
    private const string ToolboxLabel = "app=rook-ceph-tools";
    private const string OperatorLabel = "app=rook-ceph-operator";
    private Task<JsonObject>? _object;

    public async Task<string> NamespaceAsync(CancellationToken cancellationToken)
        => ns ?? (await ClusterAsync(cancellationToken).ConfigureAwait(false)).Text("metadata", "namespace")!;

    public Task<JsonObject> ClusterAsync(CancellationToken cancellationToken) => _object ??= ReadClusterAsync(cancellationToken);

    public async Task<CephPlace> FindAsync(CancellationToken cancellationToken)
    {
        var home = await NamespaceAsync(cancellationToken).ConfigureAwait(false);
        var toolboxes = await PodsAsync(home, ToolboxLabel, cancellationToken).ConfigureAwait(false);
        if (toolboxes.Find(Checks.CephPods.IsReady) is { } toolbox) return Place(home, toolbox, "rook-ceph-tools", isToolbox: true);
        // The operator's ceph would look for a configuration that nobody has written, and tell of that.
        if (ns is not null) await KnowAsync(cancellationToken).ConfigureAwait(false);
        var operators = await PodsAsync(home, OperatorLabel, cancellationToken).ConfigureAwait(false);
        // One operator may look after clusters in other namespaces than its own.
        if (operators.Count == 0) operators = await ElsewhereAsync(cancellationToken).ConfigureAwait(false);
        if (operators.Find(Checks.CephPods.IsReady) is { } host) return Place(home, host, "rook-ceph-operator", isToolbox: false);
        var idle = toolboxes.Concat(operators).Select(p => p.Text("metadata", "name")).ToList();
        throw CephErrors.NoPlace(cluster, home, idle.Count == 0 ? "" : $"; there {(idle.Count == 1 ? "is" : "are")} {string.Join(", ", idle)}, not ready");
    }

    private static CephPlace Place(string home, JsonObject pod, string container, bool isToolbox) => new()
    {
        Namespace = home,
        PodNamespace = pod.Text("metadata", "namespace") ?? home,
        Pod = pod.Text("metadata", "name") ?? "",
        Uid = pod.Text("metadata", "uid"),
        Container = pod.Items("spec", "containers").Any(c => c.Text("name") == container) ? container : pod.Items("spec", "containers").FirstOrDefault().Text("name") ?? container,
        IsToolbox = isToolbox,
    };

    private async Task KnowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ClusterAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationException e) when (e.Id == "Forbidden")
        {
            // Who may not look takes the namespace as it was given.
        }
    }

    private async Task<List<JsonObject>> ClustersAsync(string? where, CancellationToken cancellationToken)
    {
        var found = new List<JsonObject>();
        var list = cluster.Client.ListAsync(CephKinds.Clusters, new ListOptions { Namespace = where }, KubeJson.Object, cancellationToken);
        await foreach (var item in Asking.ForEach(list, cluster, "list " + CephKinds.Clusters.QualifiedName, cancellationToken).ConfigureAwait(false)) found.Add(item);
        return found;
    }

    private async Task<OperationException> MissingAsync(CancellationToken cancellationToken)
    {
        List<JsonObject> others = [];
        try
        {
            if (ns is not null) others = await ClustersAsync(null, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationException e) when (e.Id == "Forbidden")
        {
            // Those elsewhere are not for this user to see, nor to use.
        }

        return new OperationException("NotFound", OperationCategory.ObjectNotFound, ns ?? cluster.Context,
            $"Cannot find a CephCluster {(ns is null ? "" : $"in namespace {ns} ")}on {cluster.Context}: there is none{(others.Count == 0 ? "" : $" there, and {string.Join(" and ", others.Select(Name))} elsewhere")}.",
            others.Count == 0 ? null : $"-Namespace {CommandText.Quote(others[0].Text("metadata", "namespace") ?? "")}");
    }

    private async Task<JsonObject> ReadClusterAsync(CancellationToken cancellationToken)
    {
        var found = await ClustersAsync(ns, cancellationToken).ConfigureAwait(false);
        return found switch
        {
            [var only] => only,
            [] => throw await MissingAsync(cancellationToken).ConfigureAwait(false),
            _ => throw new OperationException("AmbiguousName", OperationCategory.InvalidArgument, cluster.Context,
                $"Cannot tell which CephCluster on {cluster.Context} is meant: there are {string.Join(" and ", found.Select(Name))}.",
                $"Say which: -Namespace {CommandText.Quote(found[0].Text("metadata", "namespace") ?? "")}."),
        };
    }

    private static string Name(JsonObject o) => $"{o.Text("metadata", "namespace")}/{o.Text("metadata", "name")}";

    private async Task<List<JsonObject>> ElsewhereAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await PodsAsync(null, OperatorLabel, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationException e) when (e.Id == "Forbidden")
        {
            // Without the right to look in other namespaces, there is none that we could use either.
            return [];
        }
    }

    private async Task<List<JsonObject>> PodsAsync(string? where, string label, CancellationToken cancellationToken)
    {
        var pods = new List<JsonObject>();
        var list = cluster.Client.ListAsync(KubeResources.Pods, new ListOptions { Namespace = where, LabelSelector = label }, KubeJson.Object, cancellationToken);
        await foreach (var pod in Asking.ForEach(list, cluster, $"list pods {(where is null ? "" : "of " + where)}".TrimEnd(), cancellationToken).ConfigureAwait(false)) pods.Add(pod);
        return pods;
    }
}
