using System.Reflection;

namespace System.Management.Automation;

public class PSProperty : PSPropertyInfo
{
    private readonly PropertyInfo _property;
    private readonly object _owner;

    internal PSProperty(PropertyInfo property, object owner)
        : base(property.Name)
    {
        _property = property;
        _owner = owner;
    }

    public override bool IsSettable => _property.CanWrite;

    public override bool IsGettable => _property.CanRead;

    public override object? Value
    {
        get => _property.GetValue(_owner);
        set => _property.SetValue(_owner, K8sOps.Host.ValueConverter.Convert(value, _property.PropertyType));
    }
}
