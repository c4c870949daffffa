namespace K8sOps.Kubernetes;

/// <summary>
/// The kubeconfig as <c>kubectl</c> reads it: a list of files, in which the first that has a cluster, user or context of a name
/// wins with its whole entry, and relative paths start from the file they stand in (client-go, <c>tools/clientcmd/loader.go</c>).
/// </summary>
public sealed class KubeConfig
{
    private readonly KubeConfigSource _source;
    private readonly Dictionary<string, KubeConfigEntry> _clusters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeConfigEntry> _users = new(StringComparer.Ordinal);

    private KubeConfig(KubeConfigSource source) => _source = source;

    /// <summary>All contexts, in the order of the files. One whose cluster or user is missing is here too; it fails when it is used.</summary>
    public IReadOnlyList<KubeContext> Contexts { get; private set; } = [];

    /// <summary>The current context; null when no file names one. It need not exist.</summary>
    public string? CurrentContext { get; private set; }

    /// <summary>What is odd and no error, such as a <c>KUBECONFIG</c> none of whose files exists.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>Reads and merges the files.</summary>
    /// <exception cref="KubeConfigException">Files that cannot be read or understood; all of them are named, with the line.</exception>
    public static KubeConfig Load(KubeConfigSource source)
    {
        var config = new KubeConfig(source);
        var explicitly = !string.IsNullOrEmpty(source.ExplicitPath);
        var existing = source.Paths.Where(Path.Exists).ToList();
        if (explicitly && existing.Count == 0) throw new KubeConfigException($"{source.Paths[0]}: this kubeconfig does not exist.");
        if (existing.Count == 0 && !string.IsNullOrEmpty(source.Variable))
        {
            config.Warnings = [$"KUBECONFIG names no file that exists ({source.Variable})."];
        }

        var errors = new List<KubeConfigException>();
        var contexts = new Dictionary<string, KubeConfigEntry>(StringComparer.Ordinal);
        var order = new List<string>();
        foreach (var path in existing)
        {
            KubeConfigFile file;
            try
            {
                file = KubeConfigFile.Read(path);
            }
            catch (KubeConfigException e)
            {
                errors.Add(e);
                continue;
            }

            if (string.IsNullOrEmpty(config.CurrentContext)) config.CurrentContext = file.CurrentContext;
            foreach (var entry in file.Clusters) config._clusters.TryAdd(entry.Name, entry);
            foreach (var entry in file.Users) config._users.TryAdd(entry.Name, entry);
            foreach (var entry in file.Contexts)
            {
                if (contexts.TryAdd(entry.Name, entry)) order.Add(entry.Name);
            }
        }

        if (errors.Count > 0) throw new KubeConfigException(string.Join(Environment.NewLine, errors.Select(e => e.Message)), errors[0]);
        // A pod's own account serves only where nothing else was configured.
        if (existing.Count == 0 && InCluster.Find(source) is var (cluster, user, context))
        {
            config._clusters.Add(cluster.Name, cluster);
            config._users.Add(user.Name, user);
            contexts.Add(context.Name, context);
            order.Add(context.Name);
            config.CurrentContext = context.Name;
        }

        config.Contexts = [.. order.Select(n => config.Context(contexts[n]))];
        return config;
    }

    /// <summary>Opens the way to a context's server. Reads its files; sends nothing yet.</summary>
    /// <exception cref="KubeConfigException">The context does not exist, or its entries contradict themselves.</exception>
    public IClusterTransport CreateTransport(string context, TimeProvider clock)
    {
        var found = Contexts.FirstOrDefault(c => c.Name == context) ?? throw new KubeConfigException(NoSuchContext(context));
        if (!_clusters.TryGetValue(found.Cluster, out var cluster))
        {
            throw new KubeConfigException($"Context '{context}' names the cluster '{found.Cluster}', and the kubeconfig has no such cluster.");
        }

        KubeConfigEntry? user = null;
        if (found.User.Length > 0 && !_users.TryGetValue(found.User, out user))
        {
            throw new KubeConfigException($"Context '{context}' names the user '{found.User}', and the kubeconfig has no such user.");
        }

        var server = ServerSettings.From(cluster);
        return new HttpTransport(server, UserSettings.From(user, server, _source.IsInteractive, clock));
    }

    private KubeContext Context(KubeConfigEntry entry)
    {
        var cluster = entry.Text("cluster") ?? "";
        return new KubeContext(entry.Name, cluster, entry.Text("user") ?? "", entry.Text("namespace"),
            _clusters.TryGetValue(cluster, out var found) ? found.Text("server") : null);
    }

    private string NoSuchContext(string context)
    {
        if (Contexts.Count == 0) return $"There is no kubeconfig with a context (looked at {string.Join(", ", _source.Paths)}).";
        var near = Contexts.FirstOrDefault(c => c.Name.Equals(context, StringComparison.OrdinalIgnoreCase))?.Name;
        return $"The kubeconfig has no context '{context}'" + (near is null ? "." : $"; names are case-sensitive, and there is '{near}'.");
    }
}
