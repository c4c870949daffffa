using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using K8sOps.Flux;

namespace K8sOps.Operations.Tests.Flux.Drift;

public sealed class FluxArchiveTests : IDisposable
{
    private readonly string _outside = Directory.CreateTempSubdirectory("k8sops-test-").FullName;

    private string Root => Path.Combine(_outside, "root");

    public FluxArchiveTests() => Directory.CreateDirectory(Root);

    public void Dispose() => Directory.Delete(_outside, recursive: true);

    [Fact]
    public async Task Files_and_folders_come_out_as_they_went_in()
    {
        var skipped = await FluxArchive.UnpackAsync(Pack(t =>
        {
            t.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "apps/"));
            Add(t, "apps/a.yaml", "kind: A\n");
            Add(t, "./deep/er/" + new string('n', 120) + ".yaml", "kind: B\n");
            Add(t, "empty.yaml", "");
        }), Root, default);
        Assert.Equal(0, skipped);
        Assert.Equal("kind: A\n", await File.ReadAllTextAsync(Path.Combine(Root, "apps", "a.yaml")));
        Assert.Equal("kind: B\n", await File.ReadAllTextAsync(Path.Combine(Root, "deep", "er", new string('n', 120) + ".yaml")));
        Assert.Equal("", await File.ReadAllTextAsync(Path.Combine(Root, "empty.yaml")));
    }

    [Theory]
    [InlineData("../evil.yaml")]
    [InlineData("apps/../../evil.yaml")]
    [InlineData("/tmp/k8sops-evil.yaml")]
    [InlineData("apps\\..\\..\\evil.yaml")]
    [InlineData("..")]
    public async Task No_entry_leads_out_of_the_folder(string name)
    {
        var packed = Pack(t =>
        {
            Add(t, "good.yaml", "kind: A\n");
            Add(t, name, "kind: Evil\n");
        });
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => FluxArchive.UnpackAsync(packed, Root, default));
        Assert.Contains("leads out", error.Message, StringComparison.Ordinal);
        Assert.Equal([Root], Directory.GetFileSystemEntries(_outside));
        Assert.False(File.Exists("/tmp/k8sops-evil.yaml"));
    }

    [Fact]
    public async Task A_link_is_left_out_and_nothing_is_written_through_it()
    {
        var packed = Pack(t =>
        {
            t.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "apps") { LinkName = "/tmp" });
            t.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "passwd") { LinkName = "/etc/passwd" });
            Add(t, "apps/through.yaml", "kind: A\n");
        });
        Assert.Equal(2, await FluxArchive.UnpackAsync(packed, Root, default));
        Assert.False(File.Exists("/tmp/through.yaml"));
        Assert.False(File.Exists(Path.Combine(Root, "passwd")));
        Assert.Null(new DirectoryInfo(Path.Combine(Root, "apps")).LinkTarget);
    }

    [Fact]
    public async Task A_name_that_is_a_file_and_a_folder_is_refused()
    {
        var packed = Pack(t =>
        {
            Add(t, "apps", "a file");
            Add(t, "apps/a.yaml", "kind: A\n");
        });
        await Assert.ThrowsAsync<InvalidDataException>(() => FluxArchive.UnpackAsync(packed, Root, default));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(60)]
    public async Task What_breaks_off_is_no_archive(int length)
        => await Assert.ThrowsAsync<InvalidDataException>(() => FluxArchive.UnpackAsync(Pack(t => Add(t, "a.yaml", string.Concat(Enumerable.Range(0, 5000))))[..length], Root, default));

    [Theory]
    [InlineData("kind: ConfigMap\n")]
    [InlineData("<html>login</html>")]
    public async Task A_page_is_no_archive(string text) => await Assert.ThrowsAsync<InvalidDataException>(() => FluxArchive.UnpackAsync(Encoding.UTF8.GetBytes(text), Root, default));

    [Fact]
    public async Task Text_that_was_only_gzipped_is_no_archive()
    {
        using var buffer = new MemoryStream();
        await using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true)) await gzip.WriteAsync(Encoding.UTF8.GetBytes(new string('x', 4096)));
        await Assert.ThrowsAsync<InvalidDataException>(() => FluxArchive.UnpackAsync(buffer.ToArray(), Root, default));
    }

    [Fact]
    public async Task What_unpacks_to_more_than_is_taken_is_refused_before_it_fills_the_disk()
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, leaveOpen: true))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "bomb.yaml") { DataStream = new Zeros(300L << 20) });
        }

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => FluxArchive.UnpackAsync(buffer.ToArray(), Root, default));
        Assert.Contains("larger than", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Root));
    }

    private static byte[] Pack(Action<TarWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, leaveOpen: true)) write(tar);
        return buffer.ToArray();
    }

    private static void Add(TarWriter tar, string name, string text) => tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });

    private sealed class Zeros(long length) : Stream
    {
        private long _at;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get => _at; set => _at = value; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - _at);
            Array.Clear(buffer, offset, read);
            _at += read;
            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) => _at = offset;

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
