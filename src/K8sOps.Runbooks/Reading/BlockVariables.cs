using System.Text.RegularExpressions;

namespace K8sOps.Runbooks;

/// <summary>The variables that code mentions: generously, so that no parameter that a step needs is missed.</summary>
internal static partial class BlockVariables
{
    public static IEnumerable<string> Of(string code) => Variable().Matches(code).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"[$@]\{?([A-Za-z_][A-Za-z0-9_]*)")]
    private static partial Regex Variable();
}
