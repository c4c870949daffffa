using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <summary>A kind that the sandbox's API server serves: one entry of <c>Api/kinds.yaml</c>, or a CustomResourceDefinition's version.</summary>
internal sealed record ServedKind
{
    public required KubeResource Resource { get; init; }

    public required string Singular { get; init; }

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Whether status is a resource of its own: then writes to the object leave it alone, and writes to it leave the rest alone.</summary>
    public bool HasStatus { get; init; }

    /// <summary>Whether the object counts its generations.</summary>
    public bool HasGeneration { get; init; }

    /// <summary>Whether <c>scale</c> is served (spec.replicas).</summary>
    public bool HasScale { get; init; }

    /// <summary>Made up when it is read; nothing of it is stored and nothing can be written.</summary>
    public bool IsComputed { get; init; }

    /// <summary>A question that is answered when it is created, and never stored: a review.</summary>
    public bool IsReview { get; init; }

    /// <summary>Came with a CustomResourceDefinition: no strategic merge, items of lists carry their kind.</summary>
    public bool IsCustom { get; init; }

    /// <summary>Fields to select by, beyond metadata.name and metadata.namespace.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>The version of a CustomResourceDefinition that this kind came with; null for built-in kinds.</summary>
    public JsonObject? Definition { get; init; }

    /// <summary>What its objects are made of.</summary>
    public Schema Schema => field ??= IsCustom ? CustomSchema.OfVersion(Definition) : BuiltInSchemas.Find(Resource) ?? throw new InvalidDataException($"{Resource.ApiVersion} {Resource.Kind} has no schema.");

    /// <summary>How the bytes of its objects begin.</summary>
    public byte[] ItemPrefix => field ??= Encoding.UTF8.GetBytes($$"""{"apiVersion":"{{Resource.ApiVersion}}","kind":"{{Resource.Kind}}",""");

    /// <summary>The version in which objects are kept, which may be another than this one; this one for built-in kinds.</summary>
    public string StorageVersion { get; init; } = "";

    /// <summary>Where its objects are kept: one place for all versions.</summary>
    public KubeResource Storage => field ??= StorageVersion.Length == 0 || StorageVersion == Resource.Version ? Resource : Resource with { Version = StorageVersion };

    public string ListKind => Resource.Kind + "List";

    /// <summary>By identity: what is worked out once and kept must not change a hash, and there is one of each kind in a world.</summary>
    public bool Equals(ServedKind? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => Resource.GetHashCode();
}
