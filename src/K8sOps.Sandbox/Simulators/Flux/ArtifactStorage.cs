namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>What source-controller keeps and serves, by path.</summary>
internal sealed class ArtifactStorage
{
    private readonly Dictionary<string, StoredArtifact> _artifacts = new(StringComparer.Ordinal);

    /// <summary>The artifact at a path; null when there is none.</summary>
    public StoredArtifact? Find(string? path) => path is null ? null : _artifacts.GetValueOrDefault(path);

    public void Keep(StoredArtifact artifact) => _artifacts[artifact.Path] = artifact;

    /// <summary>Drops what a source that is gone had.</summary>
    /// <param name="folder">Its folder: <c>gitrepository/flux-system/flux-system/</c>.</param>
    public void Clear(string folder)
    {
        foreach (var path in _artifacts.Keys.Where(path => path.StartsWith(folder, StringComparison.Ordinal)).ToArray()) _artifacts.Remove(path);
    }
}
