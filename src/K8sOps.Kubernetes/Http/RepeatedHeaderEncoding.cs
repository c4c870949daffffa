using System.Text;

namespace K8sOps.Kubernetes;

/// <summary>
/// Writes one header's values as several lines of its name. The handler would join them with commas, which an API server reads as a
/// single group of that long name; what it leaves to us is how a value becomes bytes. HTTP/1.1 only: in HTTP/2 there are no lines.
/// </summary>
internal sealed class RepeatedHeaderEncoding(string name) : Encoding
{
    /// <summary>Stands between two values; of no meaning to anybody (private use), and refused within a value.</summary>
    public const char Separator = '\uE000';

    private readonly byte[] _between = ASCII.GetBytes($"\r\n{name}: ");

    public override int GetByteCount(char[] chars, int index, int count)
    {
        var separators = chars.AsSpan(index, count).Count(Separator);
        return UTF8.GetByteCount(chars, index, count) + (separators * (_between.Length - UTF8.GetByteCount([Separator])));
    }

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
    {
        var at = byteIndex;
        var isFirst = true;
        var text = chars.AsSpan(charIndex, charCount);
        foreach (var value in text.Split(Separator))
        {
            if (!isFirst)
            {
                _between.CopyTo(bytes, at);
                at += _between.Length;
            }

            isFirst = false;
            at += UTF8.GetBytes(text[value], bytes.AsSpan(at));
        }

        return at - byteIndex;
    }

    public override int GetMaxByteCount(int charCount) => UTF8.GetMaxByteCount(charCount) + (charCount * _between.Length);

    public override int GetCharCount(byte[] bytes, int index, int count) => UTF8.GetCharCount(bytes, index, count);

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) => UTF8.GetChars(bytes, byteIndex, byteCount, chars, charIndex);

    public override int GetMaxCharCount(int byteCount) => UTF8.GetMaxCharCount(byteCount);
}
