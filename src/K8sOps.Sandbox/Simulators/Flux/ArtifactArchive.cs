using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>The tar.gz of a tree of files: made once, the same bytes each time.</summary>
internal sealed record ArtifactArchive(byte[] Bytes, string Digest)
{
    private static readonly ConditionalWeakTable<ImmutableSortedDictionary<string, GitFile>, ArtifactArchive> Made = [];

    public static ArtifactArchive Of(ImmutableSortedDictionary<string, GitFile> files) => Made.GetValue(files, Make);

    private static ArtifactArchive Make(ImmutableSortedDictionary<string, GitFile> files)
    {
        using var buffer = new MemoryStream();
        using (var packed = new GZipStream(buffer, CompressionLevel.NoCompression, leaveOpen: true))
        using (var archive = new TarWriter(packed, TarEntryFormat.Ustar))
        {
            foreach (var (path, file) in files)
            {
                // source-controller takes times and owners off, so that equal content has an equal digest.
                var entry = new UstarTarEntry(TarEntryType.RegularFile, path)
                {
                    ModificationTime = DateTimeOffset.UnixEpoch,
                    Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes(file.Text)),
                };
                archive.WriteEntry(entry);
            }
        }

        // Stored, and without the system that it was made on: compressed bytes differ between machines, and their digest stands in the world.
        var bytes = buffer.ToArray();
        (bytes[8], bytes[9]) = (0, 0xFF);
        return new ArtifactArchive(bytes, $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}");
    }
}
