using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>An artifact in source-controller's storage.</summary>
/// <param name="Path">Where it is served: <c>gitrepository/flux-system/flux-system/4c9f….tar.gz</c>.</param>
/// <param name="Revision">The revision that it is of.</param>
/// <param name="Files">What is in it, by path.</param>
internal sealed record StoredArtifact(string Path, string Revision, ImmutableSortedDictionary<string, GitFile> Files)
{
    private byte[]? _plain;

    /// <summary>What is served: the archive, gzipped, or the one file that it is.</summary>
    public byte[] Bytes => _plain ?? ArtifactArchive.Of(Files).Bytes;

    /// <summary>Its digest, <c>sha256:…</c>.</summary>
    public string Digest => _plain is null ? ArtifactArchive.Of(Files).Digest : $"sha256:{Convert.ToHexStringLower(SHA256.HashData(_plain))}";

    /// <summary>An artifact that is one file, and no archive: the index of a Helm repository.</summary>
    public static StoredArtifact Plain(string path, string revision, string text) =>
        new(path, revision, ImmutableSortedDictionary<string, GitFile>.Empty) { _plain = Encoding.UTF8.GetBytes(text) };
}
