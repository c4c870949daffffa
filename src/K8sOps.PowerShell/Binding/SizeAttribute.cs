using System.Globalization;
using System.Management.Automation;
using K8sOps.Kubernetes;

namespace K8sOps.Binding;

/// <summary>Lets a parameter in bytes take a quantity of Kubernetes (<c>20Gi</c>, <c>500M</c>) or a number (<c>20GB</c> is PowerShell's own 20 GiB).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SizeAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            string text when KubeQuantity.TryParseBytes(text.Trim(), out var bytes) => bytes,
            string text => throw new ArgumentTransformationMetadataException($"'{text}' is not a size. Write 20Gi, 500Mi, 1.5Ti, or a number of bytes."),
            float or double or decimal => Whole(Convert.ToDecimal(value, CultureInfo.InvariantCulture)),
            _ => value,
        };
    }

    private static long Whole(decimal number) => number is >= 0 and <= long.MaxValue ? (long)decimal.Ceiling(number) : throw new ArgumentTransformationMetadataException($"{number.ToString(CultureInfo.InvariantCulture)} is not a size in bytes.");
}
