namespace K8sOps.Runbooks.Help;

/// <summary>A parameter in a command's help.</summary>
public sealed record CommandHelpParameter
{
    /// <summary>The name, without the dash.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for: paragraphs; empty within a syntax.</summary>
    public required IReadOnlyList<string> Description { get; init; }

    /// <summary>The short name of its type; null for a switch, and in a syntax that shows its values instead.</summary>
    public string? Type { get; init; }

    /// <summary>The values it can have, where they are a closed set; only in a syntax.</summary>
    public required IReadOnlyList<string> Values { get; init; }

    /// <summary>Whether it must be given.</summary>
    public required bool IsRequired { get; init; }

    /// <summary>Whether it takes several values.</summary>
    public required bool IsArray { get; init; }

    /// <summary>Whether it takes wildcards.</summary>
    public required bool SupportsWildcards { get; init; }

    /// <summary><c>True (ByValue, ByPropertyName)</c>, or <c>False</c>.</summary>
    public required string PipelineInput { get; init; }

    /// <summary>The position from 0, or <c>named</c>.</summary>
    public required string Position { get; init; }

    /// <summary>Other names, or <c>none</c>.</summary>
    public required string Aliases { get; init; }

    /// <summary>The value that it has when it is left out, or <c>None</c>; empty within a syntax.</summary>
    public required string Default { get; init; }

    /// <summary>Whether it is a switch.</summary>
    public bool IsSwitch => Type is null && Values.Count == 0;
}
