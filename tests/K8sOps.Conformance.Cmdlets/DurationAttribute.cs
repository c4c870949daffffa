using System.Globalization;
using System.Management.Automation;

namespace K8sOps.Conformance;

/// <summary>Takes <c>90</c> and <c>90s</c> as seconds.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            int seconds => TimeSpan.FromSeconds(seconds),
            string text when text.EndsWith('s') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) => TimeSpan.FromSeconds(seconds),
            "never" => throw new ArgumentTransformationMetadataException("Never is not a duration."),
            _ => inputData,
        };
    }
}
