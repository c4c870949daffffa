using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace K8sOps.Flux;

/// <summary>
/// Puts variables into a text as kustomize-controller does (its shell-like expansion, package <c>envsubst</c>): <c>${var}</c>, defaults,
/// lengths, parts, replacements, upper and lower case, and <c>$$</c> for a dollar. A variable that is not known is empty.
/// </summary>
internal sealed class FluxVariableText
{
    private const int Deepest = 32;
    private readonly string _text;
    private readonly IReadOnlyDictionary<string, string> _values;
    private int _at;
    private int _depth;

    private FluxVariableText(string text, IReadOnlyDictionary<string, string> values)
    {
        _text = text;
        _values = values;
    }

    /// <summary>The text with its variables put in.</summary>
    /// <exception cref="FormatException">It has an expression that the controller refuses too.</exception>
    public static string Expand(string text, IReadOnlyDictionary<string, string> values)
    {
        if (!text.Contains('$', StringComparison.Ordinal)) return text;
        var expansion = new FluxVariableText(text, values);
        return expansion.All();
    }

    private string All()
    {
        var result = new StringBuilder(_text.Length);
        while (_at < _text.Length)
        {
            if (Takes("${")) result.Append(Expression());
            else if (Takes("$$")) result.Append('$');
            else result.Append(_text[_at++]);
        }

        return result.ToString();
    }

    /// <summary>What follows <c>${</c>, with its closing brace.</summary>
    private string Expression()
    {
        if (++_depth > Deepest) throw new FormatException($"its expressions are nested more than {Deepest} deep");
        var result = Next == '#' ? Length() : OfVariable();
        _depth--;
        return result;
    }

    private string Length()
    {
        _at++;
        var value = Value(Name());
        Close();
        return Encoding.UTF8.GetByteCount(value).ToString(CultureInfo.InvariantCulture);
    }

    private string OfVariable()
    {
        var value = Value(Name());
        switch (Next)
        {
            case ':' when _at + 1 < _text.Length && _text[_at + 1] is '=' or '-' or '?' or '+':
                _at += 2;
                return Default(value);
            case '=':
                _at++;
                return Default(value);
            case ':':
                _at++;
                return Part(value);
            case ',' or '^':
                return Cased(value);
            case '/':
                _at++;
                return Replaced(value);
            case '#' or '%':
                return Cut(value);
            default:
                Close();
                return value;
        }
    }

    // ":=", ":-", ":?" and ":+" are one to the controller, and an empty value counts as none.
    private string Default(string value)
    {
        var text = new StringBuilder();
        while (Next != '}') text.Append(Takes("${") ? Expression() : Until("}"));
        Close();
        return value.Length == 0 ? text.ToString() : value;
    }

    // Positions are those of bytes; what is no number leaves the value as it is.
    private string Part(string value)
    {
        var position = Argument(":}");
        string? length = null;
        if (Next == ':')
        {
            while (Next == ':') _at++;
            length = Argument("}");
        }

        Close();
        var bytes = Encoding.UTF8.GetBytes(value);
        if (!Whole(position, out var start)) return value;
        if (start < 0) start = Math.Max(0, bytes.Length + start);
        if (length is null) return start < bytes.Length ? Encoding.UTF8.GetString(bytes, start, bytes.Length - start) : "";
        if (!Whole(length, out var count)) return value;
        var end = count < 0 ? bytes.Length + count : (int)Math.Min((long)start + count, bytes.Length);
        return end > start ? Encoding.UTF8.GetString(bytes, start, end - start) : "";
    }

    private string Cased(string value)
    {
        var sign = Next;
        _at++;
        var isWhole = Next == sign;
        if (isWhole) _at++;
        Close();
        if (value.Length == 0) return value;
        var first = isWhole ? value : value[..1];
#pragma warning disable CA1308 // lower case is what was asked for
        return (sign == '^' ? first.ToUpperInvariant() : first.ToLowerInvariant()) + (isWhole ? "" : value[1..]);
#pragma warning restore CA1308
    }

    private string Replaced(string value)
    {
        var where = Next is '/' or '#' or '%' ? _text[_at++] : ' ';
        var pattern = Next == '/' ? "" : Argument("/", isEscaped: true);
        if (Next != '/') throw Bad();
        while (Next == '/') _at++;
        var with = Next == '}' ? null : Argument("}", isEscaped: true);
        Close();
        return where switch
        {
            '/' => pattern.Length == 0 ? value : value.Replace(pattern, with ?? "", StringComparison.Ordinal),
            '#' => with is not null && value.StartsWith(pattern, StringComparison.Ordinal) ? with + value[pattern.Length..] : value,
            '%' => with is not null && value.EndsWith(pattern, StringComparison.Ordinal) ? value[..^pattern.Length] + with : value,
            _ => value.IndexOf(pattern, StringComparison.Ordinal) is >= 0 and var at ? value[..at] + with + value[(at + pattern.Length)..] : value,
        };
    }

    private string Cut(string value)
    {
        var isSuffix = Next == '%';
        var sign = Next;
        _at++;
        var isLongest = Next == sign;
        if (isLongest) _at++;
        var pattern = Argument("}");
        Close();
        if (pattern.AsSpan().IndexOfAny('[', '\\') >= 0) throw new FormatException($"the pattern '{pattern}' has more than * and ?, which is not read here");
        var shape = new Regex("^(?:" + Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal) + @")\z", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        for (var i = 1; i <= value.Length; i++)
        {
            var count = isLongest ? value.Length - i + 1 : i;
            if (shape.IsMatch(isSuffix ? value[^count..] : value[..count])) return isSuffix ? value[..^count] : value[count..];
        }

        return value;
    }

    /// <summary>An argument: an expression, or text up to one of the ends.</summary>
    private string Argument(string ends, bool isEscaped = false) => Takes("${") ? Expression() : Until(ends, isEscaped);

    private string Until(string ends, bool isEscaped = false)
    {
        var text = new StringBuilder();
        var start = _at;
        while (_at < _text.Length && !ends.Contains(_text[_at], StringComparison.Ordinal) && !IsAt("${"))
        {
            if (isEscaped && (IsAt("$$") || IsAt(@"\/") || IsAt(@"\\"))) _at++;
            text.Append(_text[_at++]);
        }

        return _at == start || _at >= _text.Length ? throw Bad() : text.ToString();
    }

    private string Name()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] == '_')) _at++;
        return _at == start ? throw new FormatException("it has a ${ that no name of a variable follows ($${ stands for the text ${)") : _text[start.._at];
    }

    private void Close()
    {
        if (!Takes("}")) throw Bad();
    }

    private char Next => _at < _text.Length ? _text[_at] : throw Bad();

    private bool IsAt(string part) => string.CompareOrdinal(_text, _at, part, 0, part.Length) == 0;

    private bool Takes(string part)
    {
        if (!IsAt(part)) return false;
        _at += part.Length;
        return true;
    }

    private string Value(string name) => _values.GetValueOrDefault(name, "");

    private static bool Whole(string text, out int number) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static FormatException Bad() => new("it has an expression ${…} that is not closed or not one that Flux knows");
}
