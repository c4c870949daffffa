using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Text;

namespace K8sOps.Sandbox;

/// <summary>The kinds that a world serves: those of <c>kinds.yaml</c>, and those that CustomResourceDefinitions add.</summary>
internal sealed class KindTable
{
    private static readonly Lazy<IReadOnlyList<ServedKind>> BuiltInKinds = new(Load);
    private readonly Dictionary<(string Group, string Version, string Plural), ServedKind> _kinds = [];
    private readonly List<ServedKind> _order = [];
    private readonly Dictionary<KubeResource, ServedKind> _stored = [];

    public KindTable()
    {
        foreach (var kind in BuiltInKinds.Value) Add(kind);
    }

    /// <summary>All kinds, in the order in which discovery tells them.</summary>
    public IReadOnlyList<ServedKind> All => _order;

    public ServedKind? Find(string group, string version, string plural) => _kinds.GetValueOrDefault((group, version, plural));

    public ServedKind Of(KubeResource resource) => Find(resource.Group, resource.Version, resource.Plural)
        ?? throw new InvalidOperationException($"The sandbox does not serve {resource.QualifiedName}/{resource.Version}.");

    /// <summary>The kind in the version in which objects are kept.</summary>
    public ServedKind Stored(ServedKind kind) => _stored.GetValueOrDefault(kind.Storage, kind);

    /// <summary>Serves what a CustomResourceDefinition defines, in place of what it defined before.</summary>
    public void Define(JsonObject definition)
    {
        if (definition["spec"] is not JsonObject spec || spec["names"] is not JsonObject names) return;
        Undefine(definition);
        var versions = (spec["versions"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var storage = (string?)versions.Find(static version => (bool?)version["storage"] == true)?["name"] ?? "";
        foreach (var version in versions)
        {
            var kind = (string?)names["kind"] ?? "";
            var served = new ServedKind
            {
                Resource = new KubeResource((string?)spec["group"] ?? "", (string?)version["name"] ?? "", (string?)names["plural"] ?? "", kind, (string?)spec["scope"] == "Namespaced"),
                Singular = (string?)names["singular"] ?? kind.ToLowerInvariant(),
                ShortNames = Texts(names["shortNames"]),
                Categories = Texts(names["categories"]),
                HasStatus = version["subresources"]?["status"] is not null,
                HasScale = version["subresources"]?["scale"] is not null,
                HasGeneration = true,
                IsCustom = true,
                Definition = version,
                StorageVersion = storage,
                Fields = [.. (version["selectableFields"] as JsonArray ?? []).Select(static field => ((string?)field?["jsonPath"] ?? "").TrimStart('.'))],
            };
            if ((bool?)version["storage"] == true) _stored[served.Resource] = served;
            if ((bool?)version["served"] == true) Add(served);
        }
    }

    /// <summary>Serves no more what a CustomResourceDefinition defined.</summary>
    public void Undefine(JsonObject definition)
    {
        var group = (string?)definition["spec"]?["group"];
        var plural = (string?)definition["spec"]?["names"]?["plural"];
        foreach (var kind in _order.Where(kind => kind.IsCustom && kind.Resource.Group == group && kind.Resource.Plural == plural).ToArray())
        {
            _order.Remove(kind);
            _kinds.Remove((kind.Resource.Group, kind.Resource.Version, kind.Resource.Plural));
            _stored.Remove(kind.Storage);
        }
    }

    private static IReadOnlyList<ServedKind> Load()
    {
        using var reader = new StreamReader(typeof(KindTable).Assembly.GetManifestResourceStream("Api/kinds.yaml")!);
        return [.. Yaml.Parse(reader.ReadToEnd())!.AsArray().OfType<JsonObject>().SelectMany(static group => group["kinds"]!.AsArray().OfType<JsonObject>().Select(kind => Read(group, kind)))];
    }

    private static ServedKind Read(JsonObject group, JsonObject entry)
    {
        var kind = (string)entry["kind"]!;
        var flags = Texts(entry["has"]);
        return new ServedKind
        {
            Resource = new KubeResource((string?)group["group"] ?? "", (string)group["version"]!, (string)entry["plural"]!, kind, (bool?)entry["namespaced"] ?? true),
            Singular = kind.ToLowerInvariant(),
            ShortNames = Texts(entry["short"]),
            Categories = Texts(entry["categories"]),
            HasStatus = flags.Contains("status"),
            HasGeneration = flags.Contains("generation"),
            HasScale = flags.Contains("scale"),
            IsComputed = flags.Contains("computed"),
            IsReview = flags.Contains("review"),
            Fields = Texts(entry["fields"]),
        };
    }

    private static string[] Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(static item => (string)item!)];

    private void Add(ServedKind kind)
    {
        var key = (kind.Resource.Group, kind.Resource.Version, kind.Resource.Plural);
        if (_kinds.TryGetValue(key, out var old)) _order.Remove(old);
        _kinds[key] = kind;
        _order.Add(kind);
    }
}
