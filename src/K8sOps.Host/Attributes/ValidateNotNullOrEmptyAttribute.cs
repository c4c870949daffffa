using System.Collections;

namespace System.Management.Automation;

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class ValidateNotNullOrEmptyAttribute : ValidateArgumentsAttribute
{
    protected override void Validate(object? arguments, EngineIntrinsics engineIntrinsics)
    {
        var value = PSObject.Unwrap(arguments);
        if (value is null) throw Empty("The argument is null or empty. Provide an argument that is not null or empty, and then try the command again.");
        if (value is string { Length: 0 }) throw Empty("The argument is null or empty. Provide an argument that is not null or empty, and then try the command again.");
        if (value is string || value is not IEnumerable many) return;
        var any = false;
        foreach (var element in many)
        {
            any = true;
            if (PSObject.Unwrap(element) is null or string { Length: 0 })
            {
                throw Empty("The argument is null, empty, or an element of the argument collection contains a null value. Supply a collection that does not contain any null values and then try the command again.");
            }
        }

        if (!any) throw Empty("The argument is null, empty, or an element of the argument collection contains a null value. Supply a collection that does not contain any null values and then try the command again.");
    }

    private static ValidationMetadataException Empty(string message) => new("ArgumentIsEmpty", message);
}
