namespace K8sOps.Kubernetes;

/// <summary>Where kubeconfig is looked for. A value, so that tests name their own home and list.</summary>
public sealed record KubeConfigSource
{
    /// <summary>A path given explicitly: it is used alone, and must exist.</summary>
    public string? ExplicitPath { get; init; }

    /// <summary>The value of <c>KUBECONFIG</c>: a list of files, separated as <c>PATH</c> is.</summary>
    public string? Variable { get; init; }

    /// <summary>The user's home folder, for <c>~/.kube/config</c>.</summary>
    public required string HomeFolder { get; init; }

    /// <summary>True when a credential plugin may talk to a person on this terminal.</summary>
    public bool IsInteractive { get; init; }

    /// <summary><c>KUBERNETES_SERVICE_HOST</c>, which every pod has; null outside of a pod.</summary>
    public string? ServiceHost { get; init; }

    /// <summary><c>KUBERNETES_SERVICE_PORT</c>.</summary>
    public string? ServicePort { get; init; }

    /// <summary>Where a pod finds its service account's token.</summary>
    public string ServiceAccountFolder { get; init; } = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>What the environment of this process says.</summary>
    public static KubeConfigSource FromEnvironment() => new()
    {
        Variable = Environment.GetEnvironmentVariable("KUBECONFIG"),
        ServiceHost = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST"),
        ServicePort = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT"),
        HomeFolder = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
    };

    /// <summary>The files in their order, whether they exist or not: empty entries left out, each once.</summary>
    public IReadOnlyList<string> Paths
    {
        get
        {
            if (!string.IsNullOrEmpty(ExplicitPath)) return [Path.GetFullPath(ExplicitPath)];
            return string.IsNullOrEmpty(Variable)
                ? [Path.Combine(HomeFolder, ".kube", "config")]
                : [.. Variable.Split(Path.PathSeparator).Where(p => p.Length > 0).Select(p => Path.GetFullPath(p)).Distinct(StringComparer.Ordinal)];
        }
    }
}
