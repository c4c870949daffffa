using System.Text.Json;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>A cluster as a whole: whether it answers, what it is, what is installed.</summary>
public sealed class ClusterService
{
    // More than a timer takes.
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    private readonly Cluster _cluster;
    private readonly IReadOnlyList<ISystem> _systems;

    /// <summary>Creates the service over <see cref="Systems.All"/>.</summary>
    public ClusterService(Cluster cluster)
        : this(cluster, Systems.All)
    {
    }

    /// <summary>Creates the service over systems of the caller's choice.</summary>
    public ClusterService(Cluster cluster, IReadOnlyList<ISystem> systems)
    {
        _cluster = cluster;
        _systems = systems;
    }

    /// <summary>The row for a context that cannot be opened at all, such as one whose certificate file is missing.</summary>
    public static K8sClusterInfo Unusable(string context, KubeException error) => new()
    {
        Cluster = context,
        Name = context,
        Error = error.Message,
        ObservedAt = TimeProvider.System.GetUtcNow(),
    };

    /// <summary>
    /// Asks the cluster for version, health, nodes and systems, side by side. A cluster that does not answer in time, or refuses, is a row
    /// that says so: this throws only when it is cancelled. Needs nothing but <c>system:public-info-viewer</c>, which every
    /// authenticated user has; what else may not be read is left empty and named in <see cref="K8sClusterInfo.Error"/>.
    /// </summary>
    /// <param name="timeout">The time for everything, by the machine's clock: a network does not wait in a simulated world's time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<K8sClusterInfo> GetInfoAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout < TimeSpan.Zero ? TimeSpan.Zero : timeout > s_longest ? s_longest : timeout);
        var info = new K8sClusterInfo { Cluster = _cluster.Context, Name = _cluster.Context, ObservedAt = _cluster.Clock.GetUtcNow() };
        try
        {
            // The version comes first and alone: it is the proof of life, and its time the latency.
            var started = TimeProvider.System.GetTimestamp();
            var version = await _cluster.Client.GetTextAsync("/version", limit.Token).ConfigureAwait(false);
            info = info with { Reachable = true, Latency = TimeProvider.System.GetElapsedTime(started), Version = VersionOf(version), Error = RefusalOf(version) };

            var health = AskAsync(async () => await GetHealthAsync(limit.Token).ConfigureAwait(false));
            var nodes = AskAsync(async () => (int?)await CountNodesAsync(limit.Token).ConfigureAwait(false));
            var sandbox = AskAsync(async () => await IsServedAsync("sandbox.k8sops.io/v1", limit.Token).ConfigureAwait(false));
            var systems = _systems.Select(s => AskAsync(async () => await s.IsInstalledAsync(_cluster, limit.Token).ConfigureAwait(false) ? s.Name : null)).ToList();
            await Task.WhenAll([health, nodes, sandbox, .. systems]).ConfigureAwait(false);

            IEnumerable<string?> errors = [info.Error, health.Result.Error, nodes.Result.Error, sandbox.Result.Error, .. systems.Select(s => s.Result.Error)];
            return info with
            {
                Healthy = health.Result.Value?.IsReady,
                Nodes = nodes.Result.Value,
                IsSandbox = sandbox.Result.Value,
                Systems = [.. systems.Select(s => s.Result.Value).OfType<string>()],
                Error = errors.FirstOrDefault(e => e is not null),
            };
        }
        catch (KubeException e)
        {
            return info with { Error = e.Message };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return info with { Error = $"no answer within {timeout.TotalSeconds:0.#} s" };
        }
    }

    /// <summary>What the API server says of its own health, part by part.</summary>
    /// <exception cref="OperationException">It was not reached, or does not tell.</exception>
    internal async Task<ApiHealth> GetHealthAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _cluster.Client.GetTextAsync("/readyz?verbose", cancellationToken).ConfigureAwait(false);
            return answer.StatusCode switch
            {
                200 or 500 or 503 => ApiHealth.Read(answer),
                401 => throw new OperationException("Unauthorized", OperationCategory.AuthenticationError, _cluster.Context, $"Cannot ask {_cluster.Context} for its health: it does not know who we are.", "Renew the credential of this context in the kubeconfig."),
                403 => throw new OperationException("Forbidden", OperationCategory.PermissionDenied, _cluster.Context, $"Cannot ask {_cluster.Context} for its health: GET /readyz is not permitted.", "Ask for the role system:monitoring, or for get on the path /readyz."),
                _ => throw new OperationException("HealthNotTold", OperationCategory.InvalidResult, _cluster.Context, $"Cannot ask {_cluster.Context} for its health: /readyz answered {answer.StatusCode}.", "Get-K8sCluster -Name " + CommandText.Quote(_cluster.Context)),
            };
        }
        catch (KubeException e)
        {
            throw OperationErrors.From(e, _cluster.Context, "ask for the health of the API server");
        }
    }

    /// <summary>Whether an API group and version is served.</summary>
    internal async Task<bool> IsServedAsync(string groupVersion, CancellationToken cancellationToken)
        => (await _cluster.Client.GetTextAsync("/apis/" + groupVersion, cancellationToken).ConfigureAwait(false)).StatusCode == 200;

    private async Task<int> CountNodesAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        var options = new ListOptions { MetadataOnly = true };
        await foreach (var _ in _cluster.Client.ListAsync(KubeResources.Nodes, options, Wire.KubeWire.Default.NamespaceWire, cancellationToken).ConfigureAwait(false)) count++;
        return count;
    }

    /// <summary>One question of several: what failed is told, and the others go on.</summary>
    private static async Task<(T? Value, string? Error)> AskAsync<T>(Func<Task<T>> question)
    {
        try
        {
            return (await question().ConfigureAwait(false), null);
        }
        catch (KubeException e)
        {
            return (default, e.Message);
        }
        catch (OperationException e)
        {
            return (default, e.Message);
        }
    }

    private static string? VersionOf(KubeText answer)
    {
        if (answer.StatusCode != 200) return null;
        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("gitVersion", out var version) ? version.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? RefusalOf(KubeText answer) => answer.StatusCode switch
    {
        200 when VersionOf(answer) is null => "/version is not that of a Kubernetes API server",
        200 => null,
        401 => "the server does not accept the credential of this context (401)",
        403 => "the server does not tell its version to us (403)",
        _ => $"/version answered {answer.StatusCode}",
    };
}
