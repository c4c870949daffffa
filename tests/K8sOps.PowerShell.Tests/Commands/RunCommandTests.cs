using K8sOps.Host;
using K8sOps.Runbooks;
using K8sOps.Runbooks.Runs;

namespace K8sOps.PowerShell.Tests.Commands;

[Collection("sandbox")]
public sealed class RunCommandTests : IDisposable
{
    private readonly string? _home = Environment.GetEnvironmentVariable("K8SOPS_HOME");
    private readonly string _folder = Directory.CreateTempSubdirectory("k8sops-home-").FullName;
    private readonly CommandHost _host = new(typeof(GetRunbookRunCommand).Assembly);
    private readonly RunStore _store;

    public RunCommandTests()
    {
        Environment.SetEnvironmentVariable("K8SOPS_HOME", _folder);
        _store = new RunStore(RunStore.DefaultRoot());
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("K8SOPS_HOME", _home);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Runs_are_listed_the_newest_first_by_the_machines_clock()
    {
        Assert.Empty(_host.Invoke("Get-RunbookRun").Of<RunbookRun>());
        var first = Write("flux", new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), succeeded: true);
        var second = Write("rook-ceph", new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), succeeded: null);
        var all = _host.Invoke("Get-RunbookRun").Of<RunbookRun>();
        Assert.Equal([second, first], all.Select(r => r.Run));
        Assert.Equal([RunbookRunState.Interrupted, RunbookRunState.Succeeded], all.Select(r => r.State));
        Assert.Equal([1, 0], all.Select(r => r.Unknown));
        Assert.Equal([second], _host.Invoke("Get-RunbookRun -Latest 1").Of<RunbookRun>().Select(r => r.Run));
        Assert.Equal([first], _host.Invoke("Get-RunbookRun -Runbook fl*").Of<RunbookRun>().Select(r => r.Run));
        Assert.Equal([second], _host.Invoke("Get-RunbookRun *rook*").Of<RunbookRun>().Select(r => r.Run));
        Assert.Empty(_host.Invoke("Get-RunbookRun *nothing*").Of<RunbookRun>());
        Assert.Equal("NotFound,K8sOps.Runbooks.GetRunbookRunCommand", Assert.Single(_host.Invoke("Get-RunbookRun nothing").Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void One_that_was_tampered_with_is_an_error_and_the_others_are_shown()
    {
        var good = Write("flux", DateTimeOffset.UnixEpoch, succeeded: true);
        var bad = Write("flux", DateTimeOffset.UnixEpoch, succeeded: false);
        var journal = Path.Combine(_store.Root, bad, "journal.jsonl");
        File.WriteAllText(journal, File.ReadAllText(journal).Replace("\"succeeded\":false", "\"succeeded\":true", StringComparison.Ordinal));
        var result = _host.Invoke("Get-RunbookRun");
        Assert.Equal([good], result.Of<RunbookRun>().Select(r => r.Run));
        Assert.Equal("JournalTampered,K8sOps.Runbooks.GetRunbookRunCommand", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Equal("JournalTampered,K8sOps.Runbooks.ExportRunbookReportCommand", Assert.Single(_host.Invoke($"Export-RunbookReport {bad} -Path {_folder}").Errors).FullyQualifiedErrorId);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_report_is_written_where_it_is_wanted_and_over_nothing_else()
    {
        var run = Write("flux", DateTimeOffset.UnixEpoch, succeeded: true);
        var file = Path.Combine(_folder, "reports", "one.html");
        var made = Assert.Single(_host.Invoke($"Get-RunbookRun | Export-RunbookReport -Path {file} -PassThru").Of<FileInfo>());
        Assert.Equal(file, made.FullName);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Empty(_host.Invoke($"Export-RunbookReport {run} -Path {file} -Format Markdown").Errors);
        Assert.StartsWith("# ", File.ReadAllText(file), StringComparison.Ordinal);
        File.WriteAllText(file, "my own notes");
        Assert.Equal("AlreadyExists,K8sOps.Runbooks.ExportRunbookReportCommand", Assert.Single(_host.Invoke($"Export-RunbookReport {run} -Path {file}").Errors).FullyQualifiedErrorId);
        Assert.Equal("my own notes", File.ReadAllText(file));

        var other = Write("flux", DateTimeOffset.UnixEpoch, succeeded: false);
        Assert.Empty(_host.Invoke($"Get-RunbookRun | Export-RunbookReport -Path {_folder}/all -Format Html").Errors);
        Assert.Equal(new[] { run + ".html", other + ".html" }.Order(StringComparer.Ordinal), Directory.GetFiles(_folder + "/all").Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_report_that_cannot_be_written_says_so()
    {
        var run = Write("flux", DateTimeOffset.UnixEpoch, succeeded: true);
        File.WriteAllText(Path.Combine(_folder, "file"), "x");
        Assert.Equal("FileNotWritten,K8sOps.Runbooks.ExportRunbookReportCommand", Assert.Single(_host.Invoke($"Export-RunbookReport {run} -Path {_folder}/file/report.md").Errors).FullyQualifiedErrorId);
    }

    private string Write(string runbook, DateTimeOffset at, bool? succeeded)
    {
        var clock = new FixedClock(at);
        var step = new RunbookStep { Id = "a/1", Title = "Look", Action = "Get-FluxApp" };
        using var journal = _store.Create(new RunStarted
        {
            Run = _store.NewId(runbook, clock),
            Runbook = runbook,
            Host = "here",
            Cluster = "sandbox-infra",
            ModuleVersion = "0.1.0",
            Steps = [new PlannedStep { Key = "a/1", Step = step }],
        }, null, clock);
        journal.Append(new StepStarted("a/1"));
        if (succeeded is not { } end) return journal.Run;
        journal.Append(new StepEnded("a/1", end ? StepOutcome.Verified : StepOutcome.Failed, "", []));
        journal.Append(new RunFinished(end));
        return journal.Run;
    }

    private sealed class FixedClock(DateTimeOffset at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at;
    }
}
