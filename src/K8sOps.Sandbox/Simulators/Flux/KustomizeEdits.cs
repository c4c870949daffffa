using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using K8sOps.Sandbox.Controllers;
using K8sOps.Text;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>What a Kustomization's <c>spec.patches</c> and <c>spec.images</c> make of a manifest.</summary>
internal static class KustomizeEdits
{
    /// <summary>Edits a manifest, in place where it can.</summary>
    /// <param name="kustomization">The Kustomization.</param>
    /// <param name="manifest">The manifest; it may be changed.</param>
    /// <param name="kind">Its kind; null when the cluster does not know it.</param>
    /// <exception cref="FluxException">A patch cannot be read or does not fit.</exception>
    public static JsonObject Edit(JsonObject kustomization, JsonObject manifest, ServedKind? kind)
    {
        foreach (var patch in kustomization.Objects("spec", "patches"))
        {
            var change = Read(patch.Text("patch") ?? "");
            if (IsFor(patch.Object("target"), change, manifest)) manifest = Apply(manifest, change, kind);
        }

        foreach (var image in kustomization.Objects("spec", "images")) Replace(manifest, image);
        return manifest;
    }

    private static JsonNode Read(string text)
    {
        try
        {
            return Yaml.Parse(text) ?? throw Failed("patch is empty");
        }
        catch (Exception error) when (error is FormatException or InvalidDataException or System.Text.Json.JsonException)
        {
            throw Failed($"trouble configuring builtin PatchTransformer with config: unable to parse SM or JSON patch from [{text}]: {error.Message}");
        }
    }

    private static bool IsFor(JsonObject? target, JsonNode change, JsonObject manifest)
    {
        // Without a target a patch names what it is for.
        if (target is null) return change is JsonObject own && own.Text("kind") == manifest.Text("kind") && own.Name() == manifest.Name() && (own.Namespace() ?? manifest.Namespace()) == manifest.Namespace();
        return Fits(target.Text("kind"), manifest.Text("kind")) && Fits(target.Text("name"), manifest.Name()) && Fits(target.Text("namespace"), manifest.Namespace())
            && HasLabels(target.Text("labelSelector"), manifest.Object("metadata", "labels")) && HasLabels(target.Text("annotationSelector"), manifest.Object("metadata", "annotations"));
    }

    private static bool Fits(string? pattern, string? text) =>
        string.IsNullOrEmpty(pattern) || Regex.IsMatch(text ?? "", $"^(?:{pattern})$", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static bool HasLabels(string? selector, JsonObject? labels) =>
        string.IsNullOrEmpty(selector) || selector.Split(',').Select(static part => part.Split('=', 2)).All(part => part.Length == 2 ? labels.Text(part[0].Trim()) == part[1].Trim('=', ' ') : labels.Text(part[0].Trim()) is not null);

    private static JsonObject Apply(JsonObject manifest, JsonNode change, ServedKind? kind)
    {
        try
        {
            var edited = change switch
            {
                JsonArray steps => JsonPatch.Apply(manifest, steps),
                JsonObject merge when kind is { IsCustom: false } => StrategicMergePatch.Apply(manifest, merge, kind.Schema),
                JsonObject merge => MergePatch.Apply(manifest, merge),
                _ => manifest,
            };
            return edited as JsonObject ?? throw Failed("a patch leaves no object");
        }
        catch (ApiException error)
        {
            throw Failed($"trouble applying patch to {manifest.Text("kind")} {manifest.Name()}: {error.Message}");
        }
    }

    private static void Replace(JsonNode? node, JsonObject image)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, value) in map.ToArray())
                {
                    if (key is "containers" or "initContainers" && value is JsonArray containers)
                    {
                        foreach (var container in containers.OfType<JsonObject>()) Change(container, image);
                    }
                    else Replace(value, image);
                }

                break;
            case JsonArray list:
                foreach (var item in list) Replace(item, image);
                break;
        }
    }

    private static void Change(JsonObject container, JsonObject image)
    {
        if (container.Text("image") is not { } now) return;
        var slash = now.LastIndexOf('/');
        var end = now.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at ? at : now.IndexOf(':', slash + 1) is >= 0 and var colon ? colon : now.Length;
        if (now[..end] != image.Text("name")) return;
        var name = image.Text("newName") ?? now[..end];
        container["image"] = image.Text("digest") is { } digest ? $"{name}@{digest}" : image.Text("newTag") is { } tag ? $"{name}:{tag}" : name + now[end..];
    }

    private static FluxException Failed(string message) => new("BuildFailed", $"kustomize build failed: {message}");
}
