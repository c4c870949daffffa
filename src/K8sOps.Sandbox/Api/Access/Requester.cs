using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>Who makes a request.</summary>
/// <param name="Name">The user's name; a ServiceAccount's is <c>system:serviceaccount:NAMESPACE:NAME</c>.</param>
/// <param name="Groups">The user's groups.</param>
internal sealed record Requester(string Name, IReadOnlyList<string> Groups)
{
    /// <summary>Whoever a cluster's own kubeconfig is for: all is allowed.</summary>
    public static Requester Administrator { get; } = new("kubernetes-admin", ["kubeadm:cluster-admins", "system:masters", "system:authenticated"]);

    /// <summary>Whether rules do not matter.</summary>
    public bool IsMaster => Groups.Contains("system:masters");

    /// <summary>Whether a subject of a binding means this user.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="ns">The binding's namespace; null for a ClusterRoleBinding.</param>
    public bool Is(JsonObject subject, string? ns) => (string?)subject["kind"] switch
    {
        "User" => (string?)subject["name"] == Name,
        "Group" => Groups.Contains((string?)subject["name"] ?? ""),
        "ServiceAccount" => Name == $"system:serviceaccount:{(string?)subject["namespace"] ?? ns}:{(string?)subject["name"]}",
        _ => false,
    };
}
