using System.Collections;

namespace System.Management.Automation;

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class ValidateNotNullAttribute : ValidateArgumentsAttribute
{
    protected override void Validate(object? arguments, EngineIntrinsics engineIntrinsics)
    {
        var value = PSObject.Unwrap(arguments);
        if (value is null)
        {
            throw new ValidationMetadataException("ArgumentIsNull",
                "The argument is null. Provide a valid value for the argument, and then try running the command again.");
        }

        if (value is IEnumerable many and not string && many.Cast<object?>().Any(element => PSObject.Unwrap(element) is null))
        {
            throw new ValidationMetadataException("ArgumentIsNull",
                "The argument collection contains a null value. Supply a collection that does not contain a null value, and then try the command again.");
        }
    }
}
