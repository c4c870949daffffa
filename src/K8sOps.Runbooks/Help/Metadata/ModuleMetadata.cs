using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace K8sOps.Runbooks.Help;

/// <summary>An opened assembly and those beside it, for looking up attributes and enumerations.</summary>
internal sealed class ModuleMetadata : IDisposable
{
    private readonly string _folder;
    private readonly Dictionary<string, (PEReader File, MetadataReader Reader)?> _open = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every enumeration, found once: each parameter asks for its type.</summary>
    private readonly Lazy<Dictionary<string, (MetadataReader Reader, TypeDefinition Type)>> _enums;

    public ModuleMetadata(string path)
    {
        _enums = new(Enums);
        _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var main = Open(Path.GetFileName(path)) ?? throw new FileNotFoundException($"There is no assembly {path}.", path);
        (File, Reader) = main;
    }

    public PEReader File { get; }

    public MetadataReader Reader { get; }

    /// <summary>The attributes of something: full type name and decoded arguments.</summary>
    public IEnumerable<(string Type, CustomAttributeValue<string> Value)> Attributes(CustomAttributeHandleCollection handles)
    {
        foreach (var handle in handles)
        {
            var attribute = Reader.GetCustomAttribute(handle);
            yield return (AttributeType(attribute), attribute.DecodeValue(TypeNames.Instance));
        }
    }

    /// <summary>The names and values of an enumeration in this assembly or one beside it; empty for any other type.</summary>
    public IReadOnlyDictionary<string, long> EnumValues(string type)
        => _enums.Value.TryGetValue(type, out var found)
            ? found.Type.GetFields().Select(found.Reader.GetFieldDefinition).Where(f => !f.GetDefaultValue().IsNil).ToDictionary(f => found.Reader.GetString(f.Name), f => Constant(found.Reader, f), StringComparer.Ordinal)
            : ImmutableDictionary<string, long>.Empty;

    public static string? BaseName(MetadataReader reader, TypeDefinition type) => type.BaseType.Kind switch
    {
        _ when type.BaseType.IsNil => null,
        HandleKind.TypeDefinition => TypeNames.Instance.GetTypeFromDefinition(reader, (TypeDefinitionHandle)type.BaseType, 0),
        HandleKind.TypeReference => TypeNames.Instance.GetTypeFromReference(reader, (TypeReferenceHandle)type.BaseType, 0),
        _ => TypeNames.Instance.GetTypeFromSpecification(reader, null, (TypeSpecificationHandle)type.BaseType, 0),
    };

    public void Dispose()
    {
        foreach (var open in _open.Values) open?.File.Dispose();
    }

    private Dictionary<string, (MetadataReader Reader, TypeDefinition Type)> Enums()
    {
        var enums = new Dictionary<string, (MetadataReader, TypeDefinition)>(StringComparer.Ordinal);
        foreach (var reader in Readers())
        {
            foreach (var handle in reader.TypeDefinitions)
            {
                var type = reader.GetTypeDefinition(handle);
                if (BaseName(reader, type) == "System.Enum") enums.TryAdd(TypeNames.Instance.GetTypeFromDefinition(reader, handle, 0), (reader, type));
            }
        }

        return enums;
    }

    private static long Constant(MetadataReader reader, FieldDefinition field)
    {
        var constant = reader.GetConstant(field.GetDefaultValue());
        return Convert.ToInt64(reader.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode), System.Globalization.CultureInfo.InvariantCulture);
    }

    private string AttributeType(CustomAttribute attribute)
    {
        var parent = attribute.Constructor.Kind == HandleKind.MemberReference
            ? Reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent
            : Reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType();
        return parent.Kind switch
        {
            HandleKind.TypeDefinition => TypeNames.Instance.GetTypeFromDefinition(Reader, (TypeDefinitionHandle)parent, 0),
            HandleKind.TypeReference => TypeNames.Instance.GetTypeFromReference(Reader, (TypeReferenceHandle)parent, 0),
            _ => TypeNames.Instance.GetTypeFromSpecification(Reader, null, (TypeSpecificationHandle)parent, 0),
        };
    }

    private IEnumerable<MetadataReader> Readers()
    {
        yield return Reader;
        foreach (var handle in Reader.AssemblyReferences)
        {
            var name = Reader.GetString(Reader.GetAssemblyReference(handle).Name);
            if (Open(name + ".dll") is { } beside) yield return beside.Reader;
        }
    }

    private (PEReader File, MetadataReader Reader)? Open(string name)
    {
        if (_open.TryGetValue(name, out var known)) return known;
        var path = Path.Combine(_folder, name);
        if (!System.IO.File.Exists(path)) return _open[name] = null;
        // Read at once: a build may replace the file while we look.
        var file = new PEReader(ImmutableArray.Create(System.IO.File.ReadAllBytes(path)));
        return _open[name] = (file, file.GetMetadataReader());
    }
}
