using System.Globalization;

namespace K8sOps.Host;

/// <summary>Number literals: <c>5</c>, <c>-1.5</c>, <c>1e3</c>, <c>0x1f</c>, and the suffixes <c>kb mb gb tb pb</c> (powers of 1024).</summary>
internal static class NumberReader
{
    private static readonly string[] s_units = ["kb", "mb", "gb", "tb", "pb"];

    public static bool TryRead(string text, out object number)
    {
        number = 0;
        var scale = 1L;
        for (var i = 0; i < s_units.Length; i++)
        {
            if (!text.EndsWith(s_units[i], StringComparison.OrdinalIgnoreCase)) continue;
            scale = 1L << (10 * (i + 1));
            text = text[..^2];
            break;
        }

        if (text.Length == 0 || !(char.IsAsciiDigit(text[^1]) || IsHexadecimal(text))) return false;
        if (IsHexadecimal(text))
        {
            if (!long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex)) return false;
            number = Narrow(hex * scale);
            return true;
        }

        const NumberStyles Integer = NumberStyles.AllowLeadingSign;
        if (long.TryParse(text, Integer, CultureInfo.InvariantCulture, out var whole))
        {
            number = Narrow(checked(whole * scale));
            return true;
        }

        const NumberStyles Real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!double.TryParse(text, Real, CultureInfo.InvariantCulture, out var real)) return false;
        number = real * scale;
        return true;
    }

    private static bool IsHexadecimal(string text) => text.Length > 2 && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && text.Skip(2).All(char.IsAsciiHexDigit);

    private static object Narrow(long value) => value is >= int.MinValue and <= int.MaxValue ? (int)value : value;
}
