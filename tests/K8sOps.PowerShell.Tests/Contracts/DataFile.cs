namespace K8sOps.Tests.Contracts;

/// <summary>Reads a PowerShell data file: hash tables, arrays, quoted strings, comments. Anything else in it is an expression, and refused.</summary>
internal sealed class DataFile
{
    private readonly string _text;
    private int _at;

    private DataFile(string text) => _text = text;

    public static IReadOnlyDictionary<string, object> Read(string path)
    {
        var file = new DataFile(File.ReadAllText(path));
        file.Space();
        return file.Table();
    }

    private Dictionary<string, object> Table()
    {
        Expect("@{");
        var table = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        for (Space(); !Take("}"); Space())
        {
            var start = _at;
            while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] == '_')) _at++;
            var key = _text[start.._at];
            Space();
            Expect("=");
            Space();
            table.Add(key, Value());
            Space();
            Take(";");
        }

        return table;
    }

    private object Value()
    {
        if (_text.AsSpan(_at).StartsWith("@{", StringComparison.Ordinal)) return Table();
        if (Take("@("))
        {
            var items = new List<object>();
            for (Space(); !Take(")"); Space())
            {
                items.Add(Value());
                Space();
                Take(",");
            }

            return items;
        }

        return Quoted();
    }

    private string Quoted()
    {
        Expect("'");
        var text = new System.Text.StringBuilder();
        while (_at < _text.Length)
        {
            if (_text[_at] == '\'' && !(_at + 1 < _text.Length && _text[_at + 1] == '\'')) break;
            if (_text[_at] == '\'') _at++;
            text.Append(_text[_at++]);
        }

        Expect("'");
        return text.ToString();
    }

    private void Space()
    {
        while (_at < _text.Length)
        {
            if (char.IsWhiteSpace(_text[_at]) || _text[_at] == '\uFEFF') _at++;
            else if (_text.AsSpan(_at).StartsWith("<#", StringComparison.Ordinal)) _at = _text.IndexOf("#>", _at, StringComparison.Ordinal) + 2;
            else if (_text[_at] == '#') _at = _text.IndexOf('\n', _at) is var end && end < 0 ? _text.Length : end;
            else return;
        }
    }

    private bool Take(string word)
    {
        if (!_text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal)) return false;
        _at += word.Length;
        return true;
    }

    private void Expect(string word)
    {
        if (!Take(word)) throw new FormatException($"Line {_text[.._at].Count(c => c == '\n') + 1}: {word} was expected; a data file has no expressions.");
    }
}
