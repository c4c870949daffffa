using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Ceph;
using K8sOps.Sandbox.Simulators.Flux;
using K8sOps.Text;

namespace K8sOps.Sandbox.Worlds;

/// <summary>
/// The worlds' manifests: YAML files in the folder of the world's name, with desired state only. Two annotations tell their past and
/// are taken off: <c>sandbox.k8sops.io/age</c> (when the object was put in, as of the world's start) and
/// <c>sandbox.k8sops.io/created</c> (an older creation time, for what was created long ago and last rolled out at its age).
/// </summary>
public static class WorldManifests
{
    private const string AgeAnnotation = "sandbox.k8sops.io/age";
    private const string CreatedAnnotation = "sandbox.k8sops.io/created";
    private static readonly TimeSpan DefaultAge = TimeSpan.FromDays(120);
    private static readonly ConcurrentDictionary<string, IReadOnlyList<Manifest>> Parsed = new();

    /// <summary>The names of the worlds that there are manifests for.</summary>
    public static IReadOnlyList<string> Names { get; } = ["sandbox-infra", "sandbox-apps"];

    /// <summary>Everything a world begins with, oldest first; each call hands out its own copies.</summary>
    /// <param name="world">The world's name.</param>
    /// <param name="start">The world's start, which ages count back from.</param>
    /// <exception cref="ArgumentException">There is no world of that name.</exception>
    public static IReadOnlyList<WorldObject> Load(string world, DateTimeOffset start)
    {
        ArgumentNullException.ThrowIfNull(world);
        if (!Names.Contains(world)) throw new ArgumentException($"There is no world '{world}'; there are: {string.Join(", ", Names)}.", nameof(world));

        return [.. Parsed.GetOrAdd(world, Parse).Select(item => Place(world, item, start))];
    }

    /// <summary>What of a world Flux applied, with the labels that it adds; shared, so not to be changed. Nothing for a world without manifests.</summary>
    internal static IReadOnlyList<(KubeResource Resource, JsonObject Body)> Applied(string world) =>
        Names.Contains(world) ? [.. Parsed.GetOrAdd(world, Parse).Where(static item => item.Applied is not null).Select(static item => (item.Resource, item.Applied!))] : [];

    /// <summary>The objects of one embedded file of manifests.</summary>
    internal static IEnumerable<(KubeResource Resource, JsonObject Body)> Read(string file)
    {
        using var reader = new StreamReader(typeof(WorldManifests).Assembly.GetManifestResourceStream(file)!);
        var documents = Yaml.ParseAll(reader.ReadToEnd()).OfType<JsonObject>().ToList();
        var custom = documents.Where(static document => document.Text("kind") == "CustomResourceDefinition").SelectMany(Defined).ToList();
        return [.. documents.Select(document => (ResourceOf(document, custom, file), document))];
    }

    private static WorldObject Place(string world, Manifest manifest, DateTimeOffset start)
    {
        var body = (JsonObject)manifest.Body.DeepClone();
        // Uids of Flux's and Rook's objects come from their names, not from the world's sequence: who adds one changes no other object's uid or name.
        if (HasOwnUid(manifest.Resource, body)) body.Child("metadata")["uid"] = new WorldSeed($"{world}/{manifest.Resource.QualifiedName}/{body.Namespace()}/{body.Name()}").Uid();
        if (manifest.Created is { } older) body.Child("metadata")["creationTimestamp"] = Fields.Stamp(start - older);
        return new WorldObject(manifest.Resource, body, manifest.Age) { Applied = manifest.Applied };
    }

    private static IReadOnlyList<Manifest> Parse(string world)
    {
        var assembly = typeof(WorldManifests).Assembly;
        var prefix = $"Worlds/{world}/";
        var items = new List<Manifest>();
        foreach (var file in assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            foreach (var (resource, document) in Read(file))
            {
                var age = TakeDuration(document, AgeAnnotation) ?? DefaultAge;
                var created = TakeDuration(document, CreatedAnnotation);
                items.Add(new Manifest(resource, document, age, created, WorldOwnership.AppliedOf(document)));
            }
        }

        // Flux's own definitions came with it, before anything that they define.
        var flux = items.First(static item => item.Resource == KubeResources.Namespaces && item.Body.Name() == "flux-system").Age;
        items.InsertRange(0, FluxDefinitions.Read().Select(definition => new Manifest(Kinds.Definitions, definition, flux, null, WorldOwnership.AppliedOf(definition))));

        // Rook's came with its first object.
        if (items.FirstOrDefault(static item => item.Resource == CephKinds.Clusters) is { } rook)
            items.InsertRange(0, CephDefinitions.Read().Select(definition => new Manifest(Kinds.Definitions, definition, rook.Age + TimeSpan.FromMinutes(5), null, null)));

        // Stable: objects of one age keep the order of the files, which puts nodes and namespaces before what needs them.
        return [.. items.OrderByDescending(item => item.Age)];
    }

    private static bool HasOwnUid(KubeResource resource, JsonObject body) =>
        FluxKinds.All.Contains(resource) || CephKinds.All.Contains(resource) || (resource == Kinds.Secrets && body.Namespace() == FluxWorld.Namespace && body.Name() == FluxWorld.Namespace) || (resource == Kinds.Definitions && body.Text("spec", "group")! is var group && (group.EndsWith(".fluxcd.io", StringComparison.Ordinal) || group == "ceph.rook.io"));

    /// <summary>The kinds that a definition adds; its objects stand in the same file.</summary>
    private static IEnumerable<KubeResource> Defined(JsonObject definition) => definition.Objects("spec", "versions").Select(version => new KubeResource(
        definition.Text("spec", "group") ?? "",
        version.Text("name") ?? "",
        definition.Text("spec", "names", "plural") ?? "",
        definition.Text("spec", "names", "kind") ?? "",
        definition.Text("spec", "scope") == "Namespaced"));

    private static KubeResource ResourceOf(JsonObject document, IReadOnlyList<KubeResource> custom, string file)
    {
        var kind = document.Text("kind");
        var apiVersion = document.Text("apiVersion");
        return Kinds.InManifests.Concat(FluxKinds.All).Concat(CephKinds.All).Concat(custom).FirstOrDefault(resource => resource.Kind == kind && resource.ApiVersion == apiVersion)
            ?? throw new InvalidDataException($"{file}: no simulator knows {apiVersion} {kind} '{document.Name()}'.");
    }

    private static TimeSpan? TakeDuration(JsonObject document, string annotation)
    {
        if (document.Object("metadata", "annotations") is not { } annotations) return null;
        if (annotations.Text(annotation) is not { } text) return null;
        annotations.Remove(annotation);
        if (annotations.Count == 0) document.Child("metadata").Remove("annotations");
        return ParseAge(text);
    }

    /// <summary>An age as kubectl shows it: one number and one of d, h, m, s.</summary>
    private static TimeSpan ParseAge(string text)
    {
        var number = double.Parse(text.AsSpan(0, text.Length - 1), NumberStyles.Float, CultureInfo.InvariantCulture);
        return text[^1] switch
        {
            'd' => TimeSpan.FromDays(number),
            'h' => TimeSpan.FromHours(number),
            'm' => TimeSpan.FromMinutes(number),
            's' => TimeSpan.FromSeconds(number),
            _ => throw new FormatException($"'{text}' is not an age such as 42d or 3h."),
        };
    }

    /// <summary>A manifest of a world, as it was read.</summary>
    private sealed record Manifest(KubeResource Resource, JsonObject Body, TimeSpan Age, TimeSpan? Created, JsonObject? Applied);
}
