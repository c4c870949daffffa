namespace K8sOps.Runbooks.Help;

/// <summary>Where to read on.</summary>
/// <param name="Text">A command's name, a topic or words.</param>
/// <param name="Uri">An address on the web, or empty.</param>
public sealed record HelpLink(string Text, string Uri);
