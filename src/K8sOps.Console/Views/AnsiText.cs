using System.Text;

namespace K8sOps.Console.Views;

/// <summary>Text with colour sequences, measured and cut by what is seen of it.</summary>
public static class AnsiText
{
    private const char Escape = '\u001b';

    /// <summary>The text without its colour sequences.</summary>
    public static string Strip(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Contains(Escape, StringComparison.Ordinal)) return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == Escape) i = EndOfSequence(text, i);
            else plain.Append(text[i]);
        }

        return plain.ToString();
    }

    /// <summary>
    /// The text with colours, ends of lines and tabs only. What comes from a cluster may hold any control sequence: anyone with a pod
    /// could clear the screen, or write rows that are not there.
    /// </summary>
    public static string Safe(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Any(static c => char.IsControl(c) && c is not ('\n' or '\t'))) return text;
        var safe = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (ColourAt(text, i) is > 0 and var length)
            {
                safe.Append(text, i, length);
                i += length - 1;
            }
            else if (!char.IsControl(text[i]) || text[i] is '\n' or '\t')
            {
                safe.Append(text[i]);
            }
        }

        return safe.ToString();
    }

    /// <summary>How many characters are seen.</summary>
    public static int Length(string text) => Strip(text).Length;

    /// <summary>The text in at most <paramref name="width"/> seen characters, the last of them an ellipsis where it was cut; sequences are kept.</summary>
    public static string Fit(string text, int width)
    {
        if (Length(text) <= width) return text;
        if (width <= 0) return "";
        var cut = new StringBuilder(width + 16);
        var seen = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == Escape)
            {
                var end = EndOfSequence(text, i);
                cut.Append(text, i, Math.Min(end, text.Length - 1) - i + 1);
                i = end;
            }
            else if (seen < width - 1)
            {
                cut.Append(text[i]);
                seen++;
            }
            else if (seen == width - 1)
            {
                cut.Append('…');
                seen++;
            }
        }

        return cut.ToString();
    }

    /// <summary>The text, cut or filled up to exactly <paramref name="width"/> seen characters.</summary>
    public static string Pad(string text, int width, bool right)
    {
        var fitted = Fit(text, width);
        var fill = new string(' ', Math.Max(0, width - Length(fitted)));
        return right ? fill + fitted : fitted + fill;
    }

    // The length of a colour sequence (ESC [ digits m) that begins here; zero when none does.
    private static int ColourAt(string text, int start)
    {
        if (text[start] != Escape || start + 1 >= text.Length || text[start + 1] != '[') return 0;
        var i = start + 2;
        while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] == ';')) i++;
        return i < text.Length && text[i] == 'm' ? i - start + 1 : 0;
    }

    /// <summary>The index of the last character of the sequence that begins at <paramref name="start"/>.</summary>
    private static int EndOfSequence(string text, int start)
    {
        var i = start + 1;
        if (i >= text.Length || text[i] != '[') return Math.Min(i, text.Length);
        for (i++; i < text.Length && !char.IsAsciiLetter(text[i]); i++)
        {
            // parameters of the sequence
        }

        return i;
    }
}
