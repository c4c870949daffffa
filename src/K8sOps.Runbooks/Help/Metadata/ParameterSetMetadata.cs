namespace K8sOps.Runbooks.Help;

/// <summary>How a parameter is in one parameter set.</summary>
public sealed record ParameterSetMetadata
{
    /// <summary>The set's name; null for all sets.</summary>
    public string? Name { get; init; }

    /// <summary>Whether it must be given.</summary>
    public bool IsMandatory { get; init; }

    /// <summary>Its position from 0; null for one that is named.</summary>
    public int? Position { get; init; }

    /// <summary>Whether a pipeline object itself binds to it.</summary>
    public bool FromPipeline { get; init; }

    /// <summary>Whether a pipeline object's property of its name binds to it.</summary>
    public bool FromPipelineByPropertyName { get; init; }
}
