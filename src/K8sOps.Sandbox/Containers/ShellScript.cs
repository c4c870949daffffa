using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Containers;

/// <summary>
/// Reads a shell script as far as the sandbox's shell goes: simple commands with quotes, variables, <c>;</c>, <c>&amp;&amp;</c>, <c>||</c>,
/// <c>|</c>, and output sent to the other output or to /dev/null. Loops, conditions, substitutions and files to write to are refused.
/// </summary>
internal sealed class ShellScript
{
    /// <summary>Stands before a name that is to be expanded, instead of the dollar sign.</summary>
    public const char Variable = '\u0001';

    private static readonly string[] Refused = ["if", "for", "while", "until", "case", "function", "{", "(", "[["];
    private readonly string _text;
    private readonly List<ShellCommand> _commands = [];
    private List<string> _words = [];
    private string _after = ";";
    private int _output = 1;
    private int _error = 2;
    private int _at;

    private ShellScript(string text) => _text = text;

    /// <summary>The script's commands, in order.</summary>
    /// <exception cref="FormatException">The script has something that this shell does not know.</exception>
    public static IReadOnlyList<ShellCommand> Parse(string text)
    {
        var script = new ShellScript(text);
        script.Read();
        return script._commands;
    }

    /// <summary>What a container that runs a shell writes by <c>echo</c>: its own log.</summary>
    public static IReadOnlyList<string> Echoes(JsonObject container)
    {
        string[] argv = [.. container.Texts("command"), .. container.Texts("args")];
        if (argv.Length == 0) return [];
        if (ProgramCall.NameOf(argv[0]) == "echo") return [string.Join(' ', argv[1..])];
        if (argv.Length < 3 || argv[1] is not ("-c" or "-ec" or "-e") || ProgramCall.NameOf(argv[0]) is not ("sh" or "bash" or "ash")) return [];
        try
        {
            return [.. Parse(argv[2]).Where(static command => command is { Output: > 0 } && command.Words is ["echo", ..]).Select(static command => string.Join(' ', command.Words.Skip(1)).Replace(Variable, '$'))];
        }
        catch (FormatException)
        {
            // A script beyond this shell: what it writes is not known.
            return [];
        }
    }

    /// <summary>What becomes of a container that runs a shell which only speaks, sleeps and ends; null for any other.</summary>
    public static ContainerFate? FateOf(JsonObject container)
    {
        string[] argv = [.. container.Texts("command"), .. container.Texts("args")];
        if (argv.Length < 3 || argv[1] is not ("-c" or "-ec") || ProgramCall.NameOf(argv[0]) is not ("sh" or "bash" or "ash")) return null;
        IReadOnlyList<ShellCommand> commands;
        try
        {
            commands = Parse(argv[2]);
        }
        catch (FormatException)
        {
            // Beyond this shell: the table of commands may know it.
            return null;
        }

        var (seconds, code) = (1.0, 0);
        foreach (var words in commands.Select(static command => command.Words))
        {
            if (words is ["exit", ..]) return Ends(words.Count > 1 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given & 255 : code);
            if (words is ["sleep", "infinity" or "inf"]) return new ContainerFate(TimeSpan.Zero, null, 0, IsOutOfMemory: false, Echoes(container));
            if (words is ["sleep", var time] && double.TryParse(time, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var slept)) seconds += slept;
            else if (words is not (["echo", ..] or ["true"] or ["false"] or [":"])) return null;
            code = words[0] == "false" ? 1 : 0;
        }

        return Ends(code);

        ContainerFate Ends(int exitCode) => new(TimeSpan.Zero, TimeSpan.FromSeconds(seconds), exitCode, IsOutOfMemory: false, Echoes(container));
    }

    private void Read()
    {
        while (_at < _text.Length)
        {
            var letter = _text[_at];
            if (letter is ' ' or '\t') _at++;
            else if (letter == '#') SkipComment();
            else if (letter is ';' or '\n') End(";", 1);
            else if (Is("&&")) End("&&", 2);
            else if (Is("||")) End("||", 2);
            else if (letter == '|') End("|", 1);
            else if (letter is '&' or '(' or ')' or '<' or '`') throw new FormatException($"'{letter}'");
            else if (!Redirected()) Word();
        }

        End(";", 0);
    }

    private bool Is(string text) => string.CompareOrdinal(_text, _at, text, 0, text.Length) == 0;

    private void SkipComment()
    {
        while (_at < _text.Length && _text[_at] != '\n') _at++;
    }

    private void End(string next, int length)
    {
        _at += length;
        if (_words.Count > 0)
        {
            if (Refused.Contains(_words[0])) throw new FormatException($"'{_words[0]}'");
            _commands.Add(new ShellCommand(_words, _after, _output, _error));
        }

        (_words, _after, _output, _error) = ([], next, 1, 2);
    }

    private bool Redirected()
    {
        foreach (var (text, from, to) in (ReadOnlySpan<(string, int, int)>)[("2>&1", 2, 1), ("1>&2", 1, 2), (">&2", 1, 2), ("2>/dev/null", 2, 0), ("2> /dev/null", 2, 0), (">/dev/null", 1, 0), ("> /dev/null", 1, 0)])
        {
            if (!Is(text)) continue;
            _at += text.Length;
            if (from == 1) _output = to == 2 ? _error : to;
            else _error = to == 1 ? _output : to;
            return true;
        }

        return _text[_at] == '>' ? throw new FormatException("'>' into a file") : false;
    }

    private void Word()
    {
        var word = new StringBuilder();
        while (_at < _text.Length && _text[_at] is not (' ' or '\t' or '\n' or ';' or '|' or '&' or '>' or '<' or '(' or ')'))
        {
            var letter = _text[_at++];
            if (letter == '\'') word.Append(Quoted('\'', expands: false));
            else if (letter == '"') word.Append(Quoted('"', expands: true));
            else if (letter == '\\' && _at < _text.Length) word.Append(_text[_at++]);
            else if (letter == '`') throw new FormatException("'`'");
            else word.Append(letter == '$' ? Dollar() : letter);
        }

        _words.Add(word.ToString());
    }

    private string Quoted(char end, bool expands)
    {
        var text = new StringBuilder();
        while (_at < _text.Length && _text[_at] != end)
        {
            var letter = _text[_at++];
            if (expands && letter == '\\' && _at < _text.Length && _text[_at] is '"' or '\\' or '$') text.Append(_text[_at++]);
            else text.Append(expands && letter == '$' ? Dollar() : letter);
        }

        if (_at++ >= _text.Length) throw new FormatException("an unterminated quote");
        return text.ToString();
    }

    private char Dollar() => _at < _text.Length && _text[_at] == '(' ? throw new FormatException("'$('")
        : _at < _text.Length && (char.IsAsciiLetter(_text[_at]) || _text[_at] is '_' or '{' or '?') ? Variable : '$';
}
