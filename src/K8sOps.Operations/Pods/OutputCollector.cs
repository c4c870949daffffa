using System.Text;

namespace K8sOps.Kube;

/// <summary>Keeps a program's output as text, up to a limit; what comes after is read and dropped, so that the program is not held up.</summary>
internal sealed class OutputCollector(int limit)
{
    private readonly Decoder _decoder = new UTF8Encoding(false).GetDecoder();
    private readonly StringBuilder _text = new();
    private int _kept;

    /// <summary>Whether something was dropped.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Takes a piece, which may end within a character.</summary>
    public void Add(ReadOnlySpan<byte> piece)
    {
        if (_kept + piece.Length > limit)
        {
            IsCut = true;
            piece = piece[..(limit - _kept)];
        }

        _kept += piece.Length;
        Append(piece, isLast: false);
    }

    /// <summary>All that was kept. Nothing can be added afterwards.</summary>
    public string End()
    {
        // A character that the limit has cut through is left out; one that the program itself broke off shows as U+FFFD.
        if (!IsCut) Append([], isLast: true);
        return _text.ToString();
    }

    private void Append(ReadOnlySpan<byte> piece, bool isLast)
    {
        var chars = new char[_decoder.GetCharCount(piece, isLast)];
        _text.Append(chars, 0, _decoder.GetChars(piece, chars, isLast));
    }
}
