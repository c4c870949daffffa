namespace K8sOps.Sandbox.Containers;

/// <summary>One simple command of a shell script.</summary>
/// <param name="Words">Program and arguments, unquoted; what is to be expanded is marked.</param>
/// <param name="After">What joins it to the command before: <c>;</c>, <c>&amp;&amp;</c>, <c>||</c> or <c>|</c>.</param>
/// <param name="Output">Where its output goes: 1 and 2 as usual, 0 nowhere.</param>
/// <param name="Error">Where its error output goes.</param>
internal sealed record ShellCommand(IReadOnlyList<string> Words, string After, int Output, int Error);
