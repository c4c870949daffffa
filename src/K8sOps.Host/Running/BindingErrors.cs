using System.Management.Automation;

namespace K8sOps.Host;

/// <summary>The engine's binding errors, by its ids.</summary>
internal sealed class BindingErrors(CommandDescription command, InvocationInfo invocation)
{
    public ParameterBindingException UnknownName(CommandArgument argument)
        => New("NamedParameterNotFound", $"A parameter cannot be found that matches parameter name '{argument.Name}'.", argument.Name);

    public ParameterBindingException UnknownPosition(object? value)
        => New("PositionalParameterNotFound", $"A positional parameter cannot be found that accepts argument '{Text(value)}'.", null);

    public ParameterBindingException AmbiguousName(string name, IReadOnlyList<ParameterDescription> candidates)
        => New("AmbiguousParameter", $"Parameter cannot be processed because the parameter name '{name}' is ambiguous. Possible matches include: {string.Join(' ', candidates.Select(p => "-" + p.Name))}.", name);

    public ParameterBindingException AlreadyBound(ParameterDescription parameter)
        => New("ParameterAlreadyBound", $"Cannot bind parameter because parameter '{parameter.Name}' is specified more than once.", parameter.Name);

    public ParameterBindingException MissingArgument(ParameterDescription parameter)
        => New("MissingArgument", $"Missing an argument for parameter '{parameter.Name}'. Specify a parameter of type '{parameter.Type.FullName}' and try again.", parameter.Name);

    public ParameterBindingException AmbiguousSet()
        => New("AmbiguousParameterSet", "Parameter set cannot be resolved using the specified named parameters. One or more parameters issued cannot be used together or an insufficient number of parameters were provided.", null);

    public ParameterBindingException MissingMandatory(IReadOnlyList<ParameterDescription> missing)
        => New("MissingMandatoryParameter", $"Cannot process command because of one or more missing mandatory parameters: {string.Join(' ', missing.Select(p => p.Name))}.", missing[0].Name);

    public ParameterBindingException CannotConvert(ParameterDescription parameter, object? value, PSInvalidCastException? reason)
        => reason is null
            ? New("CannotConvertArgument", $"Cannot convert '{PSObject.Unwrap(value)?.GetType().FullName}' to the type '{parameter.Type.FullName}' required by parameter '{parameter.Name}'. Specified method is not supported.", parameter.Name)
            : New("CannotConvertArgumentNoMessage", $"Cannot bind parameter '{parameter.Name}'. {reason.Message}", parameter.Name, reason);

    public ParameterBindingException NullRefused(ParameterDescription parameter)
        => New("ParameterBindingFailed", $"Cannot bind parameter '{parameter.Name}' to the target. Null cannot be converted to type \"{parameter.Type.FullName}\".", parameter.Name);

    public ParameterBindingException TransformationFailed(ParameterDescription parameter, Exception reason)
        => New("ParameterArgumentTransformationError", $"Cannot process argument transformation on parameter '{parameter.Name}'. {reason.Message}", parameter.Name, reason, ErrorCategory.InvalidData);

    public ParameterBindingException ValidationFailed(ParameterDescription parameter, Exception reason)
        => New("ParameterArgumentValidationError", $"Cannot validate argument on parameter '{parameter.Name}'. {reason.Message}", parameter.Name, reason, ErrorCategory.InvalidData);

    public ParameterBindingException NotAllowed(ParameterDescription parameter, string what, string why)
        => New("ParameterArgumentValidationError" + what, $"Cannot bind argument to parameter '{parameter.Name}' because {why}.", parameter.Name, null, ErrorCategory.InvalidData);

    public ErrorRecord ObjectNotBound(object? input) => ForObject(input, "InputObjectNotBound",
        $"The input object cannot be bound to any parameters for the command either because the command does not take pipeline input or the input and its properties do not match any of the parameters that take pipeline input.");

    public ErrorRecord ObjectMissesMandatory(object? input, IReadOnlyList<ParameterDescription> missing) => ForObject(input, "InputObjectMissingMandatory",
        $"The input object cannot be bound because it did not contain the information required to bind all mandatory parameters:  {string.Join(' ', missing.Select(p => p.Name))}");

    private ErrorRecord ForObject(object? input, string id, string message)
    {
        var record = New(id, message, null).ErrorRecord;
        record.TargetObject = input;
        return record;
    }

    private ParameterBindingException New(string id, string message, string? parameter, Exception? reason = null, ErrorCategory category = ErrorCategory.InvalidArgument)
        => new(id, message, parameter, category, invocation, reason) { Source = command.Name };

    private static string Text(object? value) => ValueConverter.ToText(value);
}
