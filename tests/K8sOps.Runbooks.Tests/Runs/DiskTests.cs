using K8sOps.Runbooks.Runs;

namespace K8sOps.Tests.Runs;

/// <summary>Disks that are full, break, or may not be written.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly RunFolder _runs = new();

    public void Dispose() => _runs.Dispose();

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(60, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(60, false)]
    public void When_the_disk_is_full_nothing_more_is_claimed_and_what_was_is_kept(int room, bool canBeTakenBack)
    {
        FullDisk? disk = null;
        var store = new RunStore(_runs.Root, path => disk = new FullDisk(path, canBeTakenBack));
        var start = _runs.Start();
        string head;
        using (var journal = store.Create(start, null, _runs.Clock))
        {
            journal.Append(new StepStarted(RunFolder.Key(1)));
            head = journal.Head;
            disk!.Room = room;
            var failed = Assert.Throws<OperationException>(() => journal.Append(new StepEnded(RunFolder.Key(1), StepOutcome.Verified, "", [])));
            Assert.Equal("JournalFailed", failed.Id);
            Assert.Contains("No space left", failed.Message, StringComparison.Ordinal);
            // Also when there is room again: the one before was not written, so none after it is.
            disk.Room = int.MaxValue;
            Assert.Equal("JournalFailed", Assert.Throws<OperationException>(() => journal.Append(new RunFinished(true))).Id);
            Assert.Equal("JournalFailed", Assert.Throws<OperationException>(() => new RunSink(journal, RunFolder.Key(1)).Changing(RunFolder.Change())).Id);
            Assert.Equal(2, journal.Events.Count);
            Assert.Equal(head, journal.Head);
        }

        var read = _runs.Store.Read(start.Run);
        Assert.Equal(2, read.Events.Count);
        Assert.Equal(head, read.Head);
        Assert.Equal(!canBeTakenBack && room > 0, read.Cut is not null);
        Assert.Equal(RunbookRunState.Interrupted, read.Summary.State);
        using var again = _runs.Store.Reopen(start.Run, _runs.Clock);
        again.Append(new RunFinished(false));
        Assert.Equal(3, _runs.Store.Read(start.Run).Events.Count);
    }

    [Fact]
    public void A_line_that_did_not_reach_the_disk_was_not_written()
    {
        FullDisk? disk = null;
        var store = new RunStore(_runs.Root, path => disk = new FullDisk(path, canBeTakenBack: true));
        using var journal = store.Create(_runs.Start(), null, _runs.Clock);
        disk!.FailsToFlush = true;
        Assert.Equal("JournalFailed", Assert.Throws<OperationException>(() => journal.Append(new StepStarted(RunFolder.Key(1)))).Id);
        Assert.Single(journal.Events);
    }

    [Fact]
    public void Without_a_folder_that_can_be_written_nothing_begins()
    {
        File.WriteAllText(_runs.Root, "a file where the folder would be");
        try
        {
            var start = _runs.Start();
            var failed = Assert.Throws<OperationException>(() => _runs.Store.Create(start, RunFolder.Books, _runs.Clock));
            Assert.Equal("JournalFailed", failed.Id);
            Assert.Contains(_runs.Root, failed.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(_runs.Root);
        }
    }

    [Fact]
    public void A_beginning_that_fails_leaves_no_run_behind()
    {
        var store = new RunStore(_runs.Root, _ => throw new IOException("No space left on device"));
        Assert.Equal("JournalFailed", Assert.Throws<OperationException>(() => store.Create(_runs.Start(), null, _runs.Clock)).Id);
        Assert.Empty(_runs.Store.List());
        Directory.CreateDirectory(Path.Combine(_runs.Root, ".new-20260301T080000Z-flux-0000"));
        File.WriteAllText(Path.Combine(_runs.Root, ".new-20260301T080000Z-flux-0000", "journal.jsonl"), "");
        Assert.Empty(_runs.Store.List());
    }

    private sealed class FullDisk(string path, bool canBeTakenBack) : FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0)
    {
        public int Room { get; set; } = int.MaxValue;

        public bool FailsToFlush { get; set; }

        public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

        public override void Write(byte[] buffer, int offset, int count)
        {
            base.Write(buffer, offset, Math.Min(count, Room));
            if (count > Room) throw new IOException("No space left on device");
        }

        public override void Flush(bool flushToDisk)
        {
            if (FailsToFlush) throw new IOException("Input/output error");
            base.Flush(flushToDisk);
        }

        public override void SetLength(long value)
        {
            if (!canBeTakenBack) throw new IOException("Input/output error");
            base.SetLength(value);
        }
    }
}
