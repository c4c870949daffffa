namespace K8sOps.Runbooks.Help;

/// <summary>A type that goes into a command or comes out of it.</summary>
/// <param name="Name">The type's full name.</param>
/// <param name="Description">Paragraphs.</param>
public sealed record CommandHelpType(string Name, IReadOnlyList<string> Description);
