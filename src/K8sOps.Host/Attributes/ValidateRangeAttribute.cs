using K8sOps.Host;

namespace System.Management.Automation;

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class ValidateRangeAttribute(object minRange, object maxRange) : ValidateEnumeratedArgumentsAttribute
{
    public object MinRange { get; } = minRange;

    public object MaxRange { get; } = maxRange;

    protected override void ValidateElement(object? element)
    {
        if (!ValueConverter.TryConvert(element, MinRange.GetType(), out var value))
        {
            throw new ValidationMetadataException("ValidateRangeElementType",
                "The argument cannot be validated because its type is not the type of the range's limits.");
        }

        if (((IComparable)MinRange).CompareTo(value) > 0)
        {
            throw new ValidationMetadataException("ValidateRangeTooSmall",
                $"The {element} argument is less than the minimum allowed range of {MinRange}. Supply an argument that is greater than or equal to {MinRange} and then try the command again.");
        }

        if (((IComparable)MaxRange).CompareTo(value) < 0)
        {
            throw new ValidationMetadataException("ValidateRangeTooBig",
                $"The {element} argument is greater than the maximum allowed range of {MaxRange}. Supply an argument that is less than or equal to {MaxRange} and then try the command again.");
        }
    }
}
