using System.Collections;

namespace System.Management.Automation;

public abstract class ValidateEnumeratedArgumentsAttribute : ValidateArgumentsAttribute
{
    protected abstract void ValidateElement(object? element);

    protected sealed override void Validate(object? arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is null)
        {
            throw new ValidationMetadataException("ArgumentIsEmpty",
                "The argument is null. Provide a valid value for the argument, and then try running the command again.");
        }

        if (PSObject.Unwrap(arguments) is IEnumerable many and not string)
        {
            foreach (var element in many) ValidateElement(PSObject.Unwrap(element));
        }
        else
        {
            ValidateElement(PSObject.Unwrap(arguments));
        }
    }
}
