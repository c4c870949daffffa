using System.Text.Json.Nodes;

namespace K8sOps.Kube;

/// <summary>A resize that the server would take, and what is to be known about it.</summary>
public sealed record ResizePlan
{
    /// <summary>The claim as it is.</summary>
    public required K8sVolumeClaim Claim { get; init; }

    /// <summary>The size that is to be asked for, in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The same as a quantity of Kubernetes, such as <c>20Gi</c>.</summary>
    public required string Quantity { get; init; }

    /// <summary>Lines for the question: the field that changes, and what comes of it.</summary>
    public required IReadOnlyList<string> Details { get; init; }

    internal JsonObject Patch { get; init; } = [];

    internal string Before { get; init; } = "";
}
