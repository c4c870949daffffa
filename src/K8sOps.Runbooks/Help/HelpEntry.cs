namespace K8sOps.Runbooks.Help;

/// <summary>A named thing and what is said of it.</summary>
/// <param name="Name">A parameter's name without the dash, or a type's full name.</param>
/// <param name="Text">Paragraphs.</param>
/// <param name="Line">The line of its heading, from 1.</param>
public sealed record HelpEntry(string Name, IReadOnlyList<string> Text, int Line);
