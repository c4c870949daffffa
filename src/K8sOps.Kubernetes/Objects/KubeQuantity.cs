using System.Globalization;
using System.Numerics;

namespace K8sOps.Kubernetes;

/// <summary>
/// Reads the API's quantities exactly (<c>100m</c>, <c>1.5</c>, <c>16Gi</c>, <c>2e3</c>; apimachinery's <c>resource.Quantity</c>).
/// Case counts: <c>m</c> is a thousandth, <c>M</c> a million.
/// </summary>
public static class KubeQuantity
{
    /// <summary>A size in whole bytes, rounded up as Kubernetes does; false for what is no quantity or does not fit.</summary>
    public static bool TryParseBytes(string? text, out long bytes)
    {
        bytes = 0;
        if (!TryRead(text, out var numerator, out var denominator)) return false;
        var whole = BigInteger.DivRem(numerator, denominator, out var rest);
        if (rest.Sign > 0) whole++;
        if (rest.Sign < 0) whole--;
        if (whole < long.MinValue || whole > long.MaxValue) return false;
        bytes = (long)whole;
        return true;
    }

    /// <summary>An amount, such as processor cores; false for what is no quantity or does not fit.</summary>
    public static bool TryParseCores(string? text, out decimal cores)
    {
        cores = 0;
        if (!TryRead(text, out var numerator, out var denominator) || BigInteger.Abs(numerator) / denominator >= (BigInteger)decimal.MaxValue) return false;
        cores = (decimal)BigInteger.DivRem(numerator, denominator, out var rest);

        // Nano is the finest that Kubernetes keeps.
        cores += (decimal)(rest * 1_000_000_000 / denominator) / 1_000_000_000m;
        return true;
    }

    private static bool TryRead(string? text, out BigInteger numerator, out BigInteger denominator)
    {
        (numerator, denominator) = (0, 1);
        if (string.IsNullOrEmpty(text)) return false;
        var at = text[0] is '+' or '-' ? 1 : 0;
        var start = at;
        var point = -1;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || (text[at] == '.' && point < 0)))
        {
            if (text[at] == '.') point = at;
            at++;
        }

        var digits = text[start..at].Replace(".", "", StringComparison.Ordinal);
        if (digits.Length is 0 or > 60) return false;
        numerator = BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) * (text[0] == '-' ? -1 : 1);
        if (point >= 0) denominator = BigInteger.Pow(10, at - point - 1);
        return Scale(text[at..], ref numerator, ref denominator);
    }

    private static bool Scale(string suffix, ref BigInteger numerator, ref BigInteger denominator)
    {
        var binary = Array.IndexOf(["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"], suffix);
        if (binary >= 0)
        {
            numerator <<= 10 * binary;
            return true;
        }

        var thousands = suffix switch { "n" => -3, "u" => -2, "m" => -1, "k" => 1, "M" => 2, "G" => 3, "T" => 4, "P" => 5, "E" => 6, _ => 0 };
        var exponent = thousands * 3;
        if (thousands == 0 && (suffix[0] is not ('e' or 'E') || !int.TryParse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > 60)) return false;
        if (exponent >= 0) numerator *= BigInteger.Pow(10, exponent);
        else denominator *= BigInteger.Pow(10, -exponent);
        return true;
    }
}
