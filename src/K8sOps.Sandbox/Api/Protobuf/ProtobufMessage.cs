namespace K8sOps.Sandbox;

/// <summary>A message of Kubernetes: what the numbers of its fields mean.</summary>
internal sealed class ProtobufMessage
{
    public Dictionary<int, ProtobufField> Fields { get; } = [];

    /// <summary>The fields of which the first that is there is all of the message's JSON; none for a message that is an object.</summary>
    public IReadOnlyList<string> Alternatives { get; set; } = [];
}
