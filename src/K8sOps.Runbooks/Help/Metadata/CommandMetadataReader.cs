using System.Reflection;
using System.Reflection.Metadata;

namespace K8sOps.Runbooks.Help;

/// <summary>
/// Reads the commands of a compiled module from its metadata. Nothing is loaded or run, so no engine is needed and the
/// attributes mean the same whatever assembly they will be bound to.
/// </summary>
public static class CommandMetadataReader
{
    private const string Engine = "System.Management.Automation.";

    private static readonly string[] s_impacts = ["None", "Low", "Medium", "High"];

    /// <summary>Every command of an assembly, by name. The assemblies that it refers to are looked for beside it, for their enumerations.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="BadImageFormatException">The file is not a .NET assembly.</exception>
    public static IReadOnlyList<CommandMetadata> Read(string assemblyPath)
    {
        ArgumentNullException.ThrowIfNull(assemblyPath);
        using var module = new ModuleMetadata(assemblyPath);
        var commands = new List<CommandMetadata>();
        foreach (var handle in module.Reader.TypeDefinitions)
        {
            var type = module.Reader.GetTypeDefinition(handle);
            if (type.Attributes.HasFlag(TypeAttributes.Abstract) || !type.Attributes.HasFlag(TypeAttributes.Public)) continue;
            var attributes = module.Attributes(type.GetCustomAttributes()).ToList();
            var cmdlet = attributes.FirstOrDefault(a => a.Type == Engine + "CmdletAttribute");
            if (cmdlet.Type is not null) commands.Add(Command(module, handle, cmdlet.Value, attributes));
        }

        return [.. commands.OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase)];
    }

    private static CommandMetadata Command(ModuleMetadata module, TypeDefinitionHandle handle, CustomAttributeValue<string> cmdlet, List<(string Type, CustomAttributeValue<string> Value)> attributes)
    {
        var asks = Named(cmdlet, "SupportsShouldProcess") is true;
        var defaults = PropertyDefaults.Read(module, handle);
        var parameters = Properties(module, handle).Select(p => Parameter(module, p, defaults)).OfType<ParameterMetadata>()
            .DistinctBy(p => p.Name, StringComparer.OrdinalIgnoreCase).ToList();
        if (asks) parameters.AddRange([Common("WhatIf", "wi"), Common("Confirm", "cf")]);
        return new CommandMetadata
        {
            Verb = (string)cmdlet.FixedArguments[0].Value!,
            Noun = (string)cmdlet.FixedArguments[1].Value!,
            ClassName = TypeNames.Instance.GetTypeFromDefinition(module.Reader, handle, 0),
            IsSealed = module.Reader.GetTypeDefinition(handle).Attributes.HasFlag(TypeAttributes.Sealed),
            SupportsShouldProcess = asks,
            ConfirmImpact = s_impacts[Named(cmdlet, "ConfirmImpact") is int impact ? impact : 2],
            DefaultParameterSet = Named(cmdlet, "DefaultParameterSetName") as string,
            OutputTypes = [.. attributes.Where(a => a.Type == Engine + "OutputTypeAttribute").SelectMany(a => Strings(a.Value)).Distinct(StringComparer.Ordinal)],
            Parameters = parameters,
        };
    }

    private static IEnumerable<PropertyDefinition> Properties(ModuleMetadata module, TypeDefinitionHandle handle)
    {
        for (EntityHandle current = handle; current.Kind == HandleKind.TypeDefinition && !current.IsNil;)
        {
            var type = module.Reader.GetTypeDefinition((TypeDefinitionHandle)current);
            foreach (var property in type.GetProperties()) yield return module.Reader.GetPropertyDefinition(property);
            current = type.BaseType;
        }
    }

    private static ParameterMetadata? Parameter(ModuleMetadata module, PropertyDefinition property, IReadOnlyDictionary<string, object?> defaults)
    {
        var attributes = module.Attributes(property.GetCustomAttributes()).ToList();
        var sets = attributes.Where(a => a.Type == Engine + "ParameterAttribute").Select(a => a.Value).ToList();
        if (sets.Count == 0) return null;
        var name = module.Reader.GetString(property.Name);
        var type = property.DecodeSignature(TypeNames.Instance, null).ReturnType;
        var members = module.EnumValues(type.Replace("[]", "", StringComparison.Ordinal));
        var held = attributes.Where(a => a.Type == Engine + "ValidateSetAttribute").SelectMany(a => Strings(a.Value)).ToList();
        return new ParameterMetadata
        {
            Name = name,
            Type = type,
            Aliases = [.. attributes.Where(a => a.Type == Engine + "AliasAttribute").SelectMany(a => Strings(a.Value))],
            SupportsWildcards = attributes.Exists(a => a.Type == Engine + "SupportsWildcardsAttribute"),
            IsHidden = sets.TrueForAll(s => Named(s, "DontShow") is true),
            Default = Default(type, attributes, defaults, name, members),
            // "Unknown" is what an enumeration holds when nothing is known; nobody asks for it.
            Values = held.Count > 0 ? held : [.. members.OrderBy(m => m.Value).Select(m => m.Key).Where(m => m != "Unknown")],
            Attributes = [.. attributes.Select(a => a.Type)],
            Completer = attributes.Where(a => a.Type == Engine + "ArgumentCompleterAttribute").Select(a => a.Value.FixedArguments.FirstOrDefault().Value as string).FirstOrDefault(),
            Sets = [.. sets.Select(Set)],
        };
    }

    private static ParameterSetMetadata Set(CustomAttributeValue<string> attribute) => new()
    {
        Name = Named(attribute, "ParameterSetName") is string set && set != "__AllParameterSets" ? set : null,
        IsMandatory = Named(attribute, "Mandatory") is true,
        Position = Named(attribute, "Position") is int position && position >= 0 ? position : null,
        FromPipeline = Named(attribute, "ValueFromPipeline") is true,
        FromPipelineByPropertyName = Named(attribute, "ValueFromPipelineByPropertyName") is true,
    };

    private static string? Default(string type, List<(string Type, CustomAttributeValue<string> Value)> attributes, IReadOnlyDictionary<string, object?> defaults, string name, IReadOnlyDictionary<string, long> members)
    {
        var declared = attributes.FirstOrDefault(a => a.Type == Engine + "PSDefaultValueAttribute");
        if (declared.Type is not null && (Named(declared.Value, "Help") ?? Named(declared.Value, "Value")) is { } said) return DefaultText.Of(said, members);
        if (type == Engine + "SwitchParameter") return "False";
        return defaults.TryGetValue(name, out var value) ? DefaultText.Of(value, members) : null;
    }

    private static ParameterMetadata Common(string name, string alias) => new()
    {
        Name = name,
        Type = Engine + "SwitchParameter",
        Aliases = [alias],
        Default = "False",
        Sets = [new ParameterSetMetadata()],
    };

    private static object? Named(CustomAttributeValue<string> attribute, string name) => attribute.NamedArguments.FirstOrDefault(a => a.Name == name).Value;

    /// <summary>The strings and types among an attribute's arguments, those within arrays too.</summary>
    private static IEnumerable<string> Strings(CustomAttributeValue<string> attribute) => attribute.FixedArguments.SelectMany(a => a.Value switch
    {
        string text => [text],
        System.Collections.Immutable.ImmutableArray<CustomAttributeTypedArgument<string>> many => many.Select(m => m.Value).OfType<string>(),
        _ => Enumerable.Empty<string>(),
    });
}
