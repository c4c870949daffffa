namespace K8sOps.Engine;

/// <summary>
/// A command that takes <c>Name</c> from the pipeline and works on one kind only. <c>Get-K8sNode | Remove-K8sPod</c> would bind
/// by name and delete a pod that is called like the node; the guard refuses it.
/// </summary>
internal interface IKindGuarded
{
    /// <summary>The kind of the object that was piped in, or null.</summary>
    string? Kind { get; }

    /// <summary>The kind that the command works on, as a person would say it.</summary>
    string ExpectedKind { get; }

    /// <summary>Whether the command works on objects of the kind.</summary>
    bool Takes(string kind) => string.Equals(kind, ExpectedKind, StringComparison.OrdinalIgnoreCase);
}
