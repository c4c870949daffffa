using System.Collections;
using System.Management.Automation;

namespace K8sOps.Host;

/// <summary>
/// Binds the arguments of one command as the engine does: by name, then by position, then sets are narrowed and mandatory
/// parameters looked for. What comes through the pipeline is bound per object by <see cref="PipelineBinder"/>.
/// </summary>
internal sealed class ParameterBinder
{
    private readonly Cmdlet _cmdlet;
    private readonly EngineIntrinsics _engine;
    private readonly Dictionary<string, object?> _common = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<ParameterDescription> _bound = [];

    public ParameterBinder(CommandDescription command, Cmdlet cmdlet, InvocationInfo invocation, EngineIntrinsics engine)
    {
        Command = command;
        _cmdlet = cmdlet;
        Invocation = invocation;
        _engine = engine;
        Sets = new ParameterSets(command);
        Errors = new BindingErrors(command, invocation);
    }

    public CommandDescription Command { get; }

    public InvocationInfo Invocation { get; }

    public ParameterSets Sets { get; }

    public BindingErrors Errors { get; }

    /// <summary>What the common parameters were given.</summary>
    public IReadOnlyDictionary<string, object?> Common => _common;

    public bool IsBound(ParameterDescription parameter) => _bound.Contains(parameter);

    /// <summary>Binds what the command line gives.</summary>
    /// <exception cref="ParameterBindingException">It cannot be bound.</exception>
    public void BindCommandLine(IReadOnlyList<CommandArgument> arguments, bool expectingInput)
    {
        var named = Pair(arguments, out var positional, out var unknown);
        foreach (var (parameter, value) in named)
        {
            if (IsBound(parameter)) throw Errors.AlreadyBound(parameter);
            if (!Sets.Allows(parameter)) throw Errors.AmbiguousSet();
            TryBind(parameter, value, coerce: true);
            Sets.Narrow(parameter);
        }

        var left = BindRemaining(BindByPosition(positional));
        if (unknown is not null) throw Errors.UnknownName(unknown);
        if (left.Count > 0) throw Errors.UnknownPosition(left[0]);

        Sets.Settle(IsBound, expectingInput, Errors);
        CheckMandatory(expectingInput);
        _cmdlet.SetName = Sets.CurrentName;
    }

    /// <summary>Mandatory parameters of the settled set that have no value; with <paramref name="pipelineComes"/> those that the pipeline may give are left out.</summary>
    public IReadOnlyList<ParameterDescription> Missing(bool pipelineComes)
        => [.. Command.Parameters.Where(p => !IsBound(p) && Sets.IsMandatory(p, pipelineComes))];

    /// <summary>Transforms, converts, validates and sets one value.</summary>
    /// <returns>False when the value does not fit and may not be converted.</returns>
    public bool TryBind(ParameterDescription parameter, object? value, bool coerce)
    {
        value = Transform(parameter, value);
        if (coerce) value = Coerce(parameter, value);
        else if (!ValueConverter.Fits(value, parameter.Type)) return false;
        else value = value is null ? null : ValueConverter.Convert(value, parameter.Type);

        ArgumentValidation.Check(parameter, value, _engine, Errors, Sets);
        Set(parameter, value);
        return true;
    }

    /// <summary>Puts back what a parameter had before the pipeline gave it a value.</summary>
    public void Restore(ParameterDescription parameter, object? original)
    {
        parameter.Property?.SetValue(_cmdlet, original);
        _bound.Remove(parameter);
        Invocation.BoundParameters.Remove(parameter.Name);
    }

    public object? Current(ParameterDescription parameter) => parameter.Property?.GetValue(_cmdlet);

    public void ShowSet() => _cmdlet.SetName = Sets.CurrentName;

    private void Set(ParameterDescription parameter, object? value)
    {
        if (parameter.Property is { } property) property.SetValue(_cmdlet, value);
        else _common[parameter.Name] = value;
        _bound.Add(parameter);
        Invocation.BoundParameters[parameter.Name] = value;
    }

    private object? Transform(ParameterDescription parameter, object? value)
    {
        foreach (var transformation in parameter.Attributes.OfType<ArgumentTransformationAttribute>())
        {
            if (value is null && !transformation.TransformNullOptionalParameters) continue;
            try
            {
                value = transformation.Transform(_engine, value);
            }
            catch (Exception e) when (e is not PipelineStoppedException)
            {
                throw Errors.TransformationFailed(parameter, e);
            }
        }

        return value;
    }

