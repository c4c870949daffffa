using K8sOps.Kubernetes;

namespace K8sOps;

/// <summary>The handle that every service takes: one kubeconfig context, its client and its clock.</summary>
public sealed class Cluster
{
    /// <summary>Creates the handle.</summary>
    public Cluster(string context, KubeClient client, TimeProvider clock, string? defaultNamespace = null)
    {
        Context = context;
        Client = client;
        Clock = clock;
        DefaultNamespace = defaultNamespace;
    }

    /// <summary>The kubeconfig context, which is the cluster's name in every record.</summary>
    public string Context { get; }

    /// <summary>The API.</summary>
    public KubeClient Client { get; }

    /// <summary>The cluster's clock: the machine's for a real one, the world's for a sandbox.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The namespace of the context, or null.</summary>
    public string? DefaultNamespace { get; }

    /// <inheritdoc/>
    public override string ToString() => Context;
}
