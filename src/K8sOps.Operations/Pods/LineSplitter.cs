using System.Text;

namespace K8sOps.Kube;

/// <summary>Makes lines of pieces of UTF-8 that end anywhere. A line longer than the limit is handed out in parts.</summary>
internal sealed class LineSplitter(int longest)
{
    private readonly Decoder _decoder = new UTF8Encoding(false).GetDecoder();
    private readonly StringBuilder _rest = new();

    /// <summary>The lines that the piece completes.</summary>
    public IReadOnlyList<string> Add(ReadOnlySpan<byte> piece) => Split(piece, isLast: false);

    /// <summary>The last line, where it has no end of its own.</summary>
    public IReadOnlyList<string> End()
    {
        var lines = Split([], isLast: true);
        return _rest.Length == 0 ? lines : [.. lines, Take()];
    }

    private List<string> Split(ReadOnlySpan<byte> piece, bool isLast)
    {
        var chars = new char[_decoder.GetCharCount(piece, isLast)];
        _decoder.GetChars(piece, chars, isLast);
        var lines = new List<string>();
        foreach (var c in chars)
        {
            if (c == '\n')
            {
                lines.Add(Take());
                continue;
            }

            _rest.Append(c);
            if (_rest.Length >= longest) lines.Add(Take());
        }

        return lines;
    }

    private string Take()
    {
        if (_rest is [.., '\r']) _rest.Length--;
        var line = _rest.ToString();
        _rest.Clear();
        return line;
    }
}
