using System.Collections.Immutable;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>An artifact in source-controller's storage.</summary>
/// <param name="Path">Where it is served: <c>gitrepository/flux-system/flux-system/4c9f….tar.gz</c>.</param>
/// <param name="Revision">The revision that it is of.</param>
/// <param name="Files">What is in it, by path.</param>
internal sealed record StoredArtifact(string Path, string Revision, ImmutableSortedDictionary<string, GitFile> Files)
{
    /// <summary>The archive, gzipped.</summary>
    public byte[] Bytes => ArtifactArchive.Of(Files).Bytes;

    /// <summary>Its digest, <c>sha256:…</c>.</summary>
    public string Digest => ArtifactArchive.Of(Files).Digest;
}
