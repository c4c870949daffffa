using System.Collections;

namespace System.Management.Automation;

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class ValidateCountAttribute(int minLength, int maxLength) : ValidateArgumentsAttribute
{
    public int MinLength { get; } = minLength;

    public int MaxLength { get; } = maxLength;

    protected override void Validate(object? arguments, EngineIntrinsics engineIntrinsics)
    {
        var count = PSObject.Unwrap(arguments) switch
        {
            null => 0,
            IEnumerable many and not string => many.Cast<object?>().Count(),
            _ => throw new ValidationMetadataException("NotAnArrayParameter", "The ValidateCount attribute cannot be applied to a parameter that is not a collection."),
        };
        if (count >= MinLength && count <= MaxLength) return;
        throw new ValidationMetadataException(count < MinLength ? "ValidateCountMinLengthFailure" : "ValidateCountMaxLengthFailure",
            $"The parameter takes {MinLength} to {MaxLength} values and was given {count}.");
    }
}
