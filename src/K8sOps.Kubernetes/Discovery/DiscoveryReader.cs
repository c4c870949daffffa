using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using K8sOps.Kubernetes.Http;
using K8sOps.Kubernetes.Wire;

namespace K8sOps.Kubernetes;

/// <summary>Asks a server what it serves.</summary>
internal sealed class DiscoveryReader
{
    private const string Accept =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
        + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    private readonly RequestSender _sender;

    public DiscoveryReader(RequestSender sender) => _sender = sender;

    public async Task<IReadOnlyList<ApiResource>> ReadAsync(CancellationToken cancellationToken)
    {
        var core = await IndexAsync("/api", cancellationToken).ConfigureAwait(false);
        var groups = await IndexAsync("/apis", cancellationToken).ConfigureAwait(false);
        var found = new List<ApiResource>();
        if (IsAggregated(core, out var aggregated)) Add(found, aggregated);
        else await AddLegacyAsync(found, "", Parse(core, KubeJsonContext.Default.ApiVersionsWire).Versions ?? [], null, cancellationToken).ConfigureAwait(false);

        if (IsAggregated(groups, out aggregated))
        {
            Add(found, aggregated);
            return found;
        }

        foreach (var group in Parse(groups, KubeJsonContext.Default.ApiGroupListWire).Groups ?? [])
        {
            var versions = (group.Versions ?? []).Select(v => v.Version).OfType<string>();
            await AddLegacyAsync(found, group.Name ?? "", [.. versions], group.PreferredVersion?.Version, cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    private static bool IsAggregated(byte[] json, out ApiGroupDiscoveryListWire list)
    {
        list = Parse(json, KubeJsonContext.Default.ApiGroupDiscoveryListWire);
        return list.Kind == "APIGroupDiscoveryList";
    }

    private static void Add(List<ApiResource> found, ApiGroupDiscoveryListWire list)
    {
        foreach (var group in list.Items ?? [])
        {
            // The versions come in the order of the server's preference.
            var isPreferred = true;
            foreach (var version in group.Versions ?? [])
            {
                foreach (var resource in version.Resources ?? [])
                {
                    if (resource.Resource is not { Length: > 0 } plural || resource.ResponseKind?.Kind is not { Length: > 0 } kind) continue;
                    found.Add(new()
                    {
                        Resource = new(group.Metadata?.Name ?? "", version.Version ?? "", plural, kind, resource.Scope == "Namespaced"),
                        Singular = resource.SingularResource ?? "",
                        ShortNames = resource.ShortNames ?? [],
                        Categories = resource.Categories ?? [],
                        Verbs = resource.Verbs ?? [],
                        IsPreferred = isPreferred,
                    });
                }

                isPreferred = false;
            }
        }
    }

    private async Task AddLegacyAsync(List<ApiResource> found, string group, IReadOnlyList<string> versions, string? preferred, CancellationToken cancellationToken)
    {
        preferred ??= (versions.Count > 0 ? versions[0] : null);
        foreach (var version in versions.OrderByDescending(v => v == preferred))
        {
            ApiResourceListWire list;
            try
            {
                var json = await GetAsync(group.Length == 0 ? $"/api/{version}" : $"/apis/{group}/{version}", "application/json", cancellationToken).ConfigureAwait(false);
                list = Parse(json, KubeJsonContext.Default.ApiResourceListWire);
            }
            catch (KubeApiException e) when (e.StatusCode is 404 or >= 500)
            {
                // An aggregated API whose server is down must not hide the others (metrics.k8s.io is the usual one).
                KubeObserver.Current?.Decided($"{group}/{version} could not be discovered: {e.Message}");
                continue;
            }

            foreach (var resource in list.Resources ?? [])
            {
                // "pods/log" is a subresource.
                if (resource.Name is not { Length: > 0 } plural || plural.Contains('/', StringComparison.Ordinal)) continue;
                found.Add(new()
                {
                    Resource = new(group, version, plural, resource.Kind ?? "", resource.Namespaced),
                    Singular = resource.SingularName ?? "",
                    ShortNames = resource.ShortNames ?? [],
                    Categories = resource.Categories ?? [],
                    Verbs = resource.Verbs ?? [],
                    IsPreferred = version == preferred,
                });
            }
        }
    }

    // A server without aggregated discovery answers the same request with the old index, or with 406.
    private async Task<byte[]> IndexAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(path, Accept, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.StatusCode == 406)
        {
            return await GetAsync(path, "application/json", cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<byte[]> GetAsync(string path, string accept, CancellationToken cancellationToken)
    {
        var response = await _sender.SendAsync(new() { Method = HttpMethod.Get, PathAndQuery = path, Accept = accept }, cancellationToken).ConfigureAwait(false);
        await using (response.ConfigureAwait(false))
        {
            var memory = new MemoryStream();
            await response.Body.CopyToAsync(memory, cancellationToken).ConfigureAwait(false);
            return memory.ToArray();
        }
    }

    private static T Parse<T>(byte[] json, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw KubeErrors.Malformed("discovery is empty");
        }
        catch (JsonException e)
        {
            throw KubeErrors.Malformed("discovery is not what it should be", e);
        }
    }
}
