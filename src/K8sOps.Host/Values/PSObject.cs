using System.Collections;

namespace System.Management.Automation;

/// <summary>An object with the properties of its type and those that were added to it.</summary>
public class PSObject : IFormattable
{
    private readonly PSPropertyCollection _properties;

    public PSObject()
        : this(CustomObject.Instance)
    {
    }

    public PSObject(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        ImmediateBaseObject = obj is PSObject wrapped ? wrapped.ImmediateBaseObject : obj;
        _properties = new PSPropertyCollection(ImmediateBaseObject);
    }

    public object ImmediateBaseObject { get; }

    /// <summary>How a number was written on the command line: a text parameter gets this, any other the number.</summary>
    internal string? TokenText { get; init; }

    public object BaseObject => ImmediateBaseObject == CustomObject.Instance ? this : ImmediateBaseObject;

    public PSMemberInfoCollection<PSPropertyInfo> Properties => _properties;

    public static PSObject AsPSObject(object obj) => obj as PSObject ?? new PSObject(obj);

    public override string ToString()
        => TokenText is not null ? TokenText : ImmediateBaseObject == CustomObject.Instance
            ? $"@{{{string.Join("; ", _properties.Select(p => $"{p.Name}={p.Value}"))}}}"
            : K8sOps.Host.ValueConverter.ToText(ImmediateBaseObject);

    public string ToString(string? format, IFormatProvider? formatProvider)
        => TokenText is null && ImmediateBaseObject is IFormattable formattable ? formattable.ToString(format, formatProvider) : ToString();

    public override bool Equals(object? obj) => obj is PSObject other ? Equals(BaseObject, other.BaseObject) || ReferenceEquals(this, other) : Equals(BaseObject, obj);

    public override int GetHashCode() => ImmediateBaseObject == CustomObject.Instance ? base.GetHashCode() : ImmediateBaseObject.GetHashCode();

    /// <summary>The object itself, without a wrapper.</summary>
    internal static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private sealed class CustomObject
    {
        public static readonly CustomObject Instance = new();
    }
}
