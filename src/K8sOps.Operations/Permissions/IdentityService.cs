using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>Asks a cluster who is asking, and which cluster it is.</summary>
public sealed class IdentityService
{
    private static readonly KubeResource s_reviews = new("authentication.k8s.io", "v1", "selfsubjectreviews", "SelfSubjectReview", IsNamespaced: false);
    private static readonly KubeResource s_namespaces = new("", "v1", "namespaces", "Namespace", IsNamespaced: false);
    private readonly Cluster _cluster;

    /// <summary>Creates the service.</summary>
    public IdentityService(Cluster cluster) => _cluster = cluster;

    /// <summary>What the cluster says; null for what it refuses to say, or does not know (before Kubernetes 1.28).</summary>
    /// <param name="note">Takes why something is not known.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ClusterIdentity> ReadAsync(Action<string> note, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(note);
        var actor = await TryAsync("ask who I am", async () =>
        {
            var review = new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "SelfSubjectReview" };
            var answer = await _cluster.Client.CreateAsync(s_reviews, null, review, new WriteOptions(), cancellationToken).ConfigureAwait(false);
            return (string?)answer["status"]?["userInfo"]?["username"];
        }, note).ConfigureAwait(false);
        var uid = await TryAsync("read the namespace kube-system", async () =>
            (string?)(await _cluster.Client.GetAsync(s_namespaces, null, "kube-system", cancellationToken).ConfigureAwait(false))["metadata"]?["uid"], note).ConfigureAwait(false);
        return new ClusterIdentity(actor, uid);
    }

    private async Task<string?> TryAsync(string action, Func<Task<string?>> read, Action<string> note)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (KubeException e)
        {
            note(OperationErrors.From(e, _cluster.Context, action).Message);
            return null;
        }
    }
}
