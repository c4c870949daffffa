using System.Text.RegularExpressions;
using K8sOps.Runbooks.Help;

namespace K8sOps.Tests.Contracts;

/// <summary>Finds the module's commands in a piece of PowerShell, and what is given to them that they do not have.</summary>
internal static partial class ExampleReader
{
    private static readonly string[] s_common =
    [
        "Verbose", "Debug", "ErrorAction", "WarningAction", "InformationAction", "ProgressAction", "ErrorVariable", "WarningVariable", "InformationVariable", "OutVariable", "OutBuffer", "PipelineVariable",
    ];

    public static IEnumerable<string> Wrong(string code)
    {
        // Strings and comments hold words that only look like commands.
        var bare = Quoted().Replace(code, "''");
        foreach (Match command in Command().Matches(bare))
        {
            var name = command.Groups["name"].Value;
            var metadata = Repository.Commands.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase));
            if (metadata is null)
            {
                yield return $"there is no command {name}";
                continue;
            }

            foreach (var given in Parameter().Matches(command.Groups["rest"].Value).Select(m => m.Groups[1].Value))
            {
                if (!Has(metadata, given)) yield return $"{name} has no parameter -{given}";
            }
        }
    }

    private static bool Has(CommandMetadata command, string name) =>
        s_common.Contains(name, StringComparer.OrdinalIgnoreCase)
        || command.Parameters.Any(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase) || p.Aliases.Contains(name, StringComparer.OrdinalIgnoreCase));

    [GeneratedRegex(@"'[^'\n]*'|""[^""\n]*""|#[^\n]*")]
    private static partial Regex Quoted();

    /// <summary>A command of this module's nouns, and what follows it up to the end of its part of the pipeline.</summary>
    [GeneratedRegex(@"(?<name>\b[A-Z][a-z]+-(?:K8s|Flux)[A-Za-z]*)(?<rest>[^|;\n(){}]*)")]
    private static partial Regex Command();

    [GeneratedRegex(@"(?<=\s)-([A-Za-z]\w*)")]
    private static partial Regex Parameter();
}