    private object? Coerce(ParameterDescription parameter, object? value)
    {
        var plain = PSObject.Unwrap(value);
        if (plain is null) return IsNullable(parameter.Type) ? null : throw Errors.NullRefused(parameter);
        if (plain is IEnumerable and not string && !TakesList(parameter.Type)) throw Errors.CannotConvert(parameter, value, null);
        if (parameter.IsSwitch && plain is not (bool or SwitchParameter or IConvertible and not string)) throw Errors.CannotConvert(parameter, value, null);
        try
        {
            return ValueConverter.Convert(value, parameter.Type);
        }
        catch (PSInvalidCastException e)
        {
            throw Errors.CannotConvert(parameter, value, e);
        }
    }

    private static bool IsNullable(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;

    private static bool TakesList(Type type) => type.IsArray || type == typeof(object) || type == typeof(PSObject) || (type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type));

    private void CheckMandatory(bool expectingInput)
    {
        if (expectingInput) Sets.DropWhatThePipelineCannotComplete(IsBound);
        var missing = Missing(expectingInput);
        if (missing.Count > 0) throw Errors.MissingMandatory(missing);
    }

    private List<(ParameterDescription Parameter, object? Value)> Pair(IReadOnlyList<CommandArgument> arguments, out List<object?> positional, out CommandArgument? unknown)
    {
        var named = new List<(ParameterDescription, object?)>();
        positional = [];
        unknown = null;
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument.Name is not { } name)
            {
                positional.Add(argument.Value);
                continue;
            }

            if (Match(name) is not { } parameter)
            {
                unknown ??= argument;
                // Its value is not somebody else's by position.
                if (!argument.HasValue && i + 1 < arguments.Count && arguments[i + 1].Name is null) i++;
            }
            else if (argument.HasValue)
            {
                named.Add((parameter, argument.Value));
            }
            else if (parameter.IsSwitch)
            {
                named.Add((parameter, new SwitchParameter(true)));
            }
            else if (i + 1 < arguments.Count && arguments[i + 1].Name is null)
            {
                named.Add((parameter, arguments[++i].Value));
            }
            else
            {
                throw Errors.MissingArgument(parameter);
            }
        }

        return named;
    }

    private ParameterDescription? Match(string name)
    {
        bool Is(string candidate) => candidate.Equals(name, StringComparison.OrdinalIgnoreCase);
        bool Begins(string candidate) => candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase);

        if (Command.Parameters.FirstOrDefault(p => Is(p.Name) || p.Aliases.Any(Is)) is { } exact) return exact;
        var near = Command.Parameters.Where(p => Begins(p.Name) || p.Aliases.Any(Begins)).ToList();
        // The command's own parameter beats a common one that begins alike.
        if (near.Count > 1 && near.Count(p => !p.IsCommon) == 1) near.RemoveAll(p => p.IsCommon);
        if (near.Count > 1) throw Errors.AmbiguousName(name, near);
        return near.Count == 1 ? near[0] : null;
    }

    private List<object?> BindByPosition(List<object?> values)
    {
        var left = new List<object?>();
        var next = 0;
        while (next < values.Count)
        {
            var candidates = Sets.TakeNextPosition(IsBound);
            if (candidates.Count == 0) break;
            if (!BindOne(candidates, values[next])) left.Add(values[next]);
            next++;
        }

        left.AddRange(values.Skip(next));
        return left;
    }

    /// <summary>Gives what is left to the parameter that takes all that is left, if there is one.</summary>
    private List<object?> BindRemaining(List<object?> values)
    {
        if (values.Count == 0) return values;
        var taking = Command.Parameters.Where(p => !IsBound(p) && Sets.Allows(p) && TakesRemaining(p)).ToList();
        if (taking.Count == 0) return values;
        TryBind(taking[0], values.Count == 1 ? values[0] : values.ToArray(), coerce: true);
        Sets.Narrow(taking[0]);
        return [];
    }

    private static bool TakesRemaining(ParameterDescription parameter)
        => (parameter.SetNames.Count == 0 ? [ParameterAttribute.AllParameterSets] : parameter.SetNames).Any(s => parameter.In(s) is { ValueFromRemainingArguments: true });

    /// <summary>Without conversion first, the default set before the others; then with it.</summary>
    private bool BindOne(IReadOnlyList<ParameterDescription> candidates, object? value)
    {
        var ordered = candidates.OrderBy(p => Command.DefaultSet is { } set && p.In(set) is not null ? 0 : 1).ToList();
        foreach (var parameter in ordered)
        {
            if (!TryBind(parameter, value, coerce: false)) continue;
            Sets.Narrow(parameter);
            return true;
        }

        ParameterBindingException? failure = null;
        foreach (var parameter in ordered)
        {
            try
            {
                TryBind(parameter, value, coerce: true);
                Sets.Narrow(parameter);
                return true;
            }
            catch (ParameterBindingException e)
            {
                failure ??= e;
            }
        }

        throw failure!;
    }
}
