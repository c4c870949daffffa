using System.Management.Automation;
using K8sOps.Host;

namespace Microsoft.PowerShell.Commands;

/// <summary><c>Where-Object Property -ne Value</c>, the form without a script block.</summary>
[Cmdlet("Where", "Object", DefaultParameterSetName = "EQ")]
internal sealed class WhereObjectCommand : PSCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Mandatory = true, Position = 0)]
    public string Property { get; set; } = "";

    [Parameter(Position = 1)]
    public object? Value { get; set; }

    [Parameter(ParameterSetName = "EQ")]
    public SwitchParameter EQ { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "NE")]
    public SwitchParameter NE { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "GT")]
    public SwitchParameter GT { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "LT")]
    public SwitchParameter LT { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Like")]
    public SwitchParameter Like { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "NotLike")]
    public SwitchParameter NotLike { get; set; }

    protected override void ProcessRecord()
    {
        var left = InputObject?.Properties[Property]?.Value;
        if (Holds(PSObject.Unwrap(left))) WriteObject(InputObject);
    }

    private bool Holds(object? left)
    {
        var asked = MyInvocation.BoundParameters.ContainsKey(nameof(Value));
        return ParameterSetName switch
        {
            "NE" => !AreEqual(left),
            "GT" => Compare(left) is > 0,
            "LT" => Compare(left) is < 0,
            "Like" => Matches(left),
            "NotLike" => !Matches(left),
            _ => asked ? AreEqual(left) : IsTrue(left),
        };
    }

    private bool Matches(object? left)
        => new WildcardPattern(ValueConverter.ToText(PSObject.Unwrap(Value)), WildcardOptions.IgnoreCase).IsMatch(ValueConverter.ToText(left));

    private bool AreEqual(object? left)
    {
        if (left is null) return Value is null;
        if (Value is null) return false;
        if (!ValueConverter.TryConvert(Value, left.GetType(), out var right)) return false;
        return left is string text ? text.Equals(right as string, StringComparison.OrdinalIgnoreCase) : left.Equals(right);
    }

    private int? Compare(object? left)
    {
        if (left is not IComparable comparable || !ValueConverter.TryConvert(Value, left.GetType(), out var right)) return null;
        return left is string text ? StringComparer.OrdinalIgnoreCase.Compare(text, right) : comparable.CompareTo(right);
    }

    private static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool flag => flag,
        string text => text.Length > 0,
        IConvertible number when number.GetTypeCode() is >= TypeCode.SByte and <= TypeCode.Decimal => number.ToDouble(System.Globalization.CultureInfo.InvariantCulture) != 0,
        _ => true,
    };
}
