using System.Text;
using System.Text.Json.Nodes;

namespace K8sOps.Kubernetes;

/// <summary>The configuration that Kubernetes gives every pod: a service account's token, the cluster's CA, and the server's address.</summary>
internal static class InCluster
{
    /// <summary>The name of the context.</summary>
    public const string Name = "in-cluster";

    /// <summary>The entries, or null outside of a pod.</summary>
    public static (KubeConfigEntry Cluster, KubeConfigEntry User, KubeConfigEntry Context)? Find(KubeConfigSource source)
    {
        var folder = source.ServiceAccountFolder;
        var token = Path.Combine(folder, "token");
        if (source.ServiceHost is not { Length: > 0 } host || source.ServicePort is not { Length: > 0 } port || !File.Exists(token)) return null;
        if (host.Contains(':', StringComparison.Ordinal)) host = $"[{host}]";
        var cluster = new JsonObject { ["server"] = $"https://{host}:{port}" };
        var authority = Path.Combine(folder, "ca.crt");
        if (File.Exists(authority)) cluster["certificate-authority"] = authority;
        var context = new JsonObject { ["cluster"] = Name, ["user"] = Name };
        var ns = Path.Combine(folder, "namespace");
        if (File.Exists(ns) && File.ReadAllText(ns, Encoding.UTF8).Trim() is { Length: > 0 } name) context["namespace"] = name;
        return (new(Name, cluster, token), new(Name, new JsonObject { ["tokenFile"] = token }, token), new(Name, context, token));
    }
}
