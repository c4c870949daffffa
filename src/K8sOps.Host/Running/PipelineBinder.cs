using System.Management.Automation;

namespace K8sOps.Host;

/// <summary>
/// Binds one pipeline object after the other: by value and by property name, first as it is, then converted; the default set
/// before the others. Before the next object, parameters get back what they had.
/// </summary>
internal sealed class PipelineBinder
{
    private static readonly (bool ByName, bool Coerce)[] s_steps = [(false, false), (true, false), (false, true), (true, true)];
    private readonly ParameterBinder _binder;
    private readonly IReadOnlyCollection<string> _setsBefore;
    private readonly Dictionary<ParameterDescription, object?> _originals = [];
    private readonly List<ParameterDescription> _fromObject = [];

    public PipelineBinder(ParameterBinder binder)
    {
        _binder = binder;
        _setsBefore = binder.Sets.Snapshot();
    }

    /// <summary>Binds an object.</summary>
    /// <returns>Null when it is bound, else the error to write instead of processing it.</returns>
    /// <exception cref="ParameterBindingException">A value of it was refused.</exception>
    public ErrorRecord? Bind(object? input)
    {
        Forget();
        var any = false;
        if (_binder.Command.DefaultSet is { } set)
        {
            foreach (var (byName, coerce) in s_steps) any |= Step(input, byName, coerce, p => _binder.Sets.AllowsIn(p, set));
        }

        foreach (var (byName, coerce) in s_steps) any |= Step(input, byName, coerce, _binder.Sets.Allows);
        if (!any) return _binder.Errors.ObjectNotBound(input);
        _binder.Sets.SettleForObject(_binder.IsBound, _binder.Errors);
        _binder.ShowSet();
        var missing = _binder.Missing(pipelineComes: false);
        return missing.Count == 0 ? null : _binder.Errors.ObjectMissesMandatory(input, missing);
    }

    private void Forget()
    {
        foreach (var parameter in _fromObject) _binder.Restore(parameter, _originals[parameter]);
        _fromObject.Clear();
        _binder.Sets.Restore(_setsBefore);
    }

    private bool Step(object? input, bool byName, bool coerce, Func<ParameterDescription, bool> allowed)
    {
        var any = false;
        foreach (var parameter in _binder.Command.Parameters)
        {
            if (parameter.IsCommon || _binder.IsBound(parameter) || !allowed(parameter)) continue;
            if (!_binder.Sets.Declarations(parameter).Any(d => byName ? d.ValueFromPipelineByPropertyName : d.ValueFromPipeline)) continue;
            object? value = input;
            if (byName && !TryGetProperty(input, parameter, out value)) continue;
            any |= TryBind(parameter, value, coerce);
        }

        return any;
    }

    private bool TryBind(ParameterDescription parameter, object? value, bool coerce)
    {
        var original = _binder.Current(parameter);
        try
        {
            if (!_binder.TryBind(parameter, value, coerce)) return false;
        }
        catch (ParameterBindingException e) when (e.InnerException is PSInvalidCastException || e.ErrorId == "CannotConvertArgument")
        {
            // What cannot be converted is simply not for this parameter.
            return false;
        }

        _originals.TryAdd(parameter, original);
        _fromObject.Add(parameter);
        _binder.Sets.Narrow(parameter);
        return true;
    }

    private static bool TryGetProperty(object? input, ParameterDescription parameter, out object? value)
    {
        value = null;
        if (input is null) return false;
        var properties = PSObject.AsPSObject(input).Properties;
        foreach (var name in parameter.Aliases.Prepend(parameter.Name))
        {
            if (properties[name] is not { IsGettable: true } property) continue;
            value = property.Value;
            return true;
        }

        return false;
    }
}
