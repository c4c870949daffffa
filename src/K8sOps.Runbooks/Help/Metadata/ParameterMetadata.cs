namespace K8sOps.Runbooks.Help;

/// <summary>What a compiled module says of one parameter.</summary>
public sealed record ParameterMetadata
{
    /// <summary>The name, without the dash.</summary>
    public required string Name { get; init; }

    /// <summary>The type's full name; what stands within <c>Nullable</c> stands for it. Arrays end with <c>[]</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The type's name as help shows it, such as <c>String[]</c>.</summary>
    public string ShortType => Type[(Type.LastIndexOf('.') + 1)..];

    /// <summary>Whether it is a switch.</summary>
    public bool IsSwitch => Type == "System.Management.Automation.SwitchParameter";

    /// <summary>Whether it takes more than one value.</summary>
    public bool IsArray => Type.EndsWith("[]", StringComparison.Ordinal);

    /// <summary>Other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether it takes wildcards.</summary>
    public bool SupportsWildcards { get; init; }

    /// <summary>Whether it is only for the pipeline, and not shown to people.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The value that it has when it is left out, as it would be typed; null where it has none or it cannot be known.</summary>
    public string? Default { get; init; }

    /// <summary>The values it can have: those of its enumeration, or those that it is held to.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The full names of the attributes it carries.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>The full name of the class that completes it, or null.</summary>
    public string? Completer { get; init; }

    /// <summary>The sets that it is in.</summary>
    public required IReadOnlyList<ParameterSetMetadata> Sets { get; init; }

    /// <summary>How it is in a set; null when it is not. A parameter without sets is in all of them.</summary>
    public ParameterSetMetadata? In(string? set) => Sets.FirstOrDefault(s => s.Name == set) ?? Sets.FirstOrDefault(s => s.Name is null);
}
