using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Text;

namespace K8sOps.Kube;

/// <summary>
/// Makes manifests of YAML, JSON and objects. Lists are taken apart, empty documents left out, and what only the server sets
/// (<c>status</c>, <c>managedFields</c>, <c>resourceVersion</c>, <c>uid</c> …) is taken off, so that an object that was read can be sent.
/// </summary>
public static class ManifestReader
{
    private static readonly string[] s_ofServer =
        ["managedFields", "resourceVersion", "uid", "creationTimestamp", "generation", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds"];

    /// <summary>The documents of a text; JSON is YAML too.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What to call it in messages.</param>
    /// <exception cref="OperationException"><c>InvalidManifest</c>, with line and column where the text itself is wrong.</exception>
    public static IReadOnlyList<Manifest> Read(string text, string source)
    {
        IReadOnlyList<JsonNode?> documents;
        try
        {
            documents = Yaml.ParseAll(text);
        }
        catch (YamlFormatException e)
        {
            throw new OperationException("InvalidManifest", OperationCategory.InvalidData, source, $"Cannot read {source}: {e.Message}", null, e);
        }

        var found = new List<Manifest>();
        for (var i = 0; i < documents.Count; i++)
        {
            if (documents[i] is { } document) Add(found, document, documents.Count == 1 ? source : string.Create(CultureInfo.InvariantCulture, $"{source}, document {i + 1}"));
        }

        return found;
    }

    /// <summary>The manifests in one object; many where it is a list.</summary>
    /// <exception cref="OperationException"><c>InvalidManifest</c>; <c>SecretWithoutData</c> for a Secret that was read without its values.</exception>
    public static IReadOnlyList<Manifest> Read(JsonNode document, string source)
    {
        var found = new List<Manifest>();
        Add(found, document, source);
        return found;
    }

    private static void Add(List<Manifest> found, JsonNode document, string source)
    {
        if (document is not JsonObject o) throw Refuse(source, "it is no object with apiVersion, kind and metadata");
        if (o.Text("kind") is { } list && list.EndsWith("List", StringComparison.Ordinal) && o["items"] is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++) Add(found, items[i] ?? throw Refuse(source, "an item of the list is null"), string.Create(CultureInfo.InvariantCulture, $"{source}, item {i + 1}"));
            return;
        }

        foreach (var field in (string[])["apiVersion", "kind"])
        {
            if (o.Text(field) is not { Length: > 0 }) throw Refuse(source, $"it has no {field}");
        }

        if (o["metadata"] is not JsonObject metadata) throw Refuse(source, "it has no metadata");
        if (metadata.Text("name") is not { Length: > 0 })
        {
            throw Refuse(source, metadata.ContainsKey("generateName") ? "it has a generateName and no name, and only a named object can be applied" : "it has no metadata.name");
        }

        if (SecretText.IsWithout(o))
        {
            throw new OperationException("SecretWithoutData", OperationCategory.InvalidData, source,
                $"Cannot apply {source}: the Secret {metadata.Text("name")} was read without its values, and applying it would overwrite them.", "Read it with Get-K8sResource -IncludeSecretData.");
        }

        found.Add(new Manifest(source, Clean(o)));
    }

    private static JsonObject Clean(JsonObject o)
    {
        var body = o.DeepClone().AsObject();
        body.Remove("status");
        foreach (var field in s_ofServer) body["metadata"]!.AsObject().Remove(field);
        if (body.At("metadata", "annotations") is JsonObject annotations) annotations.Remove("kubectl.kubernetes.io/last-applied-configuration");
        return body;
    }

    private static OperationException Refuse(string source, string why) => new("InvalidManifest", OperationCategory.InvalidData, source, $"Cannot apply {source}: {why}.");
}
