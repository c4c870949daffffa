namespace K8sOps.Completers;

/// <summary>One word to offer.</summary>
/// <param name="Text">The word.</param>
/// <param name="ToolTip">What to say about it.</param>
internal sealed record Completion(string Text, string ToolTip);
