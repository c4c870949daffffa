using System.Collections.Concurrent;
using System.Management.Automation;
using K8sOps.Kubernetes;
using K8sOps.Sandbox;

namespace K8sOps.Engine;

/// <summary>
/// From a name to a <see cref="Cluster"/>: the contexts of the kubeconfig, and the sandboxes, which always exist. Clients stay
/// open for the runspace, and are opened anew when the kubeconfig changes.
/// </summary>
internal sealed class ClusterResolver
{
    private readonly ConcurrentDictionary<string, Cluster> _open = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private KubeConfig? _config;
    private string _stamp = "";

    /// <summary>The kubeconfig as it is now.</summary>
    /// <exception cref="KubeConfigException">A file of it cannot be read.</exception>
    public KubeConfig Config
    {
        get
        {
            var source = KubeConfigSource.FromEnvironment();
            lock (_gate)
            {
                var stamp = string.Join('|', source.Paths.Select(p => p + "@" + (File.Exists(p) ? File.GetLastWriteTimeUtc(p).Ticks : 0)));
                if (_config is not null && stamp == _stamp) return _config;
                _config = KubeConfig.Load(source);
                _stamp = stamp;
                // Of sandboxes too: a context may bear the name of one, and come or go with the file. Their worlds stay.
                _open.Clear();
                return _config;
            }
        }
    }

    /// <summary>Every name that <c>-Cluster</c> takes: contexts, then sandboxes.</summary>
    public IReadOnlyList<string> Names
        => [.. Config.Contexts.Select(c => c.Name).Order(StringComparer.Ordinal), .. SandboxWorld.Names.Where(n => Config.Contexts.All(c => c.Name != n))];

    /// <summary>The default: the session's choice, else <c>$env:K8SOPS_CLUSTER</c>, else the current context.</summary>
    public string Default(string? chosen)
    {
        if (!string.IsNullOrEmpty(chosen)) return chosen;
        if (Environment.GetEnvironmentVariable("K8SOPS_CLUSTER") is { Length: > 0 } fromEnvironment) return fromEnvironment;
        return Config.CurrentContext is { Length: > 0 } current
            ? current
            : throw new OperationException("NoCluster", OperationCategory.InvalidArgument, null,
                "No cluster is chosen, and the kubeconfig has no current context.", "Use-K8sCluster -Name sandbox-infra");
    }

    /// <summary>The default, or null when there is none.</summary>
    public string? DefaultOrNull(string? chosen)
    {
        try
        {
            return Default(chosen);
        }
        catch (OperationException e) when (e.Id == "NoCluster")
        {
            return null;
        }
    }

    /// <summary>The server's address as the kubeconfig has it; null for a sandbox.</summary>
    public string? Server(string name) => SandboxWorlds.Has(name) && !IsContext(name) ? null : Config.Contexts.FirstOrDefault(c => c.Name == name)?.Server;

    /// <summary>The one cluster that a changing command was given; patterns are refused.</summary>
    public string ResolveOne(string? name, string? chosen)
    {
        var cluster = string.IsNullOrEmpty(name) ? Default(chosen) : name;
        if (IsKnown(cluster)) return cluster;
        if (WildcardPattern.ContainsWildcardCharacters(cluster))
        {
            throw new OperationException("ClusterPatternRefused", OperationCategory.InvalidArgument, cluster,
                $"A command that changes something takes one cluster by its full name, not the pattern '{cluster}'.", "Get-K8sCluster");
        }

        throw Unknown(cluster);
    }

    /// <summary>The clusters that a reading command was given, each once; what does not exist is in <paramref name="errors"/>.</summary>
    public IReadOnlyList<string> ResolveMany(string[]? names, string? chosen, out IReadOnlyList<OperationException> errors)
    {
        var found = new List<string>();
        var missing = new List<OperationException>();
        foreach (var name in names is { Length: > 0 } ? names : [Default(chosen)])
        {
            if (IsKnown(name)) found.Add(name);
            else if (WildcardPattern.ContainsWildcardCharacters(name))
            {
                var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
                found.AddRange(Names.Where(pattern.IsMatch));
            }
            else missing.Add(Unknown(name));
        }

        errors = missing;
        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The open cluster of that name.</summary>
    public Cluster Open(string name)
    {
        // The kubeconfig is looked at even for an open cluster: it may have changed.
        if (SandboxWorlds.Has(name) && !IsContext(name)) return _open.GetOrAdd(name, static n => SandboxWorlds.Open(n));
        // Under the lock, so that a kubeconfig that changes right now leaves no client of the former one behind.
        lock (_gate) return OpenContext(name, Config);
    }

    private Cluster OpenContext(string name, KubeConfig config)
        => _open.GetOrAdd(name, n =>
        {
            var clock = TimeProvider.System;
            var client = new KubeClient(config.CreateTransport(n, clock), new KubeClientOptions { Clock = clock });
            return new Cluster(n, client, clock, config.Contexts.First(c => c.Name == n).Namespace);
        });

    private bool IsContext(string name)
    {
        try
        {
            return Config.Contexts.Any(c => c.Name == name);
        }
        catch (KubeConfigException) when (SandboxWorlds.Has(name))
        {
            // A broken kubeconfig does not take the sandbox away; any other name still meets the error.
            return false;
        }
    }

    private bool IsKnown(string name) => SandboxWorlds.Has(name) || IsContext(name);

    private OperationException Unknown(string name)
    {
        var near = Names.FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase));
        return new OperationException("ClusterNotFound", OperationCategory.ObjectNotFound, name,
            near is null
                ? $"There is no context '{name}' in the kubeconfig ({string.Join(", ", Names)})."
                : $"There is no context '{name}' in the kubeconfig; names are case-sensitive, and there is '{near}'.",
            near is null ? "Get-K8sCluster" : $"Use-K8sCluster -Name '{near}'");
    }
}
