using K8sOps.Runbooks.Runs;

namespace K8sOps.Tests.Runs;

/// <summary>A folder of runs that goes away with the test, a clock that stands, and a run to write about.</summary>
public sealed class RunFolder : IDisposable
{
    public const string Runbook = "# Rook-Ceph Runbook\n\n## Overview\n\nÄ storage system.\n";

    public static readonly IReadOnlyList<Runbook> Books = [Book("rook-ceph", Runbook)];

    public static readonly DateTimeOffset Begin = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public RunFolder()
    {
        Root = Path.Combine(Path.GetTempPath(), "k8sops-runs-" + Guid.NewGuid().ToString("N")[..8]);
        Store = new RunStore(Root);
    }

    public string Root { get; }

    public RunStore Store { get; }

    public StandingClock Clock { get; } = new(Begin);

    public static Runbook Book(string name, string text) => new() { Name = name, Title = name, Text = text, Hash = "of the text as it was read" };

    public string Journal(string run) => Path.Combine(Root, run, "journal.jsonl");

    public static RunbookStep Step(int number, string? rollback = null) => new()
    {
        Runbook = "rook-ceph",
        Id = $"replace-a-failed-osd/{number}",
        Section = RunbookSection.Procedure,
        Procedure = "Replace a failed OSD",
        Number = number,
        Title = $"Step {number}",
        Action = "Set-CephFlag -Cluster $Cluster -Flag noout",
        Verify = "Get-CephFlag -Cluster $Cluster -Flag noout",
        Rollback = rollback,
        Target = TimeSpan.FromMinutes(10),
    };

    public static PlannedStep Planned(int number, string? rollback = null) => new() { Key = Key(number), Step = Step(number, rollback) };

    public static string Key(int number) => $"replace-a-failed-osd/{number}";

    public RunStarted Start(params PlannedStep[] steps) => new()
    {
        Run = Store.NewId("rook-ceph", Clock),
        Runbook = "rook-ceph",
        Actor = "alice",
        Host = "laptop",
        User = "al",
        Cluster = "sandbox-infra",
        ClusterUid = "0a1b",
        ModuleVersion = "0.1.0",
        Parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["OsdId"] = "3" },
        Steps = steps.Length > 0 ? steps : [Planned(1), Planned(2)],
    };

    public static Change Change(string name = "noout") => new()
    {
        Command = "Set-CephFlag",
        Cluster = "sandbox-infra",
        Kind = "CephFlag",
        Name = name,
        Verb = "exec",
        Argv = ["ceph", "osd", "set", name],
        Fields = [new ChangedField(".flags." + name, "false")],
        Compensation = $"Clear-CephFlag -Cluster sandbox-infra -Flag {name}",
    };

    /// <summary>A journal with one event of each kind.</summary>
    public IReadOnlyList<RunEvent> AllKinds() =>
    [
        new StepStarted(Key(1)),
        new RollbackRegistered(Key(1), Key(1), "Clear-CephFlag -Cluster $Cluster -Flag noout"),
        new ChangeAnnounced(Key(1), 1, Change()),
        new ChangeEnded(Key(1), 1, ChangeOutcome.Made, null, [new ChangedField(".flags.noout", "false", "true")]),
        new OutputWritten(Key(1), "noout\nzwei Zeilen, \u2028 und \"Gänsefüßchen\"", false),
        new NoteWritten(Key(1), "The gate CEPH.OK_TO_STOP was let pass."),
        new ActionEnded(Key(1), true),
        new VerificationMade(Key(1), 1, CheckStatus.Pass, ["True"], null),
        new StepEnded(Key(1), StepOutcome.Verified, "", []),
        new StepStarted(Key(2)),
        new StepEnded(Key(2), StepOutcome.Failed, "it would not", ["CommandFailed: no"]),
        new RollbackStarted(Key(1)),
        new RollbackEnded(Key(1), true, []),
        new RollbackReleased("procedure:replace-a-failed-osd", "verified"),
        new RunStopped("At a failure."),
        new RunResumed { Host = "laptop", Actor = "bob", Unclear = ["a line"] },
        new RunFinished(false),
    ];

    public string WriteAllKinds()
    {
        using var journal = Store.Create(Start(), Books, Clock);
        foreach (var e in AllKinds())
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            journal.Append(e);
        }

        return journal.Run;
    }

    public void Dispose()
    {
        if (Directory.Exists(Root)) Directory.Delete(Root, recursive: true);
    }
}
