using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>The objects of one cluster, whatever their kind.</summary>
public sealed class ResourceService
{
    private readonly Cluster _cluster;

    /// <summary>Creates the service.</summary>
    public ResourceService(Cluster cluster) => _cluster = cluster;

    /// <summary>
    /// Streams the objects that the query asks for. Literal names in literal namespaces are got one by one, all else is listed, selected
    /// by the server as far as it can. Needs <c>get</c> or <c>list</c> of the kind.
    /// </summary>
    /// <exception cref="OperationException"><c>KindNotServed</c>; <c>NotFound</c> for a literal name or namespace that is not there
    /// (unless <see cref="ResourceQuery.OnMissing"/> takes it); what the cluster refuses.</exception>
    public async IAsyncEnumerable<K8sResource> ListAsync(ResourceQuery query, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var api = await KindLookup.FindAsync(_cluster, query.Kind, query.ApiVersion, cancellationToken).ConfigureAwait(false);
        var resource = api.Resource;
        if (api.Verbs.Count > 0 && !api.Verbs.Contains("list"))
        {
            throw new OperationException("KindNotListed", OperationCategory.InvalidOperation, resource.QualifiedName,
                $"Cannot read {resource.QualifiedName} on {_cluster.Context}: the server serves only {string.Join(", ", api.Verbs)} of it.");
        }

        var now = _cluster.Clock.GetUtcNow();
        context.Sink.Note($"Reading {resource.QualifiedName} on {_cluster.Context}.");
        await foreach (var found in ReadAsync(resource, query, query.OnMissing, cancellationToken).ConfigureAwait(false))
        {
            yield return ResourceReading.ToRecord(found, resource, _cluster.Context, now, query.WithSecretData);
        }
    }

    /// <summary>The objects of a kind in full; the query's own kind is not looked at.</summary>
    internal async IAsyncEnumerable<JsonObject> ReadAsync(KubeResource resource, ResourceQuery query, Action<OperationException>? onMissing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var names = NamePattern.All(query.Names?.Select(n => Spelling(resource, n)));
        var namespaces = NamePattern.All(resource.IsNamespaced ? query.Namespaces?.Select(Lower) : null);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var seenNamespaces = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var found in ReadAsync(resource, query, names, namespaces, cancellationToken).ConfigureAwait(false))
        {
            var (ns, name) = (found.Text("metadata", "namespace") ?? "", found.Text("metadata", "name") ?? "");
            seenNamespaces.Add(ns);
            if (namespaces.Count > 0 && !namespaces.Any(p => p.IsMatch(ns))) continue;
            if (names.Count > 0 && !names.Any(p => p.IsMatch(name))) continue;
            seen.Add(name);
            yield return found;
        }

        await foreach (var missing in MissingAsync(resource, names, namespaces, seen, seenNamespaces, cancellationToken).ConfigureAwait(false))
        {
            if (onMissing is null) throw missing;
            onMissing(missing);
        }
    }

    private IAsyncEnumerable<JsonObject> ReadAsync(KubeResource resource, ResourceQuery query, IReadOnlyList<NamePattern> names, IReadOnlyList<NamePattern> namespaces, CancellationToken cancellationToken)
    {
        var areLiteral = names.Count > 0 && names.All(n => n.IsLiteral);
        var where = namespaces.Count > 0 && namespaces.All(n => n.IsLiteral) ? [.. namespaces.Select(n => n.Literal!).Distinct(StringComparer.Ordinal)] : (IReadOnlyList<string?>)[null];
        var isPlaced = !resource.IsNamespaced || where[0] is not null;
        if (areLiteral && isPlaced && query.LabelSelector is null && query.FieldSelector is null) return GetEachAsync(resource, where, [.. names.Select(n => n.Literal!).Distinct(StringComparer.Ordinal)], cancellationToken);
        return ListEachAsync(resource, where, areLiteral && names.Count <= 8 ? [.. names.Select(n => "metadata.name=" + n.Literal)] : [null], query, cancellationToken);
    }

    private async IAsyncEnumerable<JsonObject> ListEachAsync(KubeResource resource, IReadOnlyList<string?> namespaces, IReadOnlyList<string?> selectors, ResourceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var ns in namespaces)
        {
            foreach (var selector in selectors)
            {
                var options = new ListOptions { Namespace = ns, LabelSelector = query.LabelSelector, FieldSelector = Asking.Selector(query.FieldSelector, selector) };
                var action = ns is null ? $"list {resource.QualifiedName}" : $"list {resource.QualifiedName} in namespace {ns}";
                await foreach (var o in Asking.ForEach(_cluster.Client.ListAsync(resource, options, KubeJson.Object, cancellationToken), _cluster, action, cancellationToken).ConfigureAwait(false)) yield return o;
            }
        }
    }

    private async IAsyncEnumerable<JsonObject> GetEachAsync(KubeResource resource, IReadOnlyList<string?> namespaces, IReadOnlyList<string> names, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var ns in namespaces)
        {
            foreach (var name in names)
            {
                if (await FindAsync(resource, ns, name, cancellationToken).ConfigureAwait(false) is { } found) yield return found;
            }
        }
    }

    /// <summary>One object in full, or null when there is none of that name.</summary>
    internal async Task<JsonObject?> FindAsync(KubeResource resource, string? ns, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await _cluster.Client.GetAsync(resource, ns, name, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e is { Reason: "NotFound", HasStatus: true })
        {
            return null;
        }
        catch (KubeException e)
        {
            var target = NameOf(resource, ns, name);
            throw OperationErrors.From(e, _cluster.Context, "get " + target, target);
        }
    }

    /// <summary><c>Deployment media/sonarr</c>.</summary>
    internal static string NameOf(KubeResource resource, string? ns, string name) => resource.IsNamespaced && ns is not null ? $"{resource.Kind} {ns}/{name}" : $"{resource.Kind} {name}";

    private async IAsyncEnumerable<OperationException> MissingAsync(KubeResource resource, IReadOnlyList<NamePattern> names, IReadOnlyList<NamePattern> namespaces, HashSet<string> seen, HashSet<string> seenNamespaces, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var areMissing = false;
        foreach (var ns in namespaces.Where(n => n.IsLiteral).Select(n => n.Literal!).Where(n => !seenNamespaces.Contains(n)))
        {
            // An empty namespace and a mistyped one list alike; only asking for it tells them apart.
            if (await ExistsAsync(ns, cancellationToken).ConfigureAwait(false)) continue;
            areMissing = true;
            yield return Asking.Missing(_cluster, "namespace", null, ns);
        }

        if (areMissing) yield break;
        var where = namespaces is [{ IsLiteral: true } only] ? only.Literal : null;
        foreach (var name in names.Where(n => n.IsLiteral).Select(n => n.Literal!).Distinct(StringComparer.Ordinal).Where(n => !seen.Contains(n))) yield return Asking.Missing(_cluster, resource.Kind, where, name);
    }

    private async Task<bool> ExistsAsync(string ns, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(KubeResources.Namespaces, null, ns, cancellationToken).ConfigureAwait(false) is not null;
        }
        catch (OperationException e) when (e.Id == "Forbidden")
        {
            // Who may read the objects of a namespace need not be allowed to read the namespace: then the empty list stands.
            return true;
        }
    }

    /// <summary>People type names in any case. All but RBAC's are lower case, and the server compares.</summary>
    internal static string Spelling(KubeResource resource, string name) => resource.Group == "rbac.authorization.k8s.io" ? name : Lower(name);

#pragma warning disable CA1308 // lower case is what the server stores
    private static string Lower(string name) => name.ToLowerInvariant();
#pragma warning restore CA1308
}
