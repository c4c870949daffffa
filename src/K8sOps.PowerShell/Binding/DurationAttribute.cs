using System.Buffers;
using System.Globalization;
using System.Management.Automation;

namespace K8sOps.Binding;

/// <summary>Lets a <see cref="TimeSpan"/> parameter take <c>90</c> (seconds), <c>90s</c>, <c>10m</c>, <c>1h30m</c>, <c>2d</c> or <c>00:05:00</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationAttribute : ArgumentTransformationAttribute
{
    private static readonly SearchValues<char> s_number = SearchValues.Create("0123456789.");

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        // PowerShell reads 90s as the Int16 90 and 2d as the Decimal 2 (type suffixes); the wrapper still knows what was typed.
        if (inputData is PSObject typed && value is ValueType and not TimeSpan && Parse(AsTyped(typed)) is { } asTyped) return asTyped;
        return value switch
        {
            null or TimeSpan => value,
            sbyte or byte or short or ushort or uint or ulong or float or int or long or double or decimal => TimeSpan.FromSeconds(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            string text => Parse(text) ?? throw new ArgumentTransformationMetadataException(
                $"'{text}' is not a duration. Write 90 (seconds), 90s, 10m, 1h30m, 2d or 00:05:00."),
            _ => value,
        };
    }

    /// <summary>The duration that a text says, or null.</summary>
    internal static TimeSpan? Parse(string text)
    {
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty) return null;
        if (double.TryParse(rest, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)) return Within(seconds);
        if (rest.Contains(':')) return TimeSpan.TryParse(rest, CultureInfo.InvariantCulture, out var span) ? span : null;
        var total = 0.0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(s_number);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return null;
            rest = rest[digits..];
            var factor = 0.0;
            var length = 1;
            if (rest.StartsWith("ms", StringComparison.Ordinal)) (factor, length) = (0.001, 2);
            else if (rest[0] == 's') factor = 1;
            else if (rest[0] == 'm') factor = 60;
            else if (rest[0] == 'h') factor = 3600;
            else if (rest[0] == 'd') factor = 86400;
            else return null;
            total += number * factor;
            rest = rest[length..];
        }

        return Within(total);
    }

    private static TimeSpan? Within(double seconds)
        => double.IsFinite(seconds) && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>The text of a literal; only the parameterless ToString gives it, the one with a culture formats the number anew.</summary>
#pragma warning disable MA0011
    internal static string AsTyped(PSObject value) => value.ToString();
#pragma warning restore MA0011
}
