namespace K8sOps;

/// <summary>What is waited for.</summary>
public sealed record ResourceGoal
{
    /// <summary>A condition that is to be reached, as <c>Ready</c> or <c>Available=False</c>; null for none.</summary>
    public string? Condition { get; init; }

    /// <summary>A field, as <c>.status.phase</c>; null for none.</summary>
    public string? Property { get; init; }

    /// <summary>The value of <see cref="Property"/>, literal or with wildcards; null for any.</summary>
    public string? Value { get; init; }

    /// <summary>True to wait until the object is gone.</summary>
    public bool IsDeletion { get; init; }

    /// <summary>The very object that is to be gone; a namesake that came after it counts as gone. Null for whatever has the name.</summary>
    public string? Uid { get; init; }

    /// <inheritdoc/>
    public override string ToString() => IsDeletion ? "to be gone"
        : Condition is not null ? $"to have {(Condition.Contains('=', StringComparison.Ordinal) ? Condition : Condition + "=True")}"
        : Property is not null ? Value is null ? $"to have {Property} set" : $"to have {Property} {Value}"
        : "to be there";
}
