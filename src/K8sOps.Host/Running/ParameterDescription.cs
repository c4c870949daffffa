using System.Management.Automation;
using System.Reflection;

namespace K8sOps.Host;

/// <summary>A parameter of a command, as its attributes declare it.</summary>
public sealed class ParameterDescription
{
    private readonly ParameterAttribute? _inAllSets;
    private readonly Dictionary<string, ParameterAttribute> _bySet = new(StringComparer.OrdinalIgnoreCase);

    private ParameterDescription(string name, Type type, PropertyInfo? property, IReadOnlyList<string> aliases, IEnumerable<ParameterAttribute> declarations, IReadOnlyList<Attribute> attributes)
    {
        Name = name;
        Type = type;
        Property = property;
        Aliases = aliases;
        Attributes = attributes;
        foreach (var declaration in declarations)
        {
            if (declaration.ParameterSetName == ParameterAttribute.AllParameterSets) _inAllSets = declaration;
            else _bySet[declaration.ParameterSetName] = declaration;
        }
    }

    /// <summary>The parameter's name.</summary>
    public string Name { get; }

    /// <summary>The type of its value.</summary>
    public Type Type { get; }

    /// <summary>Other names.</summary>
    public IReadOnlyList<string> Aliases { get; }

    /// <summary>True for the engine's own (<c>-Verbose</c>, <c>-WhatIf</c>, …).</summary>
    public bool IsCommon => Property is null;

    /// <summary>The names of the sets that it is declared for; empty when it is in all of them.</summary>
    public IReadOnlyCollection<string> SetNames => _bySet.Keys;

    /// <summary>Everything that is declared on the property.</summary>
    public IReadOnlyList<Attribute> Attributes { get; }

    internal PropertyInfo? Property { get; }

    internal bool IsSwitch => Type == typeof(SwitchParameter);

    /// <summary>How the parameter is declared for a set; null when it is not in it.</summary>
    public ParameterAttribute? In(string setName) => _bySet.GetValueOrDefault(setName) ?? _inAllSets;

    internal static ParameterDescription? From(PropertyInfo property)
    {
        var attributes = property.GetCustomAttributes(inherit: true).Cast<Attribute>().ToList();
        var declarations = attributes.OfType<ParameterAttribute>().ToList();
        if (declarations.Count == 0) return null;
        var aliases = attributes.OfType<AliasAttribute>().SelectMany(a => a.AliasNames).ToList();
        return new ParameterDescription(property.Name, property.PropertyType, property, aliases, declarations, attributes);
    }

    internal static ParameterDescription Common(string name, Type type, params string[] aliases)
        => new(name, type, null, aliases, [new ParameterAttribute()], []);
}
