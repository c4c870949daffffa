using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>The persistent volume claims of one cluster.</summary>
public sealed class VolumeClaimService
{
    private readonly Cluster _cluster;

    /// <summary>Creates the service.</summary>
    public VolumeClaimService(Cluster cluster) => _cluster = cluster;

    /// <summary>
    /// Streams the claims that the query asks for, with the pods that mount them and whether they can grow. Needs <c>list</c> (or <c>get</c>)
    /// of persistentvolumeclaims; without <c>list</c> of pods or of storageclasses what they would tell is null.
    /// </summary>
    /// <exception cref="OperationException"><c>NotFound</c> for a literal name or namespace that is not there (unless
    /// <see cref="VolumeClaimQuery.OnMissing"/> takes it); what the cluster refuses.</exception>
    public async IAsyncEnumerable<K8sVolumeClaim> ListAsync(VolumeClaimQuery query, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        context.Sink.Note($"Listing claims on {_cluster.Context}.");
        var now = _cluster.Clock.GetUtcNow();
        var resources = new ResourceQuery { Kind = "persistentvolumeclaims", Names = query.Names, Namespaces = query.Namespaces, LabelSelector = query.LabelSelector };
        IReadOnlyDictionary<string, bool>? classes = null;
        ILookup<string, string>? users = null;
        var isFirst = true;
        await foreach (var claim in new ResourceService(_cluster).ReadAsync(KubeResources.PersistentVolumeClaims, resources, query.OnMissing, cancellationToken).ConfigureAwait(false))
        {
            if (isFirst)
            {
                var where = NamePattern.All(query.Namespaces) is [{ Literal: { } only }] ? only : null;
                classes = await ClassesAsync(context, cancellationToken).ConfigureAwait(false);
                users = await UsersAsync(where, context, cancellationToken).ConfigureAwait(false);
                isFirst = false;
            }

            yield return WithUse(VolumeClaimReading.ToRecord(claim, _cluster.Context, now), classes, users);
        }
    }

    /// <summary>One claim as the API server wrote it.</summary>
    internal Task<JsonObject> GetAsync(string ns, string name, CancellationToken cancellationToken)
        => Asking.For(_cluster.Client.GetAsync(KubeResources.PersistentVolumeClaims, ns, name, cancellationToken), _cluster, $"get claim {ns}/{name}", $"{ns}/{name}");

    /// <summary>The record of a claim that was read alone.</summary>
    internal async Task<K8sVolumeClaim> DescribeAsync(JsonObject claim, OperationContext context, CancellationToken cancellationToken)
    {
        var record = VolumeClaimReading.ToRecord(claim, _cluster.Context, _cluster.Clock.GetUtcNow());
        var classes = await ClassesAsync(context, cancellationToken).ConfigureAwait(false);
        return WithUse(record, classes, await UsersAsync(record.Namespace, context, cancellationToken).ConfigureAwait(false));
    }

    private static K8sVolumeClaim WithUse(K8sVolumeClaim claim, IReadOnlyDictionary<string, bool>? classes, ILookup<string, string>? users) => claim with
    {
        // A claim without a class is bound to a volume that nobody can make larger; a class that is gone lets nothing grow either.
        IsExpandable = claim.StorageClass is null ? false : classes is null ? null : classes.GetValueOrDefault(claim.StorageClass),
        Pods = users is null ? null : [.. users[$"{claim.Namespace}/{claim.Name}"].Order(StringComparer.Ordinal)],
    };

    /// <summary>Which classes let their claims grow; null when that may not be read.</summary>
    private async Task<IReadOnlyDictionary<string, bool>?> ClassesAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, bool>(StringComparer.Ordinal);
        try
        {
            await foreach (var item in _cluster.Client.ListAsync(KubeResources.StorageClasses, new ListOptions(), KubeJson.Object, cancellationToken).ConfigureAwait(false))
            {
                found[item.Text("metadata", "name") ?? ""] = item.Flag("allowVolumeExpansion");
            }
        }
        catch (KubeApiException e) when (e.StatusCode == 403)
        {
            context.Sink.Note($"Whether claims can grow is not told: {e.Message}");
            return null;
        }
        catch (KubeException e)
        {
            throw OperationErrors.From(e, _cluster.Context, "list storage classes");
        }

        return found;
    }

    /// <summary>The pods by <c>namespace/claim</c>; null when they may not be read.</summary>
    private async Task<ILookup<string, string>?> UsersAsync(string? ns, OperationContext context, CancellationToken cancellationToken)
    {
        var found = new List<(string Claim, string Pod)>();
        try
        {
            var query = new PodQuery { Namespaces = ns is null ? null : [NamePattern.Escape(ns)] };
            await foreach (var pod in new PodService(_cluster).ReadAsync(query, _cluster.Clock.GetUtcNow(), cancellationToken).ConfigureAwait(false))
            {
                if (pod.Status.Phase is "Succeeded" or "Failed") continue;
                found.AddRange((pod.Spec.Claims ?? []).Distinct(StringComparer.Ordinal).Select(c => ($"{pod.Metadata.Namespace}/{c}", pod.Metadata.Name)));
            }
        }
        catch (OperationException e) when (e.Id == "Forbidden")
        {
            context.Sink.Note($"Which pods mount the claims is not told: {e.Message}");
            return null;
        }

        return found.ToLookup(f => f.Claim, f => f.Pod, StringComparer.Ordinal);
    }
}
