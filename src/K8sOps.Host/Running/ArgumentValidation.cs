using System.Collections;
using System.Management.Automation;

namespace K8sOps.Host;

/// <summary>What the engine checks of a value before it sets it.</summary>
internal static class ArgumentValidation
{
    public static void Check(ParameterDescription parameter, object? value, EngineIntrinsics engine, BindingErrors errors, ParameterSets sets)
    {
        foreach (var validation in parameter.Attributes.OfType<ValidateArgumentsAttribute>())
        {
            try
            {
                validation.Check(value, engine);
            }
            catch (Exception e) when (e is not PipelineStoppedException)
            {
                throw errors.ValidationFailed(parameter, e);
            }
        }

        if (sets.Declarations(parameter).Any(d => d.Mandatory)) CheckMandatory(parameter, PSObject.Unwrap(value), errors);
    }

    /// <summary>A mandatory parameter takes no null, no empty text and no empty list, unless it says so.</summary>
    private static void CheckMandatory(ParameterDescription parameter, object? value, BindingErrors errors)
    {
        bool Has<T>() => parameter.Attributes.OfType<T>().Any();
        switch (value)
        {
            case null when !Has<AllowNullAttribute>():
                throw errors.NotAllowed(parameter, "NullNotAllowed", "it is null");
            case string { Length: 0 } when parameter.Type == typeof(string) && !Has<AllowEmptyStringAttribute>():
                throw errors.NotAllowed(parameter, "EmptyStringNotAllowed", "it is an empty string");
            case IEnumerable many and not string when parameter.Type.IsArray:
                CheckElements(parameter, many, errors);
                break;
        }
    }

    private static void CheckElements(ParameterDescription parameter, IEnumerable many, BindingErrors errors)
    {
        bool Has<T>() => parameter.Attributes.OfType<T>().Any();
        var any = false;
        foreach (var element in many)
        {
            any = true;
            if (element is null && !Has<AllowNullAttribute>()) throw errors.NotAllowed(parameter, "NullNotAllowed", "an element of it is null");
            if (element is string { Length: 0 } && parameter.Type == typeof(string[]) && !Has<AllowEmptyStringAttribute>()) throw errors.NotAllowed(parameter, "EmptyStringNotAllowed", "an element of it is an empty string");
        }

        if (!any && !Has<AllowEmptyCollectionAttribute>()) throw errors.NotAllowed(parameter, "EmptyArrayNotAllowed", "it is an empty array");
    }
}
