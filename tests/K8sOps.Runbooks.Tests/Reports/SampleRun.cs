using K8sOps.Runbooks.Runs;
using K8sOps.Tests.Runs;

namespace K8sOps.Tests.Reports;

/// <summary>A run in which all that can happen has happened: verified after waiting, refused, unclear, resumed, failed, taken back, pending, and ugly output.</summary>
public static class SampleRun
{
    public static RunRecord Write(RunFolder runs)
    {
        var steps = Steps().Select(s => new PlannedStep { Key = s.Id, Step = s }).ToArray();
        var start = runs.Start(steps);
        using (var journal = runs.Store.Create(start, RunFolder.Books, runs.Clock)) UpToTheCut(runs, journal, steps);
        using (var journal = runs.Store.Reopen(start.Run, runs.Clock)) AfterTheCut(runs, journal, steps);
        return runs.Store.Read(start.Run);
    }

    private static IEnumerable<RunbookStep> Steps()
    {
        string[] titles = ["Keep Ceph from rebalancing", "Mark the OSD out", "Wait until its data has moved", "Replace the disk", "Remove the OSD", "Let Ceph rebalance"];
        return titles.Select((title, i) => RunFolder.Step(i + 1, i == 0 ? "Clear-CephFlag -Cluster $Cluster -Flag noout" : null) with
        {
            Title = title,
            Action = i == 3 ? null : i == 1 ? "Set-CephOsd -Cluster $Cluster -Id $OsdId -Out" : $"Invoke-Something -Cluster $Cluster -Number {i}",
            Manual = i == 3 ? "Take the disk out of bay 4,\nand put the new one in." : null,
            VerifyText = "it is as it should be.",
            Target = i == 5 ? null : TimeSpan.FromMinutes(i == 2 ? 30 : 2),
            Arguments = i == 1 ? new Dictionary<string, object> { ["OsdId"] = 3 } : new Dictionary<string, object>(),
        });
    }

    private static void UpToTheCut(RunFolder runs, RunJournal journal, PlannedStep[] steps)
    {
        void After(double seconds, RunEvent e)
        {
            runs.Clock.Advance(TimeSpan.FromSeconds(seconds));
            journal.Append(e);
        }

        var (a, b, c) = (steps[0].Key, steps[1].Key, steps[2].Key);
        After(1, new StepStarted(a));
        After(0, new RollbackRegistered(a, a, "Clear-CephFlag -Cluster $Cluster -Flag noout"));
        After(0.2, new ChangeAnnounced(a, journal.NextChange(), RunFolder.Change()));
        After(0.7, new ChangeEnded(a, 1, ChangeOutcome.Made, null, [new ChangedField(".flags.noout", "false", "true")]));
        After(0.1, new OutputWritten(a, "CephFlag noout {\"Cluster\":\"sandbox-infra\",\"Flag\":\"noout\",\"IsSet\":true}", false));
        After(0.3, new VerificationMade(a, 1, CheckStatus.Pass, ["CephFlag noout"], null));
        After(0, new StepEnded(a, StepOutcome.Verified, "", []));
        After(4, new StepStarted(b));
        After(0.2, new RollbackRegistered("change:2", b, "Set-CephOsd -Cluster sandbox-infra -Id 3 -In"));
        After(0.2, new ChangeAnnounced(b, journal.NextChange(), RunFolder.Change("osd.3") with { Kind = "CephOsd", Verb = "exec", Command = "Set-CephOsd", Argv = ["ceph", "osd", "out", "3"], Fields = [new ChangedField(".in", "true"), new ChangedField(".weight", "1"), new ChangedField(".note", "\"old\"")] }));
        After(1.1, new ChangeEnded(b, 2, ChangeOutcome.Made, null, [new ChangedField(".in", "true", "false"), new ChangedField(".weight", "1", "0"), new ChangedField(".note", "\"old\"", null)]));
        After(0.1, new NoteWritten(b, "The gate CEPH.OK_TO_STOP was Warn, and let pass with -SkipGate."));
        After(0.1, new VerificationMade(b, 1, CheckStatus.Pass, ["True"], null));
        After(0, new StepEnded(b, StepOutcome.Verified, "", []));
        After(2, new StepStarted(c));
        for (var attempt = 1; attempt <= 20; attempt++) After(15, new VerificationMade(c, attempt, attempt < 3 ? CheckStatus.Unknown : CheckStatus.Fail, ["Fail CEPH.PG_DEGRADED: 12 % of the objects are degraded"], attempt < 3 ? "the toolbox did not answer" : null));
        After(3, new ChangeAnnounced(c, journal.NextChange(), RunFolder.Change("recovery")));
    }

    private static void AfterTheCut(RunFolder runs, RunJournal journal, PlannedStep[] steps)
    {
        void After(double seconds, RunEvent e)
        {
            runs.Clock.Advance(TimeSpan.FromSeconds(seconds));
            journal.Append(e);
        }

        var (c, d, e, last) = (steps[2].Key, steps[3].Key, steps[4].Key, steps[5].Key);
        After(2400, new RunResumed { Host = "jump-1", Actor = "bob", Unclear = RunState.Of(journal.Events).Unclear });
        After(5, new VerificationMade(c, 1, CheckStatus.Pass, ["Pass CEPH.PG_DEGRADED: all placement groups are active+clean"], null));
        After(0, new StepEnded(c, StepOutcome.Verified, "The verification passed at the resume; the action was not run again.", []));
        After(1, new StepStarted(d));
        After(600, new VerificationMade(d, 1, CheckStatus.Pass, ["True"], null));
        After(0, new StepEnded(d, StepOutcome.Verified, "Done by hand.", []));
        After(1, new StepStarted(e));
        After(1, new ChangeAnnounced(e, journal.NextChange(), RunFolder.Change("osd.3") with { Kind = "Deployment", Namespace = "rook-ceph", Name = "rook-ceph-osd-3", Verb = "delete", Argv = [], Fields = [], Compensation = null }));
        After(1, new ChangeEnded(e, 4, ChangeOutcome.Refused, "deployments.apps \"rook-ceph-osd-3\" is forbidden: User \"bob\" cannot delete it", []));
        After(0, new OutputWritten(e, "<script>alert('x')</script> | `tick` \u001b[31mred\u001b[0m \u202egnp.exe\n" + new string('x', 300), true));
        After(1, new VerificationMade(e, 1, CheckStatus.Unknown, [], "the OSD is still there"));
        After(0, new StepEnded(e, StepOutcome.Failed, "The action failed.", ["Forbidden: Cannot delete deployment rook-ceph/rook-ceph-osd-3"]));
        After(0, new RollbackStarted(steps[0].Key));
        After(2, new RollbackEnded(steps[0].Key, true, []));
        After(0, new RunStopped("At a failure; the operator chose to take back the first step only."));
        Assert.Equal(RunProgress.NotStarted, RunState.Of(journal.Events).Step(last).Progress);
    }
}
