using System.Globalization;
using System.Management.Automation;

namespace K8sOps.Binding;

/// <summary>
/// Lets a time parameter take a <see cref="DateTimeOffset"/>, a <see cref="DateTime"/>, a text of either, or <c>-15m</c>: so long
/// before now, by the cluster's clock.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TimePointAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        // As in a duration: 90s and 2d come as numbers that remember what was typed.
        if (inputData is PSObject typed && value is (sbyte or short or int or long or double or decimal)) value = DurationAttribute.AsTyped(typed);
        return value switch
        {
            DateTimeOffset at => new TimePoint(at),
            DateTime at => new TimePoint(new DateTimeOffset(at)),
            TimeSpan ago => new TimePoint(-ago.Duration()),
            string text when text.StartsWith('-') && DurationAttribute.Parse(text[1..]) is { } ago => new TimePoint(-ago),
            string text when DurationAttribute.Parse(text) is { } ago => new TimePoint(-ago),
            string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var at) => new TimePoint(at),
            string text => throw new ArgumentTransformationMetadataException($"'{text}' is not a time. Write -15m, -2h, or a time such as 2026-01-15T03:00:00Z."),
            _ => value,
        };
    }
}
