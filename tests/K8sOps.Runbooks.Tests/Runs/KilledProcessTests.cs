using System.Diagnostics;
using K8sOps.Runbooks.Runs;
using K8sOps.Runbooks.Tests.Help;

namespace K8sOps.Tests.Runs;

/// <summary>A real process that writes a journal and is killed in the middle, without a chance to say goodbye.</summary>
public sealed class KilledProcessTests : IDisposable
{
    private readonly RunFolder _runs = new();

    public void Dispose() => _runs.Dispose();

    [PwshFact]
    public async Task All_that_a_killed_process_had_been_promised_is_there_and_the_run_is_free_again()
    {
        // Each line that it prints stands for an event that Append had returned for.
        const string script = """
            $ErrorActionPreference = 'Stop'
            [void][Reflection.Assembly]::LoadFrom($env:RUNS_LIBRARY)
            $step = [K8sOps.RunbookStep]@{ Id = 'a/1'; Title = 'Write' }
            $planned = [K8sOps.Runbooks.Runs.PlannedStep]@{ Key = 'a/1'; Step = $step }
            $store = [K8sOps.Runbooks.Runs.RunStore]::new($env:RUNS_ROOT)
            $start = [K8sOps.Runbooks.Runs.RunStarted]@{ Run = $store.NewId('flux', [TimeProvider]::System); Host = 'h'; Cluster = 'c'; ModuleVersion = '0.1.0'; Steps = [K8sOps.Runbooks.Runs.PlannedStep[]]@($planned) }
            $journal = $store.Create($start, $null, [TimeProvider]::System)
            [Console]::Out.WriteLine($journal.Run)
            for ($i = 1; $i -le 100000; $i++) {
                [void]$journal.Append([K8sOps.Runbooks.Runs.NoteWritten]::new('a/1', "note $i"))
                [Console]::Out.WriteLine($i)
            }
            """;
        var info = new ProcessStartInfo(PwshFactAttribute.Path!) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "-NoProfile", "-NonInteractive", "-Command", script }) info.ArgumentList.Add(argument);
        info.Environment["RUNS_LIBRARY"] = typeof(RunStore).Assembly.Location;
        info.Environment["RUNS_ROOT"] = _runs.Root;
        using var process = Process.Start(info)!;
        var errors = process.StandardError.ReadToEndAsync();
        var run = await process.StandardOutput.ReadLineAsync();
        if (run is null) Assert.Fail(await errors);
        var promised = 0;
        while (promised < 25) promised = int.Parse((await process.StandardOutput.ReadLineAsync())!);
        Assert.Equal(RunbookRunState.Running, _runs.Store.Read(run!).Summary.State);
        Assert.Equal("RunBusy", Assert.Throws<OperationException>(() => _runs.Store.Reopen(run!, TimeProvider.System)).Id);
        process.Kill();
        while (await process.StandardOutput.ReadLineAsync() is { } more && int.TryParse(more, out var number)) promised = number;
        await process.WaitForExitAsync();

        var read = _runs.Store.Read(run!);
        var notes = read.Events.OfType<NoteWritten>().Select(n => n.Text).ToList();
        // One more may have reached the disk before it could be told of.
        Assert.InRange(notes.Count, promised, promised + 1);
        Assert.Equal(Enumerable.Range(1, notes.Count).Select(i => $"note {i}"), notes);
        Assert.Equal(RunbookRunState.Interrupted, read.Summary.State);
        using var again = _runs.Store.Reopen(run!, TimeProvider.System);
        again.Append(new RunResumed { Host = "h" });
        Assert.Equal(read.Events.Count + 1, _runs.Store.Read(run!).Events.Count);
    }
}
