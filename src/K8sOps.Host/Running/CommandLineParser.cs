using System.Management.Automation;
using System.Text;

namespace K8sOps.Host;

/// <summary>
/// Reads one pipeline: <c>Verb-Noun -P value, other 'quoted' -Switch -Flag:$false | Verb-Noun …</c>. No variables but
/// <c>$true</c>, <c>$false</c> and <c>$null</c>, no expressions: what would need them is refused, never guessed.
/// </summary>
public sealed class CommandLineParser
{
    private readonly string _line;
    private int _at;
    private bool _onlyValues;

    private CommandLineParser(string line) => _line = line;

    private char Here => _at < _line.Length ? _line[_at] : '\0';

    private bool AtEndOfCommand => _at >= _line.Length || Here == '|';

    /// <summary>The commands of a pipeline.</summary>
    /// <exception cref="CommandLineException">The line cannot be read.</exception>
    public static IReadOnlyList<CommandCall> Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return new CommandLineParser(line).ReadPipeline();
    }

    /// <summary>One value as it would be read in a command line, such as <c>5</c>, <c>a,b</c> or <c>$true</c>.</summary>
    /// <exception cref="CommandLineException">The text is not one value.</exception>
    public static object? ParseValue(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new CommandLineParser(text);
        parser.SkipSpace();
        var value = parser.ReadList();
        parser.SkipSpace();
        return parser._at == text.Length ? value : throw parser.Unreadable($"'{text}' is more than one value.");
    }

    /// <summary>A word that somebody else has already taken out of its quotes: a constant, a number with its spelling, or a text.</summary>
    public static object? Literal(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.ToUpperInvariant() switch
        {
            "$TRUE" => true,
            "$FALSE" => false,
            "$NULL" => null,
            _ => NumberReader.TryRead(word, out var number) ? new PSObject(number) { TokenText = word } : word,
        };
    }

    private List<CommandCall> ReadPipeline()
    {
        var calls = new List<CommandCall>();
        do
        {
            SkipSpace();
            if (AtEndOfCommand) throw Unreadable(calls.Count == 0 ? "There is no command." : "An empty pipe element is not allowed.");
            calls.Add(ReadCommand());
        }
        while (Take('|'));
        return calls;
    }

    private CommandCall ReadCommand()
    {
        var name = ReadWord();
        var arguments = new List<CommandArgument>();
        _onlyValues = false;
        for (SkipSpace(); !AtEndOfCommand; SkipSpace())
        {
            // After "--" everything is a value.
            if (!_onlyValues && TakeDashes()) _onlyValues = true;
            else arguments.Add(ReadArgument());
        }

        return new CommandCall(name, arguments, _line);
    }

    private CommandArgument ReadArgument()
    {
        if (_onlyValues || Here != '-' || _at + 1 >= _line.Length || !(char.IsLetter(_line[_at + 1]) || _line[_at + 1] is '_' or '?'))
        {
            return new CommandArgument(null, ReadList());
        }

        _at++;
        var start = _at;
        while (_at < _line.Length && !char.IsWhiteSpace(Here) && Here is not (':' or '|' or ',')) _at++;
        var name = _line[start.._at];
        if (!Take(':')) return new CommandArgument(name, null, HasValue: false);
        SkipSpace();
        if (AtEndOfCommand) throw Unreadable($"-{name}: has no value.");
        return new CommandArgument(name, ReadList());
    }

    private bool TakeDashes()
    {
        if (Here != '-' || _at + 1 >= _line.Length || _line[_at + 1] != '-') return false;
        if (_at + 2 < _line.Length && !char.IsWhiteSpace(_line[_at + 2])) return false;
        _at += 2;
        return true;
    }

    private object? ReadList()
    {
        var first = ReadValue();
        if (!ListGoesOn()) return first;
        var values = new List<object?> { PSObject.Unwrap(first) };
        while (ListGoesOn())
        {
            SkipSpace();
            _at++;
            SkipSpace();
            if (AtEndOfCommand) throw Unreadable("Missing an argument after ','.");
            // In a list a number is but a number; only alone it keeps its spelling.
            values.Add(PSObject.Unwrap(ReadValue()));
        }

        return values.ToArray();
    }

    private bool ListGoesOn()
    {
        var next = _at;
        while (next < _line.Length && char.IsWhiteSpace(_line[next])) next++;
        return next < _line.Length && _line[next] == ',';
    }

    private object? ReadValue()
    {
        switch (Here)
        {
            case '\'':
                return ReadQuoted('\'');
            case '"':
                return ReadQuoted('"');
            case '@' when _at + 1 < _line.Length && _line[_at + 1] == '(':
                _at += 2;
                return ReadArray();
            case '$':
                return ReadConstant();
        }

        var word = ReadWord();
        return NumberReader.TryRead(word, out var number) ? new PSObject(number) { TokenText = word } : word;
    }

    private object?[] ReadArray()
    {
        SkipSpace();
        if (Take(')')) return [];
        var value = ReadList();
        SkipSpace();
        if (!Take(')')) throw Unreadable("Missing closing ')'.");
        return value as object?[] ?? [PSObject.Unwrap(value)];
    }

    private object? ReadConstant()
    {
        var start = _at;
        var word = ReadWord();
        return word.ToUpperInvariant() switch
        {
            "$TRUE" => true,
            "$FALSE" => false,
            "$NULL" => null,
            _ => throw new CommandLineException($"{word} is a variable, and there are none here; only $true, $false and $null. Put a literal text in single quotes.", start),
        };
    }

    private string ReadWord()
    {
        var word = new StringBuilder();
        var start = _at;
        while (_at < _line.Length && !char.IsWhiteSpace(Here) && Here is not ('|' or ','))
        {
            if (Here is ';' or '&' or '(' or ')' or '{' or '}' or '>' or '<')
            {
                if (Here == ')' && word.Length > 0) break;
                throw Unreadable($"'{Here}' is PowerShell that is not understood here: this is one pipeline of commands with literal arguments. Put a literal text in single quotes.");
            }

            if (Here is '\'' or '"')
            {
                word.Append(ReadQuoted(Here));
                continue;
            }

            if (Here == '`' && _at + 1 < _line.Length) _at++;
            word.Append(Here);
            _at++;
        }

        return _at > start ? word.ToString() : throw Unreadable($"Unexpected '{Here}'.");
    }

    private string ReadQuoted(char quote)
    {
        var start = _at++;
        var text = new StringBuilder();
        while (_at < _line.Length)
        {
            if (Here == quote)
            {
                _at++;
                // A doubled quote is one of the text.
                if (Here != quote) return text.ToString();
            }
            else if (quote == '"' && Here == '$' && _at + 1 < _line.Length && (char.IsLetter(_line[_at + 1]) || _line[_at + 1] is '(' or '{'))
            {
                throw Unreadable("A variable in double quotes is not understood here. Put a literal text in single quotes.");
            }
            else if (quote == '"' && Here == '`' && _at + 1 < _line.Length)
            {
                _at++;
                text.Append(Here switch { 'n' => '\n', 't' => '\t', 'r' => '\r', '0' => '\0', 'e' => '\u001b', var c => c });
                _at++;
                continue;
            }

            text.Append(Here);
            _at++;
        }

        throw new CommandLineException($"The string is missing the terminator: {quote}.", start);
    }

    private bool Take(char c)
    {
        if (Here != c) return false;
        _at++;
        return true;
    }

    private void SkipSpace()
    {
        while (char.IsWhiteSpace(Here)) _at++;
    }

    private CommandLineException Unreadable(string message) => new(message, Math.Min(_at, _line.Length));
}
