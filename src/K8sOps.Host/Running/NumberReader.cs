using System.Globalization;
using System.Numerics;

namespace K8sOps.Host;

/// <summary>
/// Number literals: <c>5</c>, <c>-1.5</c>, <c>1e3</c>, <c>0x1f</c>, the units <c>kb mb gb tb pb</c> (powers of 1024), and the
/// type suffixes <c>l s y n d u ul us uy</c>. A unit or a suffix after a sign makes it a word, as on the engine's command line.
/// </summary>
internal static class NumberReader
{
    private static readonly string[] s_units = ["kb", "mb", "gb", "tb", "pb"];

    private static readonly (string Suffix, Type Type)[] s_suffixes =
    [
        ("ul", typeof(ulong)), ("us", typeof(ushort)), ("uy", typeof(byte)), ("u", typeof(uint)),
        ("l", typeof(long)), ("s", typeof(short)), ("y", typeof(sbyte)), ("n", typeof(BigInteger)), ("d", typeof(decimal)),
    ];

    /// <summary>A number as it stands on a command line.</summary>
    public static bool TryRead(string text, out object number)
    {
        number = 0;
        if (text.Length == 0 || text[0] == '+' || !text.Any(char.IsAsciiDigit)) return false;
        var digits = text;
        var scale = TakeUnit(ref digits);
        var type = TakeSuffix(ref digits);
        if (text[0] == '-' && digits.Length != text.Length) return false;
        if (!TryReadDigits(digits, scale, out var value)) return false;
        number = value;
        return type is null || TryCast(value, type, out number);
    }

    private static long TakeUnit(ref string text)
    {
        for (var i = 0; i < s_units.Length; i++)
        {
            if (!text.EndsWith(s_units[i], StringComparison.OrdinalIgnoreCase)) continue;
            text = text[..^2];
            return 1L << (10 * (i + 1));
        }

        return 1;
    }

    private static Type? TakeSuffix(ref string text)
    {
        foreach (var (suffix, type) in s_suffixes)
        {
            // In a hexadecimal number "d" is a digit.
            if (!text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) || (suffix == "d" && IsHexadecimal(text))) continue;
            text = text[..^suffix.Length];
            return type;
        }

        return null;
    }

    private static bool TryReadDigits(string text, long scale, out object number)
    {
        number = 0;
        if (text.Length == 0 || !(char.IsAsciiDigit(text[^1]) || text[^1] == '.' || IsHexadecimal(text))) return false;
        BigInteger whole;
        if (IsHexadecimal(text))
        {
            whole = long.Parse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }
        else if (!BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out whole))
        {
            const NumberStyles Real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
            if (!double.TryParse(text, Real, CultureInfo.InvariantCulture, out var real)) return false;
            number = real * scale;
            return true;
        }

        number = Narrow(whole * scale);
        return true;
    }

    private static bool IsHexadecimal(string text)
        => text.Length is > 2 and <= 18 && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && text.Skip(2).All(char.IsAsciiHexDigit);

    private static object Narrow(BigInteger value)
    {
        if (value >= int.MinValue && value <= int.MaxValue) return (int)value;
        if (value >= long.MinValue && value <= long.MaxValue) return (long)value;
        return value >= (BigInteger)decimal.MinValue && value <= (BigInteger)decimal.MaxValue ? (object)(decimal)value : (double)value;
    }

    private static bool TryCast(object value, Type type, out object number)
    {
        try
        {
            number = type == typeof(BigInteger)
                ? value is double real ? new BigInteger(real) : new BigInteger(Convert.ToDecimal(value, CultureInfo.InvariantCulture))
                : Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
            return true;
        }
        catch (OverflowException)
        {
            number = 0;
            return false;
        }
    }
}
