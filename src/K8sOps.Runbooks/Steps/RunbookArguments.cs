using System.Collections;
using K8sOps.Runbooks.Runs;

namespace K8sOps.Runbooks;

/// <summary>Values for a runbook's parameters.</summary>
public static class RunbookArguments
{
    /// <summary>A value in the type that the parameter declares.</summary>
    /// <exception cref="OperationException"><c>InvalidParameterValue</c>.</exception>
    public static object Convert(RunbookParameter parameter, object? value)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return RunbookValues.TryConvert(parameter.Type, value, out var converted)
            ? converted!
            : throw new OperationException("InvalidParameterValue", OperationCategory.InvalidArgument, parameter.Name,
                $"{Shown(parameter.Name, value)} is no value for the parameter {parameter.Name}, which is {Kind(parameter.Type)}: {parameter.Description}");
    }

    /// <summary>Those of the given values that are for one of the parameters, in the declared types. One that does not fit is left out and told.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="values">Values by name, without regard to case.</param>
    /// <param name="tell">Takes what did not fit.</param>
    public static IReadOnlyDictionary<string, object> Take(IEnumerable<RunbookParameter> parameters, IEnumerable<KeyValuePair<string, object>> values, Action<string> tell)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(tell);
        var byName = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in values) byName[name] = value;
        var taken = new SortedDictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in parameters)
        {
            if (!byName.TryGetValue(parameter.Name, out var value)) continue;
            try
            {
                taken[parameter.Name] = Convert(parameter, value);
            }
            catch (OperationException e) when (e.Id == "InvalidParameterValue")
            {
                tell(e.Message);
            }
        }

        return taken;
    }

    private static string Shown(string name, object? value)
    {
        var plain = EngineObject.Unwrap(value);
        if (plain is null) return "$null";
        if (plain is IEnumerable and not string || EngineObject.IsSecret(plain)) return $"A {plain.GetType().Name}";
        return SecretPattern.IsNameOfSecret(name) ? SecretPattern.Redacted : $"'{plain}'";
    }

    private static string Kind(string type) => type switch
    {
        "string" => "text",
        "int" or "long" => "a whole number",
        "double" => "a number",
        "bool" => "true or false",
        "duration" => "a duration such as 90s, 10m or 1h30m",
        "size" => "a size such as 20Gi or a number of bytes",
        "datetime" => "a time such as 2026-01-31T03:00:00Z",
        _ => "of the unknown type " + type,
    };
}
