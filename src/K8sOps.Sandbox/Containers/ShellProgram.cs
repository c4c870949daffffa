using System.Globalization;
using System.Text;

namespace K8sOps.Sandbox.Containers;

/// <summary>The shell of every container, as far as <see cref="ShellScript"/> reads.</summary>
internal sealed class ShellProgram(Func<IReadOnlyList<IContainerProgram>> programs) : IContainerProgram
{
    public bool Has(ProgramContainer container, string name) => name is "sh" or "bash" or "ash" or "dash";

    public async Task<int> RunAsync(ProgramCall call, CancellationToken cancellationToken)
    {
        var script = call.Argv.Count > 2 && call.Argv[1] is "-c" or "-ec" or "-lc" ? call.Argv[2] : await InputAsync(call, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ShellCommand> commands;
        try
        {
            commands = ShellScript.Parse(script);
        }
        catch (FormatException error)
        {
            return await call.FailAsync(2, $"{call.Argv[0]}: the sandbox's shell does not know {error.Message}", cancellationToken).ConfigureAwait(false);
        }

        var variables = new Dictionary<string, string>(call.Environment, StringComparer.Ordinal);
        var code = 0;
        Stream input = call.Input;
        for (var i = 0; i < commands.Count; i++)
        {
            var command = commands[i];
            if ((command.After == "&&" && code != 0) || (command.After == "||" && code == 0)) continue;
            if (command.After != "|") input = call.Input;
            var isPiped = i + 1 < commands.Count && commands[i + 1].After == "|";
            using var pipe = new MemoryStream();
            var words = command.Words.Select(word => Expanded(word, variables, code)).ToList();
            var output = isPiped ? pipe : call.Output;
            var given = call.With(words, input, Chosen(command.Output, output, call.Error), Chosen(command.Error, output, call.Error), variables);
            if (words[0] == "exit") return words.Count > 1 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked & 255 : code;
            code = await OneAsync(given, variables, cancellationToken).ConfigureAwait(false);
            if (isPiped) input = new MemoryStream(pipe.ToArray(), writable: false);
        }

        return code;
    }

    private async Task<int> OneAsync(ProgramCall call, Dictionary<string, string> variables, CancellationToken cancellationToken)
    {
        var words = call.Argv.SkipWhile(static word => word is "exec" or "export").ToList();
        while (words.Count > 0 && words[0].IndexOf('=', StringComparison.Ordinal) is > 0 and var at && words[0][..at].All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
        {
            variables[words[0][..at]] = words[0][(at + 1)..];
            words.RemoveAt(0);
        }

        if (words is [] or ["set", ..] or ["cd", ..] or [":", ..]) return 0;
        call = call.With(words, call.Input, call.Output, call.Error, variables);
        if (ProgramTable.Find(programs(), call) is { } program) return await program.RunAsync(call, cancellationToken).ConfigureAwait(false);
        return await call.FailAsync(127, $"sh: 1: {words[0]}: not found", cancellationToken).ConfigureAwait(false);
    }

    private static Stream Chosen(int number, Stream output, Stream error) => number switch { 1 => output, 2 => error, _ => Stream.Null };

    private static async Task<string> InputAsync(ProgramCall call, CancellationToken cancellationToken)
    {
        if (call.Argv.Count > 1 && call.Container.Files.Read(call.Argv[1]) is { } file) return Encoding.UTF8.GetString(file);
        using var text = new MemoryStream();
        var buffer = new byte[4096];
        int read;
        while ((read = await call.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0) text.Write(buffer, 0, read);
        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static string Expanded(string word, Dictionary<string, string> variables, int code)
    {
        if (!word.Contains(ShellScript.Variable, StringComparison.Ordinal)) return word;
        var result = new StringBuilder();
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] != ShellScript.Variable)
            {
                result.Append(word[i]);
                continue;
            }

            var isBraced = i + 1 < word.Length && word[i + 1] == '{';
            var start = i + (isBraced ? 2 : 1);
            var end = start;
            while (end < word.Length && (char.IsAsciiLetterOrDigit(word[end]) || word[end] == '_')) end++;
            if (end == start && end < word.Length && word[end] == '?') end++;
            var name = word[start..end];
            result.Append(name == "?" ? code.ToString(CultureInfo.InvariantCulture) : variables.GetValueOrDefault(name, ""));
            i = isBraced && end < word.Length ? end : end - 1;
        }

        return result.ToString();
    }
}
