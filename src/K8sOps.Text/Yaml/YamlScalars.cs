using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace K8sOps.Text;

/// <summary>What a plain YAML scalar means, as Kubernetes' own reader has it (checked against kubectl): YAML 1.2's core
/// schema plus the older spellings that manifests still carry, such as <c>yes</c> and <c>0644</c>.</summary>
internal static partial class YamlScalars
{
    /// <summary>The JSON text of a plain scalar that is no string, or null for a string.</summary>
    /// <exception cref="NotFiniteNumberException">The scalar is infinite or not a number, which JSON cannot hold.</exception>
    public static string? Resolve(string text)
    {
        if (text.Length == 0) return "null";
        switch (text)
        {
            case "~" or "null" or "Null" or "NULL":
                return "null";
            case "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "y" or "Y":
                return "true";
            case "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" or "n" or "N":
                return "false";
            case ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" or "-.inf" or "-.Inf" or "-.INF" or ".nan" or ".NaN" or ".NAN":
                throw new NotFiniteNumberException($"'{text}' has no place in JSON");
        }

        return text[0] is (>= '0' and <= '9') or '+' or '-' or '.' ? ResolveNumber(text) : null;
    }

    /// <summary>True when a string can stand without quotes and is read back as the same string by YAML 1.1 and 1.2 readers.</summary>
    public static bool IsPlainString(string text)
        => PlainShape().IsMatch(text) && !text.Contains(": ", StringComparison.Ordinal) && !Ambiguous().IsMatch(text) && Resolve(text) is null;

    private static string? ResolveNumber(string text)
    {
        var sign = text[0] == '-' ? "-" : "";
        var digits = text[0] is '-' or '+' ? text[1..] : text;
        if (digits.Length == 0) return null;
        if (digits.Contains('_', StringComparison.Ordinal))
        {
            if (!Underscored().IsMatch(digits)) return null;
            digits = digits.Replace("_", "", StringComparison.Ordinal);
        }

        if (digits.Length > 2 && digits[0] == '0')
        {
            BigInteger? value = (digits[1], digits[2..]) switch
            {
                ('x', var d) when d.All(char.IsAsciiHexDigit) => Radix(d, 16),
                ('o', var d) when d.All(c => c is >= '0' and <= '7') => Radix(d, 8),
                ('b', var d) when d.All(c => c is '0' or '1') => Radix(d, 2),
                _ => null,
            };
            if (value is { } number) return sign + number.ToString(CultureInfo.InvariantCulture);
        }

        if (digits.Length > 1 && digits[0] == '0' && digits.All(char.IsAsciiDigit))
        {
            // 0644 is octal for every reader in the Kubernetes world (a volume's defaultMode); 08 cannot be, and is decimal.
            var octal = digits.All(c => c is >= '0' and <= '7');
            return sign + Radix(digits, octal ? 8 : 10).ToString(CultureInfo.InvariantCulture);
        }

        if (JsonNumber().IsMatch(digits)) return IsFinite(digits) ? sign + digits : null;
        return Float().IsMatch(digits) && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)
            ? sign + real.ToString("R", CultureInfo.InvariantCulture)
            : null;
    }

    private static bool IsFinite(string digits)
        => double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real);

    private static BigInteger Radix(string digits, int radix)
    {
        var value = BigInteger.Zero;
        foreach (var c in digits) value = (value * radix) + Convert.ToInt32(c.ToString(), 16);
        return value;
    }

    [GeneratedRegex(@"^[0-9.xob][0-9A-Fa-f_.xob]*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Underscored();

    [GeneratedRegex(@"^(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex JsonNumber();

    [GeneratedRegex(@"^(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Float();

    [GeneratedRegex(@"^[A-Za-z0-9_./$(][A-Za-z0-9_./$()+@,=*<>^~;-]*(:?[ ]?[A-Za-z0-9_./$()+@,=*<>^~;-]+)*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex PlainShape();

    // Dates, sexagesimal numbers, and anything else that begins like a number: some reader takes it for one.
    [GeneratedRegex(@"^([-+.]?[0-9][-0-9_:.,eExXobA-Fa-fTtZz+ ]*|\.\.?|---.*|\.\.\..*|=|<<)\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Ambiguous();
}
