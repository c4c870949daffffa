using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Text;

namespace K8sOps.Flux;

/// <summary>Builds what a Kustomization applies, in the controller's order: artifact, folder, overlay, variables, labels.</summary>
internal sealed class KustomizeBuild
{
    private static readonly string[] s_ofSpec = ["targetNamespace", "namePrefix", "nameSuffix", "patches", "images", "components", "buildMetadata"];

    private KustomizeBuild(string? revision, IReadOnlyList<JsonObject> objects)
    {
        Revision = revision;
        Objects = objects;
    }

    /// <summary>The revision of the source that was built.</summary>
    public string? Revision { get; }

    /// <summary>The objects as they are applied, but for what only the controller can decrypt.</summary>
    public IReadOnlyList<JsonObject> Objects { get; }

    /// <summary>Builds an app from the artifact that its source has now.</summary>
    /// <exception cref="OperationException"><c>NoArtifact</c>, <c>DigestMismatch</c>, <c>BuildFailed</c>, <c>ToolNotFound</c>; what the cluster refuses.</exception>
    public static async Task<KustomizeBuild> OfAsync(Cluster cluster, FluxTarget app, FluxArtifactMemory artifacts, OperationContext context, CancellationToken cancellationToken)
    {
        var artifact = await FluxArtifact.OfAsync(cluster, app, cancellationToken).ConfigureAwait(false);
        context.Sink.Note($"Reading {artifact.Revision} of {FluxReferences.SourceOf(app.Live)} on {cluster.Context}.");
        var bytes = await artifacts.ReadAsync(artifact, cluster, cancellationToken).ConfigureAwait(false);
        var variables = await FluxVariables.ReadAsync(cluster, app, cancellationToken).ConfigureAwait(false);
        var folder = Directory.CreateTempSubdirectory("k8sops-").FullName;
        try
        {
            var skipped = await FluxArchive.UnpackAsync(bytes, folder, cancellationToken).ConfigureAwait(false);
            if (skipped > 0) context.Sink.Note($"{skipped} links in the artifact of {app} are left out, as Flux leaves them out.");
            var manifests = await ReadAsync(app, folder, context, cancellationToken).ConfigureAwait(false);
            return new KustomizeBuild(artifact.Revision, [.. manifests.Select(m => Made(app, m, variables))]);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new OperationException("BuildFailed", OperationCategory.InvalidData, app.Path, $"Cannot build {app}: {e.Message.Replace(folder, ".", StringComparison.Ordinal).TrimEnd('.')}.", null, e);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Manifest>> ReadAsync(FluxTarget app, string root, OperationContext context, CancellationToken cancellationToken)
    {
        var spec = app.Live["spec"] as JsonObject ?? [];
        var components = (spec["components"] as JsonArray ?? []).Select(c => c.Text() ?? "").Where(c => !spec.Flag("ignoreMissingComponents") || Directory.Exists(Path.Combine(root, (spec.Text("path") ?? "").TrimStart('/'), c))).ToList();
        var folder = KustomizeFolder.Read(root, spec.Text("path"), components);
        if (!folder.IsOverlay && !s_ofSpec.Any(f => spec[f] is JsonArray { Count: > 0 } || spec.Text(f) is { Length: > 0 }))
        {
            List<Manifest> all = [];
            foreach (var file in folder.Files) all.AddRange(ManifestReader.Read(await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false), Path.GetRelativePath(root, file)));
            // What is for tools alone is dropped by kustomize.
            var built = all.Where(m => m.Body.Text("metadata", "annotations", "config.kubernetes.io/local-config") is null or "false").ToList();
            var twice = built.GroupBy(Identity, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
            return twice is null ? built : throw new InvalidDataException($"{twice.Key} stands in {string.Join(" and in ", twice.Select(m => m.Source))}");
        }

        AddSpec(folder.Index, spec, components);
        await File.WriteAllTextAsync(folder.IndexFile, Yaml.Write(folder.Index), cancellationToken).ConfigureAwait(false);
        context.Sink.Note($"Building {app} with kubectl kustomize.");
        var text = await KustomizeTool.BuildAsync(app, folder.Folder, !folder.MayLeadOut, Environment.GetEnvironmentVariable("PATH"), cancellationToken).ConfigureAwait(false);
        return ManifestReader.Read(text, "what kubectl kustomize makes");
    }

    /// <summary>What the app's spec adds to its folder's index, as the controller writes it there before it builds.</summary>
    private static void AddSpec(JsonObject index, JsonObject spec, IReadOnlyList<string> components)
    {
        foreach (var (from, to) in ((string, string)[])[("targetNamespace", "namespace"), ("namePrefix", "namePrefix"), ("nameSuffix", "nameSuffix")])
        {
            if (spec.Text(from) is { Length: > 0 } text) index[to] = text;
        }

        foreach (var patch in spec.Items("patches")) List(index, "patches").Add(patch.DeepClone());
        foreach (var component in components) List(index, "components").Add(component);
        foreach (var image in spec.Items("images"))
        {
            var images = List(index, "images");
            if (images.FirstOrDefault(i => i.Text("name") == image.Text("name")) is { } same) images.Remove(same);
            images.Add(image.DeepClone());
        }

        if (spec["buildMetadata"] is JsonArray { Count: > 0 } metadata) index["buildMetadata"] = metadata.DeepClone();
    }

    private static JsonArray List(JsonObject index, string field)
    {
        if (index[field] is not JsonArray list) index[field] = list = [];
        return list;
    }

    private static JsonObject Made(FluxTarget app, Manifest manifest, FluxVariables? variables)
    {
        JsonObject made;
        try
        {
            made = variables is null ? manifest.Body : variables.Apply(manifest.Body);
        }
        catch (FormatException e)
        {
            throw new InvalidDataException($"{manifest.Kind} {manifest.Name}: {e.Message}", e);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"{manifest.Kind} {manifest.Name} has a field twice when its variables are put in", e);
        }

        var metadata = made["metadata"] as JsonObject ?? throw new InvalidDataException($"{manifest.Kind} {manifest.Name} has no metadata any more");
        foreach (var part in (string[])["labels", "annotations"])
        {
            foreach (var (key, value) in app.Live.Texts("spec", "commonMetadata", part)) Map(metadata, part)[key] = value;
        }

        Map(metadata, "labels")[FluxAnnotations.KustomizePrefix + "name"] = app.Name;
        Map(metadata, "labels")[FluxAnnotations.KustomizePrefix + "namespace"] = app.Namespace;
        return made;
    }

    private static JsonObject Map(JsonObject metadata, string field)
    {
        if (metadata[field] is not JsonObject map) metadata[field] = map = [];
        return map;
    }

    private static string Identity(Manifest m) => $"{m.ApiVersion.Split('/')[0]} {m.Kind} {m.Namespace}/{m.Name}";
}
