using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace K8sOps.Shared;

/// <summary>What an assembly called System.Management.Automation offers to others, by its metadata.</summary>
internal sealed class EngineSurface
{
    private readonly HashSet<string> _types = new(StringComparer.Ordinal);
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _bases = new(StringComparer.Ordinal);

    private EngineSurface(MetadataReader reader)
    {
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            var access = type.Attributes & TypeAttributes.VisibilityMask;
            if (access is not TypeAttributes.Public) continue;
            var name = Signatures.Name(reader, handle);
            if (!name.StartsWith("System.Management.Automation.", StringComparison.Ordinal)) continue;
            _types.Add(name);
            if (!type.BaseType.IsNil) _bases[name] = Base(reader, type.BaseType);
            ReadMembers(reader, type, name);
        }
    }

    /// <summary>Full names of the public types.</summary>
    public IReadOnlySet<string> Types => _types;

    /// <summary>Public and protected members, as <see cref="Signatures"/> writes them.</summary>
    public IReadOnlySet<string> Members => _members;

    public static EngineSurface Of(string path)
    {
        using var file = new PEReader(ImmutableArray.Create(File.ReadAllBytes(path)));
        return new EngineSurface(file.GetMetadataReader());
    }

    /// <summary>Whether a member is there, or is inherited.</summary>
    public bool Resolves(string member)
    {
        var type = _types.Where(t => member.StartsWith(t + ".", StringComparison.Ordinal) || member.StartsWith(t + "::", StringComparison.Ordinal)).MaxBy(t => t.Length);
        for (var at = type; at is not null; at = _bases.GetValueOrDefault(at))
        {
            if (_members.Contains(at + member[type!.Length..])) return true;
            // Beyond the engine's types it is .NET's own, if .NET has a member of that name.
            if (!_types.Contains(at)) return IsOfDotNet(at, member[type!.Length..]);
        }

        return false;
    }

    private static bool IsOfDotNet(string type, string member)
    {
        var name = member.TrimStart('.', ':').Split('(', ':')[0];
        return Type.GetType(type) is { } t && t.GetMember(name, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static).Length > 0;
    }

    private static string Base(MetadataReader reader, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => Signatures.Name(reader, (TypeDefinitionHandle)handle),
        HandleKind.TypeReference => Signatures.Name(reader, (TypeReferenceHandle)handle),
        _ => reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(Signatures.Provider, null).Split('<')[0],
    };

    private void ReadMembers(MetadataReader reader, TypeDefinition type, string name)
    {
        foreach (var handle in type.GetMethods())
        {
            var method = reader.GetMethodDefinition(handle);
            if ((method.Attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem)
            {
                _members.Add(Signatures.Method(name, reader.GetString(method.Name), method.DecodeSignature(Signatures.Provider, null)));
            }
        }

        foreach (var handle in type.GetFields())
        {
            var field = reader.GetFieldDefinition(handle);
            if ((field.Attributes & FieldAttributes.FieldAccessMask) == FieldAttributes.Public) _members.Add($"{name}.{reader.GetString(field.Name)}: {field.DecodeSignature(Signatures.Provider, null)}");
        }
    }
}
