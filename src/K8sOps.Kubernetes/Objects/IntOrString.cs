using System.Globalization;
using System.Text.Json.Serialization;

namespace K8sOps.Kubernetes;

/// <summary>A field that is a number or a text, such as a port or <c>maxUnavailable</c> (util/intstr).</summary>
/// <param name="Number">The number; null when it is a text.</param>
/// <param name="Text">The text; null when it is a number.</param>
[JsonConverter(typeof(IntOrStringConverter))]
public readonly record struct IntOrString(int? Number, string? Text)
{
    /// <summary>
    /// The number, or so many percent of <paramref name="total"/>; null for a text that is neither. Percentages are rounded up or
    /// down as the field's documentation says.
    /// </summary>
    public int? Resolve(int total, bool roundUp)
    {
        if (Number is not null) return Number;
        if (Text is not [.. var digits, '%'] || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var percent)) return null;
        var exact = (long)percent * total;
        return (int)Math.Min(int.MaxValue, (exact + (roundUp ? 99 : 0)) / 100);
    }

    /// <inheritdoc/>
    public override string ToString() => Number?.ToString(CultureInfo.InvariantCulture) ?? Text ?? "";
}
