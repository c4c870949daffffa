using System.Globalization;

namespace K8sOps;

/// <summary>A Kubernetes quantity: <c>100m</c>, <c>1.5</c>, <c>16Gi</c>, <c>2e3</c>.</summary>
public static class Quantity
{
    /// <summary>
    /// Reads a quantity as a plain number: cores for processors, bytes for sizes. Suffixes are those of the API conventions
    /// (<c>n u m k M G T P E</c>, powers of 1000; <c>Ki Mi Gi Ti Pi Ei</c>, powers of 1024; or a decimal exponent).
    /// </summary>
    public static bool TryParse(string? text, out double value)
    {
        value = 0;
        if (string.IsNullOrEmpty(text)) return false;
        var digits = 0;
        while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] is '.' || (digits == 0 && text[digits] is '+' or '-'))) digits++;
        if (!double.TryParse(text.AsSpan(0, digits), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return false;
        var suffix = text.AsSpan(digits);
        double? factor = suffix switch
        {
            "" => 1,
            "n" => 1e-9,
            "u" => 1e-6,
            "m" => 1e-3,
            "k" => 1e3,
            "M" => 1e6,
            "G" => 1e9,
            "T" => 1e12,
            "P" => 1e15,
            "E" => 1e18,
            "Ki" => 1L << 10,
            "Mi" => 1L << 20,
            "Gi" => 1L << 30,
            "Ti" => 1L << 40,
            "Pi" => 1L << 50,
            "Ei" => 1L << 60,
            _ => suffix[0] is 'e' or 'E' && int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) ? Math.Pow(10, exponent) : null,
        };
        if (factor is null) return false;
        value = number * factor.Value;
        return double.IsFinite(value);
    }
}
