namespace K8sOps.Conformance;

/// <summary>What flows through the pipelines of the cases.</summary>
public sealed record Thing(string Name, string? Namespace, string Kind, int Count, Color Color)
{
    public override string ToString() => $"{Namespace}/{Name}";
}
