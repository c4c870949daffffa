using K8sOps.Host;

namespace K8sOps.Console.Running;

/// <summary>A pipeline to run and how to write what comes out of it.</summary>
/// <param name="Calls">The commands.</param>
/// <param name="Format">The form of the output.</param>
public sealed record Invocation(IReadOnlyList<CommandCall> Calls, OutputFormat Format)
{
    private static readonly string[] s_outputNames = ["output", "o"];

    /// <summary>
    /// Reads the program's arguments: either a command and its arguments as words of the shell, or one quoted pipeline; anywhere
    /// among them <c>-Output table|json|yaml</c>.
    /// </summary>
    /// <exception cref="UsageException">They cannot be understood.</exception>
    /// <exception cref="CommandLineException">The quoted pipeline cannot be read.</exception>
    public static Invocation Read(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var rest = new List<string>();
        var format = OutputFormat.Table;
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            var colon = word.IndexOf(':', StringComparison.Ordinal);
            var name = colon < 0 ? word : word[..colon];
            if (!name.StartsWith('-') || !s_outputNames.Contains(name.TrimStart('-').ToLowerInvariant()))
            {
                rest.Add(word);
                continue;
            }

            var value = colon >= 0 ? word[(colon + 1)..] : i + 1 < arguments.Count ? arguments[++i] : "";
            if (!Enum.TryParse(value, ignoreCase: true, out format) || !Enum.IsDefined(format) || char.IsDigit(value[0]))
            {
                throw new UsageException($"-Output takes table, json or yaml, not '{value}'.");
            }
        }

        if (rest.Count == 0) throw new UsageException("There is no command.");
        if (!rest[0].Any(c => char.IsWhiteSpace(c) || c == '|')) return new Invocation([Words(rest)], format);
        if (rest.Count > 1) throw new UsageException($"After a quoted pipeline there is room for -Output only, not for '{rest[1]}'.");
        return new Invocation(CommandLineParser.Parse(rest[0]), format);
    }

    /// <summary>One command as words that the shell has already taken apart.</summary>
    private static CommandCall Words(List<string> words)
    {
        var arguments = new List<CommandArgument>();
        foreach (var word in words.Skip(1))
        {
            if (word.StartsWith("--", StringComparison.Ordinal) && word.Length > 2)
            {
                throw new UsageException($"Parameters have one dash: -{word.TrimStart('-')}");
            }

            if (word.Length < 2 || word[0] != '-' || !(char.IsLetter(word[1]) || word[1] == '_'))
            {
                arguments.Add(new CommandArgument(null, Value(word)));
                continue;
            }

            var colon = word.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0) arguments.Add(new CommandArgument(word[1..], null, HasValue: false));
            else if (colon == word.Length - 1) throw new UsageException($"{word} has no value. The shell takes $true and $false away: write {word}false, or put it in single quotes.");
            else arguments.Add(new CommandArgument(word[1..colon], Switch(word[(colon + 1)..])));
        }

        return new CommandCall(words[0], arguments, string.Join(' ', words));
    }

    private static object? Switch(string text) => text.ToUpperInvariant() switch
    {
        "TRUE" => true,
        "FALSE" => false,
        _ => Value(text),
    };

    /// <summary>A word; with commas and no space in it, a list as in PowerShell.</summary>
    private static object? Value(string word)
    {
        if (!word.Contains(',', StringComparison.Ordinal) || word.Any(char.IsWhiteSpace)) return CommandLineParser.Literal(word);
        return word.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(object? (w) => w).ToArray();
    }
}
