using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace K8sOps.Conformance;

/// <summary>Writes values and bound parameters as one line of text, the same on any engine.</summary>
internal static class Echo
{
    public static string Bound(PSCmdlet cmdlet)
    {
        var bound = cmdlet.MyInvocation.BoundParameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={Value(p.Value)}");
        return string.Join(' ', new[] { cmdlet.ParameterSetName }.Concat(bound));
    }

    public static string Value(object? value) => value switch
    {
        null => "null",
        PSObject wrapped => Value(wrapped.BaseObject),
        string text => $"'{text}'",
        SwitchParameter given => given.IsPresent ? "on" : "off",
        DateTimeOffset at => at.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture),
        IFormattable formattable => $"{value.GetType().Name}:{formattable.ToString(null, CultureInfo.InvariantCulture)}",
        IEnumerable many => $"{value.GetType().Name}({string.Join(',', many.Cast<object?>().Select(Value))})",
        _ => $"{value.GetType().Name}:{value}",
    };
}
