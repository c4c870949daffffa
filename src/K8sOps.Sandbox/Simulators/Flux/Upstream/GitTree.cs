using System.Collections.Immutable;
using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>The files of a repository, as its people lay them out: a manifest to a file, and a <c>kustomization.yaml</c> that lists them.</summary>
internal static class GitTree
{
    public const string Index = "kustomization.yaml";

    /// <summary>The name of the file that a manifest stands in.</summary>
    public static string FileName(JsonObject manifest) => $"{manifest.Text("kind")?.ToLowerInvariant()}-{manifest.Name()}.yaml";

    /// <summary>The manifest in a folder, by kind and name; null when there is none. A copy.</summary>
    public static JsonObject? Manifest(this ImmutableSortedDictionary<string, GitFile> files, string folder, string kind, string name)
    {
        var prefix = GitCommit.Folder(folder);
        var found = files.Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal) && file.Key.IndexOf('/', prefix.Length) < 0)
            .SelectMany(static file => file.Value.Manifests).FirstOrDefault(manifest => manifest.Text("kind") == kind && manifest.Name() == name);
        return (JsonObject?)found?.DeepClone();
    }

    /// <summary>Puts manifests into a folder, in place of those of the same kind and name.</summary>
    public static ImmutableSortedDictionary<string, GitFile> With(this ImmutableSortedDictionary<string, GitFile> files, string folder, params IEnumerable<JsonObject> manifests)
    {
        var prefix = GitCommit.Folder(folder);
        foreach (var manifest in manifests) files = files.SetItem(prefix + FileName(manifest), new GitFile(manifest));
        return files.Indexed(prefix);
    }

    /// <summary>Takes a manifest out of a folder.</summary>
    public static ImmutableSortedDictionary<string, GitFile> Without(this ImmutableSortedDictionary<string, GitFile> files, string folder, string kind, string name)
    {
        var prefix = GitCommit.Folder(folder);
        return files.RemoveRange(files.Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal) && file.Value.Manifests.Any(manifest => manifest.Text("kind") == kind && manifest.Name() == name)).Select(static file => file.Key)).Indexed(prefix);
    }

    /// <summary>Changes a manifest of a folder.</summary>
    /// <exception cref="InvalidOperationException">There is none of that kind and name.</exception>
    public static ImmutableSortedDictionary<string, GitFile> Changed(this ImmutableSortedDictionary<string, GitFile> files, string folder, string kind, string name, Action<JsonObject> change)
    {
        var manifest = files.Manifest(folder, kind, name) ?? throw new InvalidOperationException($"There is no {kind} '{name}' in '{folder}'.");
        change(manifest);
        return files.With(folder, manifest);
    }

    /// <summary>Writes the list of a folder anew.</summary>
    /// <param name="files">The files.</param>
    /// <param name="prefix">The folder as paths begin, with its slash.</param>
    public static ImmutableSortedDictionary<string, GitFile> Indexed(this ImmutableSortedDictionary<string, GitFile> files, string prefix)
    {
        var names = files.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal) && path.IndexOf('/', prefix.Length) < 0 && path != prefix + Index).Select(path => JsonValue.Create(path[prefix.Length..]));
        var list = new JsonObject { ["apiVersion"] = "kustomize.config.k8s.io/v1beta1", ["kind"] = "Kustomization", ["resources"] = new JsonArray([.. names]) };
        return files.SetItem(prefix + Index, new GitFile(list));
    }
}
