using System.Formats.Tar;
using System.IO.Compression;

namespace K8sOps.Flux;

/// <summary>
/// Unpacks an artifact of Flux, which somebody else's repository has filled: no path leads out of the folder, no link or device is made,
/// and size and count have their bounds.
/// </summary>
internal static class FluxArchive
{
    /// <summary>The packed size that is still read.</summary>
    public const int LongestPacked = 64 << 20;

    private const long LongestUnpacked = 256L << 20;
    private const int Most = 50_000;

    /// <summary>Unpacks a <c>tar.gz</c>; links are left out, as Flux leaves them out.</summary>
    /// <returns>How many links and devices were left out.</returns>
    /// <exception cref="InvalidDataException">It is no such archive, leads out of the folder, or is too large.</exception>
    public static async Task<int> UnpackAsync(byte[] packed, string folder, CancellationToken cancellationToken)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var (skipped, count) = (0, 0);
        var left = LongestUnpacked;
        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            using var bounded = new BoundedStream(gzip, LongestUnpacked + (Most * 1024L));
            using var tar = new TarReader(bounded);
            while (await tar.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { } entry)
            {
                if (++count > Most) throw new InvalidDataException($"it holds more than {Most} files");
                if (entry.EntryType is TarEntryType.GlobalExtendedAttributes) continue;
                var path = PathOf(entry.Name, root);
                switch (entry.EntryType)
                {
                    case TarEntryType.Directory or TarEntryType.DirectoryList:
                        Directory.CreateDirectory(path);
                        break;
                    case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                        if ((left -= entry.Length) < 0) throw new InvalidDataException($"unpacked it is larger than {LongestUnpacked >> 20} MiB");
                        await WriteAsync(entry, path, cancellationToken).ConfigureAwait(false);
                        break;
                    default:
                        skipped++;
                        break;
                }
            }
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException("it is no tar.gz, or ends within it", e);
        }

        return count == 0 ? throw new InvalidDataException("it is empty, or no tar.gz") : skipped;
    }

    private static async Task WriteAsync(TarEntry entry, string path, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
            await using var owned = file.ConfigureAwait(false);
            if (entry.DataStream is { } data) await data.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or DirectoryNotFoundException or PathTooLongException)
        {
            throw new InvalidDataException($"its entry '{entry.Name}' cannot be written: {e.Message}", e);
        }
        catch (IOException e) when (Directory.Exists(path) || File.Exists(Path.GetDirectoryName(path)))
        {
            // One name, once a file and once a folder.
            throw new InvalidDataException($"its entry '{entry.Name}' is a file and a folder", e);
        }
    }

    private static string PathOf(string name, string root)
    {
        var parts = name.Split('/');
        if (name.Length == 0 || name[0] == '/' || parts.Contains("..") || name.AsSpan().IndexOfAny('\\', '\0') >= 0 || parts.Any(p => p.Contains(':', StringComparison.Ordinal) && OperatingSystem.IsWindows()))
        {
            throw new InvalidDataException($"its entry '{name}' leads out of the archive");
        }

        var path = Path.GetFullPath(Path.Combine(root, name));
        return (path + Path.DirectorySeparatorChar).StartsWith(root, StringComparison.Ordinal) ? path : throw new InvalidDataException($"its entry '{name}' leads out of the archive");
    }

    /// <summary>A stream that breaks off where more comes than is taken: a few kilobytes can unpack to terabytes.</summary>
    private sealed class BoundedStream(Stream inner, long most) : Stream
    {
        private long _left = most;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Counted(inner.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => Counted(inner.Read(buffer));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Counted(await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Counted(int read) => (_left -= read) >= 0 ? read : throw new InvalidDataException("unpacked it is larger than is taken");
    }
}
