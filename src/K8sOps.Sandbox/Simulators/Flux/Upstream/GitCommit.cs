using System.Collections.Immutable;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>A commit of a branch.</summary>
/// <param name="Sha">Its hash, 40 digits.</param>
/// <param name="Message">Its message.</param>
/// <param name="Time">When it was pushed.</param>
/// <param name="Files">Every file of the repository then, by its path from the root, without <c>./</c>.</param>
internal sealed record GitCommit(string Sha, string Message, DateTimeOffset Time, ImmutableSortedDictionary<string, GitFile> Files)
{
    /// <summary>The files that lie in a folder itself: those that its <c>kustomization.yaml</c> would list.</summary>
    public IEnumerable<KeyValuePair<string, GitFile>> In(string folder)
    {
        var prefix = Folder(folder);
        return Files.Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal) && file.Key.IndexOf('/', prefix.Length) < 0);
    }

    /// <summary>Whether anything lies at or below a folder.</summary>
    public bool Has(string folder)
    {
        var prefix = Folder(folder);
        return prefix.Length == 0 || Files.Keys.Any(path => path.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>A folder as paths begin: without <c>./</c>, with a slash at its end; empty for the root.</summary>
    public static string Folder(string? path)
    {
        var parts = (path ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries).Where(static part => part != ".");
        var folder = string.Join('/', parts);
        return folder.Length == 0 ? "" : folder + "/";
    }
}
