using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace K8sOps.Shared;

/// <summary>What an assembly takes from System.Management.Automation, by its metadata: types, and members with their signatures.</summary>
internal static class EngineReferences
{
    private const string Engine = "System.Management.Automation";

    /// <summary>Full names of the referenced types.</summary>
    public static IReadOnlyList<string> Types(string path) => Read(path, reader => reader.TypeReferences.Select(h => TypeName(reader, h)).OfType<string>().Order(StringComparer.Ordinal).ToList());

    /// <summary>Referenced members as <see cref="Signatures"/> writes them.</summary>
    public static IReadOnlyList<string> Members(string path) => Read(path, reader =>
    {
        var members = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var handle in reader.MemberReferences)
        {
            var member = reader.GetMemberReference(handle);
            if (Owner(reader, member.Parent) is not { } owner) continue;
            var name = reader.GetString(member.Name);
            members.Add(member.GetKind() == MemberReferenceKind.Field
                ? $"{owner}.{name}: {member.DecodeFieldSignature(Signatures.Provider, null)}"
                : Signatures.Method(owner, name, member.DecodeMethodSignature(Signatures.Provider, null)));
        }

        return members.ToList();
    });

    private static T Read<T>(string path, Func<MetadataReader, T> read)
    {
        using var file = new PEReader(ImmutableArray.Create(File.ReadAllBytes(path)));
        return read(file.GetMetadataReader());
    }

    private static string? Owner(MetadataReader reader, EntityHandle parent) => parent.Kind switch
    {
        HandleKind.TypeReference => TypeName(reader, (TypeReferenceHandle)parent),
        HandleKind.TypeSpecification => OfEngine(reader, (TypeSpecificationHandle)parent),
        _ => null,
    };

    /// <summary>An instance of a generic type of the engine; of any other type its arguments do not matter.</summary>
    private static string? OfEngine(MetadataReader reader, TypeSpecificationHandle handle)
    {
        var name = reader.GetTypeSpecification(handle).DecodeSignature(Signatures.Provider, null);
        return name.StartsWith(Engine + ".", StringComparison.Ordinal) ? name.Split('<')[0] : null;
    }

    private static string? TypeName(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        if (type.ResolutionScope.Kind != HandleKind.AssemblyReference) return null;
        var assembly = reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope);
        return reader.GetString(assembly.Name) == Engine ? Signatures.Name(reader, handle) : null;
    }
}
