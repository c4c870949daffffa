using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;

namespace K8sOps.Console.Views;

/// <summary>
/// What stands in a cell: a property, or a call of one of our view functions, <c>[K8sOps.View]::Method($_.A, $null, $_)</c>.
/// A format file holds no other script (a test looks), so that the console needs no language.
/// </summary>
public sealed partial class CellExpression
{
    private readonly string? _property;
    private readonly MethodInfo? _method;
    private readonly IReadOnlyList<string> _arguments = [];

    private CellExpression(string property) => _property = property;

    private CellExpression(MethodInfo method, IReadOnlyList<string> arguments)
    {
        _method = method;
        _arguments = arguments;
    }

    /// <summary>The names of the properties that the cell shows.</summary>
    public IReadOnlyList<string> Properties
        => _property is not null ? [_property] : [.. _arguments.Where(a => a.StartsWith("$_.", StringComparison.Ordinal)).Select(a => a[3..])];

    /// <summary>A cell that shows a property.</summary>
    public static CellExpression Of(string property) => new(property);

    /// <summary>A cell that calls a view function of <paramref name="functions"/>.</summary>
    /// <exception cref="FormatException">The script has another form, or names a function that is not there.</exception>
    public static CellExpression Parse(string script, Assembly functions)
    {
        ArgumentNullException.ThrowIfNull(functions);
        var match = Call().Match(script.Trim());
        if (!match.Success) throw new FormatException($"A cell of a view is a property or one call of a view function, not '{script.Trim()}'.");
        var arguments = match.Groups["arguments"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var method = functions.GetType(match.Groups["type"].Value)?.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .FirstOrDefault(m => m.Name == match.Groups["method"].Value && m.GetParameters().Length == arguments.Length);
        return method is null
            ? throw new FormatException($"There is no view function for '{script.Trim()}' in {functions.GetName().Name}.")
            : new CellExpression(method, arguments);
    }

    /// <summary>The text of the cell for an object.</summary>
    public string Show(object value)
    {
        if (_method is null) return Write(Property(value, _property!));
        var parameters = _method.GetParameters();
        var arguments = new object?[_arguments.Count];
        for (var i = 0; i < arguments.Length; i++) arguments[i] = Argument(_arguments[i], value, parameters[i].ParameterType);
        return Write(_method.Invoke(null, arguments));
    }

    internal static object? Property(object value, string name) => PSObject.AsPSObject(value).Properties[name]?.Value;

    internal static string Write(object? value) => value switch
    {
        null => "",
        string text => text,
        DateTimeOffset at => at.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture),
        IReadOnlyDictionary<string, object> map => string.Join(", ", map.Select(p => $"{p.Key}={Write(p.Value)}")),
        System.Collections.IEnumerable many => string.Join(", ", many.Cast<object?>().Select(v => Write(v))),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static object? Argument(string argument, object value, Type type)
    {
        var given = argument switch
        {
            "$null" => null,
            "$_" => value,
            _ => Property(value, argument[3..]),
        };
        // A view function that takes a value is not called for nothing.
        return given is null && type.IsValueType && Nullable.GetUnderlyingType(type) is null ? Activator.CreateInstance(type) : given;
    }

    [GeneratedRegex(@"^\[(?<type>[\w.]+)\]::(?<method>\w+)\((?<arguments>\s*(\$_\.\w+|\$_|\$null)(\s*,\s*(\$_\.\w+|\$_|\$null))*\s*)\)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Call();
}
