namespace K8sOps;

/// <summary>What a service throws on purpose: everything that an error record needs.</summary>
public sealed class OperationException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="id">PascalCase, documented in docs/errors.md.</param>
    /// <param name="category">The category.</param>
    /// <param name="target">The object it is about, as a person would name it.</param>
    /// <param name="message">What failed, on which object, why.</param>
    /// <param name="remedy">The command to type, or what to do; null where nothing is known to help.</param>
    /// <param name="inner">The cause.</param>
    public OperationException(string id, OperationCategory category, string? target, string message, string? remedy = null, Exception? inner = null)
        : base(message, inner)
    {
        Id = id;
        Category = category;
        Target = target;
        Remedy = remedy;
    }

    /// <summary>The stable id.</summary>
    public string Id { get; }

    /// <summary>The category.</summary>
    public OperationCategory Category { get; }

    /// <summary>The object it is about.</summary>
    public string? Target { get; }

    /// <summary>What to do.</summary>
    public string? Remedy { get; }
}
