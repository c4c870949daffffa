namespace K8sOps.Flux.Wire;

/// <summary>A release as Helm stores it in its Secret: what of it is wanted.</summary>
internal sealed class HelmReleaseWire
{
    public string? Name { get; set; }

    public string? Namespace { get; set; }

    public long Version { get; set; }

    public string? Manifest { get; set; }
}
