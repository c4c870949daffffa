using System.Globalization;

namespace K8sOps.Runbooks.Help;

/// <summary>Something in a page that is not as it must be.</summary>
/// <param name="File">The file, as it was named when it was opened.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character, from 1.</param>
/// <param name="IsError">Whether no help can be made of it; otherwise the help is made, and lacks something.</param>
/// <param name="Message">What is wrong, and what is expected.</param>
public sealed record HelpProblem(string File, int Line, int Column, bool IsError, string Message)
{
    /// <summary>The problem in the form that builds and editors understand.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}({Line},{Column}): {(IsError ? "error" : "warning")} {(IsError ? "HELP001" : "HELP002")}: {Message}");
}
