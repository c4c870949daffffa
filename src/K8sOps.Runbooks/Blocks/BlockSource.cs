namespace K8sOps.Runbooks.Blocks;

/// <summary>The characters of a block, a place among them, and what was found wrong.</summary>
internal sealed class BlockSource
{
    private readonly string _code;
    private readonly int _line;
    private readonly int _column;
    private readonly List<int> _lineStarts = [0];
    private readonly List<RunbookProblem> _problems = [];
    private int _at;

    public BlockSource(string code, int line, int column)
    {
        _code = code.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        (_line, _column) = (line, column);
        for (var i = 0; i < _code.Length; i++)
        {
            if (_code[i] == '\n') _lineStarts.Add(i + 1);
        }
    }

    /// <summary>The place.</summary>
    public int At
    {
        get => _at;
        set => _at = Math.Min(value, _code.Length);
    }

    public bool IsEnd => At >= _code.Length;

    /// <summary>The character here, or NUL at the end.</summary>
    public char Here => Peek(0);

    public IReadOnlyList<RunbookProblem> Problems => [.. _problems.Distinct().OrderBy(p => p.Line).ThenBy(p => p.Column)];

    public char Peek(int ahead) => At + ahead < _code.Length ? _code[At + ahead] : '\0';

    public string From(int start) => _code[start..At];

    public bool StartsWith(string text) => string.CompareOrdinal(_code, At, text, 0, text.Length) == 0;

    /// <summary>Goes over a text if it stands here.</summary>
    public bool Take(string text)
    {
        if (!StartsWith(text)) return false;
        At += text.Length;
        return true;
    }

    public (int Line, int Column) Position(int at)
    {
        var line = _lineStarts.BinarySearch(at);
        if (line < 0) line = ~line - 1;
        return (_line + line, _column + at - _lineStarts[line]);
    }

    public void Problem(int at, string message, string rule = RunbookRules.Language)
    {
        var (line, column) = Position(Math.Min(at, _code.Length));
        _problems.Add(new RunbookProblem(rule, line, column, message));
    }

    /// <summary>Goes over blanks, comments and continued lines, and over line ends where they mean nothing.</summary>
    public void Skip(bool lines)
    {
        while (!IsEnd)
        {
            var c = Here;
            if (c is ' ' or '\t' || (c == '\n' && lines))
            {
                At++;
            }
            else if (c == '`' && Peek(1) == '\n')
            {
                At += 2;
            }
            else if (c == '#')
            {
                while (!IsEnd && Here != '\n') At++;
            }
            else if (StartsWith("<#"))
            {
                var end = _code.IndexOf("#>", At + 2, StringComparison.Ordinal);
                if (end < 0) Problem(At, "The comment <# has no end.");
                At = end < 0 ? _code.Length : end + 2;
            }
            else if (char.IsWhiteSpace(c) && c != '\n')
            {
                Problem(At, $"This is no plain blank (U+{(int)c:X4}); write one.");
                At++;
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>Goes on after something that could not be read: to the next line or semicolon, or a bracket that closes what is open.</summary>
    public void Recover()
    {
        var depth = 0;
        while (!IsEnd)
        {
            var c = Here;
            if (depth == 0 && c is '\n' or ';' or ')' or '}') return;
            if (c is '(' or '{') depth++;
            else if (c is ')' or '}') depth--;
            At++;
        }
    }
}
