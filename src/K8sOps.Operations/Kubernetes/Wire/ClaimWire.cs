namespace K8sOps.Kube.Wire;

/// <summary>A persistent volume claim: what tells whether it is bound, and why not.</summary>
internal sealed class ClaimWire
{
    public MetadataWire Metadata { get; set; } = new();

    public ClaimSpecWire Spec { get; set; } = new();

    public ClaimStatusWire Status { get; set; } = new();
}

internal sealed class ClaimSpecWire
{
    public string? StorageClassName { get; set; }

    public string? VolumeName { get; set; }
}

internal sealed class ClaimStatusWire
{
    public string? Phase { get; set; }
}

/// <summary>A storage class: whether a claim of it waits for a pod first.</summary>
internal sealed class StorageClassWire
{
    public MetadataWire Metadata { get; set; } = new();

    public string? VolumeBindingMode { get; set; }
}
