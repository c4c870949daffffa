using System.Collections;
using System.Reflection;

namespace System.Management.Automation;

/// <summary>The properties of a .NET object (the keys of a dictionary too), then those that were added.</summary>
internal sealed class PSPropertyCollection(object baseObject) : PSMemberInfoCollection<PSPropertyInfo>
{
    private readonly List<PSPropertyInfo> _added = [];

    public override PSPropertyInfo? this[string name]
    {
        get
        {
            if (_added.Find(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } added) return added;
            if (baseObject is IDictionary dictionary)
            {
                foreach (var key in dictionary.Keys)
                {
                    if (name.Equals(key?.ToString(), StringComparison.OrdinalIgnoreCase)) return new PSNoteProperty(name, dictionary[key!]);
                }
            }

            return Find(name) is { } property ? new PSProperty(property, baseObject) : null;
        }
    }

    public override void Add(PSPropertyInfo member)
    {
        if (_added.Exists(p => p.Name.Equals(member.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new InvalidOperationException($"Cannot add a member with the name \"{member.Name}\" because a member with that name already exists.");
        }

        _added.Add(member);
    }

    public override IEnumerator<PSPropertyInfo> GetEnumerator()
    {
        foreach (var property in baseObject.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length == 0 && property.CanRead) yield return new PSProperty(property, baseObject);
        }

        foreach (var added in _added) yield return added;
    }

    private PropertyInfo? Find(string name)
    {
        PropertyInfo? found = null;
        foreach (var property in baseObject.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (!property.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || property.GetIndexParameters().Length > 0 || !property.CanRead) continue;
            // A property that hides its base's comes first; the exact spelling beats another one.
            if (found is null || (property.Name == name && found.Name != name)) found = property;
        }

        return found;
    }
}
