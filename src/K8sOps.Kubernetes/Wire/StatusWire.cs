namespace K8sOps.Kubernetes.Wire;

/// <summary>meta/v1 Status.</summary>
internal sealed class StatusWire
{
    public string? Kind { get; set; }
    public string? Status { get; set; }
    public string? Message { get; set; }
    public string? Reason { get; set; }
    public int? Code { get; set; }
    public ListMeta? Metadata { get; set; }
    public StatusDetailsWire? Details { get; set; }
}

internal sealed class StatusDetailsWire
{
    public string? Name { get; set; }
    public string? Group { get; set; }
    public string? Kind { get; set; }
    public int? RetryAfterSeconds { get; set; }
    public List<StatusCauseWire>? Causes { get; set; }
}

internal sealed class StatusCauseWire
{
    public string? Reason { get; set; }
    public string? Message { get; set; }
    public string? Field { get; set; }
}

internal sealed class VersionWire
{
    public string? Major { get; set; }
    public string? Minor { get; set; }
    public string? GitVersion { get; set; }
    public string? Platform { get; set; }
}

internal sealed class DeleteOptionsWire
{
    public string ApiVersion { get; set; } = "v1";
    public string Kind { get; set; } = "DeleteOptions";
    public int? GracePeriodSeconds { get; set; }
    public string? PropagationPolicy { get; set; }
    public List<string>? DryRun { get; set; }
    public PreconditionsWire? Preconditions { get; set; }
}

internal sealed class PreconditionsWire
{
    public string? Uid { get; set; }
}
