using System.Text.Json.Nodes;
using K8sOps.Ceph;
using K8sOps.Host;
using K8sOps.Kubernetes;

namespace K8sOps.PowerShell.Tests.Commands;

[Collection("sandbox")]
public class CephChangeCommandTests
{
    private const string In = " -Cluster sandbox-infra";
    private readonly SandboxFixture _sandbox = new();

    [Fact]
    public void Who_set_a_flag_and_why_is_known_until_it_is_cleared()
    {
        var set = Assert.Single(_sandbox.Get<CephFlag>("Set-CephFlag noout -Reason 'kernel update'" + In));
        Assert.Equal(("noout", "cluster", "kernel update", $"{Environment.UserName}@{Environment.MachineName}"), (set.Flag, set.Scope, set.Reason, set.By));
        Assert.NotNull(set.Since);
        _sandbox.Get<object>("Clear-CephFlag noout" + In);
        Assert.DoesNotContain("k8sops.io/ceph-flag-noout", Annotations());
    }

    [Fact]
    public void Several_flags_are_set_with_one_command_and_another_reason_is_written_anew()
    {
        Assert.Equal(["norebalance", "noout"], _sandbox.Get<CephFlag>("Set-CephFlag norebalance, noout -Reason one" + In).Select(f => f.Flag));
        Assert.Equal("two", Assert.Single(_sandbox.Get<CephFlag>("Set-CephFlag noout -Reason two" + In)).Reason);
        var again = _sandbox.Run("Set-CephFlag noout -Reason two" + In);
        Assert.Contains("set already", Assert.Single(again.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_run_that_sets_a_flag_is_noted_and_hears_of_both_writes_before_they_are_sent()
    {
        var sink = new Changes();
        using (new OperationScope { Run = "20260115T030000Z-rook-ceph-1a2b", Sink = sink }.Enter()) Assert.Equal("20260115T030000Z-rook-ceph-1a2b", Assert.Single(_sandbox.Get<CephFlag>("Set-CephFlag noout" + In)).Run);
        Assert.Equal(["patch", "exec"], sink.All.Select(c => c.Verb));
        Assert.Equal("Clear-CephFlag -Cluster sandbox-infra -Namespace rook-ceph -Flag noout", sink.All[1].Compensation);
        Assert.Equal(["ceph", "osd", "set", "noout"], sink.All[1].Argv.Take(4));
    }

    [Fact]
    public void Who_has_set_a_flag_first_holds_it_until_somebody_takes_it_by_force()
    {
        using (new OperationScope { Run = "run-one" }.Enter()) _sandbox.Get<CephFlag>("Set-CephFlag noout -Reason one" + In);
        var result = _sandbox.Run("Set-CephFlag noout -Reason two" + In);
        Assert.Contains(", for one, in run run-one: it is left as it is", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.False(Assert.Single(result.Of<CephFlag>()).Own);
        Assert.Equal(("one", "run-one"), (Assert.Single(result.Of<CephFlag>()).Reason, Assert.Single(result.Of<CephFlag>()).Run));
        var taken = Assert.Single(_sandbox.Get<CephFlag>("Set-CephFlag noout -Reason two -Force" + In));
        Assert.Equal(("two", null, true), (taken.Reason, taken.Run, taken.Own));
    }

    [Fact]
    public void A_run_clears_what_it_has_set_and_nothing_else()
    {
        _sandbox.Get<CephFlag>("Set-CephFlag noout -Reason mine" + In);
        using (new OperationScope { Run = "run-one" }.Enter())
        {
            _sandbox.Run("Set-CephFlag noout -Reason its" + In, ConfirmAnswer.Yes);
            var result = _sandbox.Run("Clear-CephFlag noout" + In, ConfirmAnswer.Yes);
            Assert.Empty(result.Errors);
            Assert.Contains(", for mine, and not by this run: it stays set", Assert.Single(result.Warnings), StringComparison.Ordinal);
            Assert.Equal("mine", Assert.Single(_sandbox.Get<CephFlag>("Get-CephFlag noout" + In)).Reason);
            _sandbox.Get<object>("Clear-CephFlag noout -Force" + In);
            Assert.Empty(_sandbox.Get<CephFlag>("Get-CephFlag noout" + In));

            _sandbox.Get<CephFlag>("Set-CephFlag noout -Reason its" + In);
            _sandbox.Get<object>("Clear-CephFlag noout" + In);
            Assert.Empty(_sandbox.Get<CephFlag>("Get-CephFlag noout" + In));
        }
    }

    [Fact]
    public void The_same_person_for_the_same_reason_goes_on_with_what_an_earlier_run_has_begun()
    {
        using (new OperationScope { Run = "run-one" }.Enter()) _sandbox.Get<CephFlag>("Set-CephFlag noout -Reason 'new disk'" + In);
        using (new OperationScope { Run = "run-two" }.Enter())
        {
            Assert.Equal("run-two", Assert.Single(_sandbox.Get<CephFlag>("Set-CephFlag noout -Reason 'new disk'" + In)).Run);
            _sandbox.Get<object>("Clear-CephFlag noout" + In);
        }

        Assert.Empty(_sandbox.Get<CephFlag>("Get-CephFlag noout" + In));
    }

    [Fact]
    public void What_somebody_else_has_set_is_asked_for_by_name_before_it_is_cleared_by_hand()
    {
        using (new OperationScope { Run = "run-one" }.Enter()) _sandbox.Get<CephFlag>("Set-CephFlag noout -Reason one" + In);
        var result = _sandbox.Run("Clear-CephFlag noout" + In, ConfirmAnswer.No);
        Assert.Contains("for one, in run run-one", Assert.Single(result.Questions).Message, StringComparison.Ordinal);
        Assert.Single(_sandbox.Get<CephFlag>("Get-CephFlag noout" + In));

        // Ceph's own word, which says nobody's name.
        Ceph("osd", "set", "noscrub");
        Assert.Contains("noscrub was set by somebody who is not known", Assert.Single(_sandbox.Run("Clear-CephFlag noscrub" + In, ConfirmAnswer.No).Questions).Message, StringComparison.Ordinal);
        Assert.Empty(_sandbox.Run("Clear-CephFlag noscrub -Force" + In).Questions);
    }

    [Fact]
    public void A_stopped_osd_stays_down_and_is_started_again()
    {
        var stopped = Assert.Single(_sandbox.Get<CephOsd>("Stop-CephOsd 1" + In));
        Assert.False(stopped.Up);
        Assert.Equal("true", Deployment(1)!["metadata"]!["labels"]!["ceph.rook.io/do-not-reconcile"]!.ToString());
        Assert.Contains("stopped already", Assert.Single(_sandbox.Run("Stop-CephOsd 1" + In).Warnings), StringComparison.Ordinal);

        var started = Assert.Single(_sandbox.Get<CephOsd>("Start-CephOsd 1" + In));
        Assert.True(started.Up);
        Assert.Null(Deployment(1)!["metadata"]!["labels"]!["ceph.rook.io/do-not-reconcile"]);
        Assert.Null(Deployment(1)!["metadata"]!["annotations"]!["k8sops.io/ceph-osd-stopped"]);
    }

    [Fact]
    public void Two_that_may_go_alone_do_not_go_together()
    {
        // osd.0 and osd.1 stand on different hosts, and hold two of three copies of some placement groups.
        var result = _sandbox.Run("Stop-CephOsd 0, 1" + In, ConfirmAnswer.Yes);
        Assert.Equal(2, result.Errors.Count);
        Assert.All(result.Errors, e => Assert.StartsWith("GateFailed", e.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Empty(result.Questions);
        Assert.All(Osds().Where(o => o.OsdId is 0 or 1), o => Assert.True(o.Up));
    }

    [Fact]
    public void A_gate_that_is_skipped_is_told_once_though_it_is_asked_again_before_the_change()
    {
        _sandbox.Get<CephOsd>("Stop-CephOsd 0" + In);
        var result = _sandbox.Run("Stop-CephOsd 1 -SkipGate CEPH.OK_TO_STOP" + In, ConfirmAnswer.Yes);
        Assert.Null(result.Failure);
        Assert.Single(result.Warnings, w => w.Contains("CEPH.OK_TO_STOP says Fail of osd.1, and is skipped", StringComparison.Ordinal));
        Assert.False(Osds().Single(o => o.OsdId == 1).Up);
    }

    [Fact]
    public void Under_WhatIf_a_gate_that_fails_is_told_and_is_no_error()
    {
        _sandbox.Get<CephOsd>("Stop-CephOsd 0" + In);
        var result = _sandbox.Run("Stop-CephOsd 1 -WhatIf" + In);
        Assert.Empty(result.Errors);
        Assert.Contains(result.HostLines, l => l.Contains("refused as things are", StringComparison.Ordinal));
    }

    [Fact]
    public void An_osd_is_marked_out_and_in_and_weighed()
    {
        Assert.False(Assert.Single(_sandbox.Get<CephOsd>("Set-CephOsd 1 -Out" + In)).In);
        Assert.True(Assert.Single(_sandbox.Get<CephOsd>("Set-CephOsd 1 -In" + In)).In);
        Assert.Equal(0.8, Assert.Single(_sandbox.Get<CephOsd>("Set-CephOsd 1 -Reweight 0.8" + In)).Reweight, 3);
        Assert.Empty(_sandbox.Run("Set-CephOsd 1 -Reweight 0.8" + In).Questions);
    }

    [Fact]
    public void An_osd_that_is_up_is_not_removed()
    {
        var error = Assert.Single(_sandbox.Run("Remove-CephOsd 2" + In, ConfirmAnswer.Yes).Errors);
        Assert.StartsWith("OsdUp", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.NotNull(Deployment(2));
    }

    [Fact]
    public void An_osd_is_removed_when_nothing_needs_it_and_the_operator_is_back_afterwards()
    {
        var sink = new Changes();
        _sandbox.Get<CephOsd>("Stop-CephOsd 2" + In);
        using (new OperationScope { Sink = sink }.Enter()) _sandbox.Get<object>("Remove-CephOsd 2" + In);
        Assert.DoesNotContain(Osds(), o => o.OsdId == 2);
        Assert.Null(Deployment(2));
        Assert.Equal(1, (int)Operator()["spec"]!["replicas"]!);
        Assert.Null(Operator()["metadata"]!["annotations"]!["k8sops.io/ceph-operator-stopped"]);
        Assert.Equal(["ceph", "osd", "purge", "osd.2", "--connect-timeout=10"], sink.All.Single(c => c.Argv.Contains("purge")).Argv.Take(5));
        Assert.Equal(2, sink.All.Count(c => c.Name == "rook-ceph-operator"));
        Assert.Contains("Set-K8sWorkload", sink.All.First(c => c.Name == "rook-ceph-operator").Compensation, StringComparison.Ordinal);
        Assert.StartsWith("NotFound", Assert.Single(_sandbox.Run("Remove-CephOsd 2" + In).Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_needed_again_right_before_the_purge_is_not_purged_and_the_operator_is_back()
    {
        _sandbox.Get<CephOsd>("Stop-CephOsd 2" + In);
        var sink = new Changes { OnChange = c => { if (c.Name == "rook-ceph-operator" && c.Compensation is not null) Ceph("osd", "in", "2"); } };
        CommandResult result;
        using (new OperationScope { Sink = sink }.Enter()) result = _sandbox.Run("Remove-CephOsd 2" + In, ConfirmAnswer.Yes);
        var error = Assert.Single(result.Errors);
        Assert.StartsWith("OsdNotSafe", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("It is down and in, and Ceph has lost nothing of it.", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("Rook's operator was started again.", error.Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(sink.All, c => c.Argv.Contains("purge"));
        Assert.NotNull(Deployment(2));
        Assert.Equal(1, (int)Operator()["spec"]!["replicas"]!);
    }

    [Fact]
    public void A_removal_whose_time_is_over_says_how_far_it_is_and_goes_on_when_it_is_run_again()
    {
        _sandbox.Get<CephOsd>("Stop-CephOsd 2" + In);
        var error = Assert.Single(_sandbox.Run("Remove-CephOsd 2 -Timeout 1s" + In, ConfirmAnswer.Yes).Errors);
        Assert.StartsWith("Timeout", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("nothing else was removed", error.Exception.Message, StringComparison.Ordinal);
        Assert.False(Osds().Single(o => o.OsdId == 2).In);
        Assert.Equal(1, (int)Operator()["spec"]!["replicas"]!);

        var progress = _sandbox.Run("Remove-CephOsd 2" + In, ConfirmAnswer.Yes);
        Assert.Empty(progress.Errors);
        Assert.Null(Deployment(2));
    }

    [Fact]
    public void What_an_interrupted_removal_has_left_is_finished_by_the_next()
    {
        // As if it had been killed right after the purge: the operator at 0 with our mark, the Deployment there, the OSD not.
        _sandbox.Get<CephOsd>("Stop-CephOsd 2" + In);
        _sandbox.Get<object>("Invoke-CephCommand osd, purge, osd.2, --force, --yes-i-really-mean-it" + In);
        Patch("rook-ceph-operator", """{"metadata":{"annotations":{"k8sops.io/ceph-operator-stopped":"{\"by\":\"me\",\"osd\":\"osd.2\",\"replicas\":1}"}},"spec":{"replicas":0}}""");
        _sandbox.Get<object>("Remove-CephOsd 2" + In);
        Assert.Null(Deployment(2));
        Assert.Equal(1, (int)Operator()["spec"]!["replicas"]!);
        Assert.Null(Operator()["metadata"]!["annotations"]!["k8sops.io/ceph-operator-stopped"]);
    }

    [Fact]
    public void An_operator_that_somebody_else_stopped_stays_stopped()
    {
        Patch("rook-ceph-operator", """{"spec":{"replicas":0}}""");
        _sandbox.Get<CephOsd>("Stop-CephOsd 2" + In);
        _sandbox.Get<object>("Remove-CephOsd 2" + In);
        Assert.Equal(0, (int)Operator()["spec"]!["replicas"]!);
    }

    [Fact]
    public void A_removal_ends_when_nothing_moves_any_more_and_names_the_flag_that_holds_it()
    {
        _sandbox.Get<CephFlag>("Set-CephFlag nobackfill, norecover, norebalance" + In);
        _sandbox.Get<CephOsd>("Stop-CephOsd 2" + In);
        var error = Assert.Single(_sandbox.Run("Remove-CephOsd 2" + In, ConfirmAnswer.Yes).Errors);
        Assert.StartsWith("OsdNotSafe", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("the flag norebalance is set", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Force_said_twice_removes_what_is_still_needed_and_only_then()
    {
        _sandbox.Get<CephFlag>("Set-CephFlag nobackfill, norecover, norebalance" + In);
        _sandbox.Get<CephOsd>("Stop-CephOsd 2" + In);
        Assert.StartsWith("ForceNotConfirmed", Assert.Single(_sandbox.Run("Remove-CephOsd 2 -Force -ConfirmId 3" + In, ConfirmAnswer.Yes).Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.NotNull(Deployment(2));
        var sink = new Changes();
        using (new OperationScope { Sink = sink }.Enter()) _sandbox.Get<object>("Remove-CephOsd 2 -Force -ConfirmId 2" + In);
        Assert.Contains(sink.All, c => c.Argv.Contains("--force"));
        Assert.Null(Deployment(2));
    }

    [Fact]
    public void An_osd_on_a_claim_goes_with_its_claim_and_its_place_in_the_device_set_and_the_operator_stays()
    {
        StandOnClaims();
        var sink = new Changes();
        _sandbox.Get<CephOsd>("Stop-CephOsd 2" + In);
        using (new OperationScope { Sink = sink }.Enter()) _sandbox.Get<object>("Remove-CephOsd 2" + In);
        Assert.Equal(1, (int)CephCluster()["spec"]!["storage"]!["storageClassDeviceSets"]![0]!["count"]!);
        Assert.Contains(sink.All, c => c is { Verb: "delete", Kind: "PersistentVolumeClaim", Name: "set1-data-0" });
        Assert.DoesNotContain(sink.All, c => c.Name is "set1-data-1" or "rook-ceph-operator");
    }

    [Fact]
    public async Task A_claim_that_is_kept_is_no_longer_Rooks()
    {
        StandOnClaims();
        _sandbox.Get<CephOsd>("Stop-CephOsd 2" + In);
        _sandbox.Get<object>("Remove-CephOsd 2 -KeepClaim" + In);
        Assert.Equal(2, (int)CephCluster()["spec"]!["storage"]!["storageClassDeviceSets"]![0]!["count"]!);
        var claim = await Client().GetAsync(KubeResources.PersistentVolumeClaims, "rook-ceph", "set1-data-0", default);
        Assert.Null(claim["metadata"]!["labels"]!["ceph.rook.io/DeviceSetPVCId"]);
    }

    [Fact]
    public void A_quota_is_set_and_taken_off_and_one_that_is_full_at_once_is_refused()
    {
        Assert.Equal(200L << 30, Assert.Single(_sandbox.Get<CephPool>("Resize-CephPool ceph-blockpool -MaxBytes 200Gi" + In)).QuotaBytes);
        Assert.Null(Assert.Single(_sandbox.Get<CephPool>("Resize-CephPool ceph-blockpool -MaxBytes 0" + In)).QuotaBytes);
        var error = Assert.Single(_sandbox.Run("Resize-CephPool ceph-blockpool -MaxBytes 1Gi" + In, ConfirmAnswer.Yes).Errors);
        Assert.Contains("CEPH.RESIZE_QUOTA", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(1L << 30, Assert.Single(_sandbox.Get<CephPool>("Resize-CephPool ceph-blockpool -MaxBytes 1Gi -SkipGate CEPH.RESIZE_QUOTA" + In)).QuotaBytes);
    }

    [Fact]
    public void More_copies_than_hosts_are_refused()
    {
        var error = Assert.Single(_sandbox.Run("Resize-CephPool ceph-blockpool -Replicas 4 -Force" + In, ConfirmAnswer.Yes).Errors);
        Assert.Contains("CEPH.RESIZE_PLACES says Fail", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("and there are 3", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void As_many_copies_as_hosts_are_made()
    {
        Assert.Equal(2, Assert.Single(_sandbox.Get<CephPool>("Resize-CephPool ceph-blockpool -Replicas 2 -Force" + In)).Replicas);
        Assert.Equal(3, Assert.Single(_sandbox.Get<CephPool>("Resize-CephPool ceph-blockpool -Replicas 3 -Force" + In)).Replicas);
    }

    [Fact]
    public void No_weight_at_all_is_as_hard_to_get_as_out()
    {
        _sandbox.Get<CephOsd>("Stop-CephOsd 0" + In);
        var result = _sandbox.Run("Set-CephOsd 1 -Reweight 0" + In, ConfirmAnswer.Yes);
        Assert.StartsWith("GateFailed", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(result.Questions);
        Assert.Equal(1, Osds().Single(o => o.OsdId == 1).Reweight);
    }

    [Fact]
    public void A_weight_is_taken_back_to_what_it_was()
    {
        var sink = new Changes();
        using (new OperationScope { Sink = sink }.Enter()) _sandbox.Get<CephOsd>("Set-CephOsd 1 -Reweight 0.9" + In);
        Assert.EndsWith("-OsdId 1 -Reweight 1", Assert.Single(sink.All).Compensation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_monitor_is_restarted_only_while_the_others_are_a_quorum()
    {
        var before = Assert.Single(_sandbox.Get<K8sPod>("Get-K8sPod rook-ceph-mon-a-* -Namespace rook-ceph" + In));
        var after = Assert.Single(_sandbox.Get<K8sPod>("Restart-CephDaemon mon.a" + In));
        Assert.NotEqual(before.Uid, after.Uid);
        Assert.True(after.Ready);

        Patch("rook-ceph-mon-b", """{"spec":{"replicas":0}}""");
        _sandbox.Get<K8sClock>("Step-K8sSandbox 2m" + In);
        var error = Assert.Single(_sandbox.Run("Restart-CephDaemon mon.c" + In, ConfirmAnswer.Yes).Errors);
        Assert.Contains("CEPH.MON_OK_TO_STOP says Fail", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_raw_command_answers_with_an_object_and_fails_with_cephs_own_words()
    {
        var result = Assert.Single(_sandbox.Get<CephCommandResult>("Invoke-CephCommand osd, tree" + In));
        Assert.IsType<System.Collections.Specialized.OrderedDictionary>(result.Data);
        var error = Assert.Single(_sandbox.Run("Invoke-CephCommand osd, nosuchcommand" + In, ConfirmAnswer.Yes).Errors);
        Assert.StartsWith("CephCommandFailed", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("InvalidSetting", Assert.Single(_sandbox.Run("Invoke-CephCommand osd, tree, --format, json" + In).Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_raw_command_is_asked_for_since_nobody_knows_what_it_does()
    {
        _sandbox.Get<CephOsd>("Stop-CephOsd 2" + In);
        var result = _sandbox.Run("Invoke-CephCommand osd, purge, 2, --force, --yes-i-really-mean-it" + In, ConfirmAnswer.No);
        Assert.Single(result.Questions);
        Assert.Contains(Osds(), o => o.OsdId == 2);
    }

    [Fact]
    public void A_node_that_is_piped_in_is_refused()
        => Assert.All(_sandbox.Run("Get-K8sNode infra-wk-01 -Cluster sandbox-infra | Stop-CephOsd -OsdId 1").Errors, e => Assert.StartsWith("KindMismatch", e.FullyQualifiedErrorId, StringComparison.Ordinal));

    /// <summary>osd.2 as one of two of a device set.</summary>
    private void StandOnClaims()
    {
        foreach (var index in (int[])[0, 1])
        {
            var claim = JsonNode.Parse($$$"""{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"set1-data-{{{index}}}","namespace":"rook-ceph","labels":{"ceph.rook.io/DeviceSet":"set1","ceph.rook.io/setIndex":"{{{index}}}","ceph.rook.io/DeviceSetPVCId":"set1-data-{{{index}}}"} },"spec":{"accessModes":["ReadWriteOnce"],"volumeMode":"Block","resources":{"requests":{"storage":"10Gi"} } } }""")!.AsObject();
            Client().CreateAsync(KubeResources.PersistentVolumeClaims, "rook-ceph", claim, WriteOptions.Default, default).GetAwaiter().GetResult();
        }

        Patch("rook-ceph-osd-2", """{"metadata":{"labels":{"ceph.rook.io/pvc":"set1-data-0"}}}""");
        var sets = """{"spec":{"storage":{"storageClassDeviceSets":[{"name":"set1","count":2,"volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"10Gi"}}}}]}]}}}""";
        Client().MergePatchAsync(CephKinds.Clusters, "rook-ceph", "rook-ceph", JsonNode.Parse(sets)!.AsObject(), WriteOptions.Default, default).GetAwaiter().GetResult();
    }

    private JsonObject CephCluster() => Client().GetAsync(CephKinds.Clusters, "rook-ceph", "rook-ceph", default).GetAwaiter().GetResult();

    private JsonObject? Deployment(int id)
    {
        try
        {
            return Client().GetAsync(KubeResources.Deployments, "rook-ceph", $"rook-ceph-osd-{id}", default).GetAwaiter().GetResult();
        }
        catch (KubeApiException e) when (e.Reason == "NotFound")
        {
            return null;
        }
    }

    private JsonObject Operator() => Client().GetAsync(KubeResources.Deployments, "rook-ceph", "rook-ceph-operator", default).GetAwaiter().GetResult();

    private string Annotations() => CephCluster()["metadata"]!["annotations"]?.ToJsonString() ?? "";

    private void Patch(string deployment, string patch) => Client().MergePatchAsync(KubeResources.Deployments, "rook-ceph", deployment, JsonNode.Parse(patch)!.AsObject(), WriteOptions.Default, default).GetAwaiter().GetResult();

    private IReadOnlyList<CephOsd> Osds() => new CephService(new Cluster("sandbox-infra", Client(), _sandbox.World.Clock)).GetOsdsAsync(null, new OperationContext("Test", new Changes())).GetAwaiter().GetResult();

    private void Ceph(params string[] arguments)
    {
        var change = new Change { Command = "Test", Cluster = "sandbox-infra", Kind = "Ceph", Name = "test", Verb = "exec" };
        new CephTool(new Cluster("sandbox-infra", Client(), _sandbox.World.Clock)).ChangeAsync(new CephCommand(arguments), change, new OperationContext("Test", new Changes())).GetAwaiter().GetResult();
    }

    private KubeClient Client() => new(_sandbox.World.CreateTransport(), new KubeClientOptions { Clock = _sandbox.World.Clock });

    private sealed class Changes : IOperationSink
    {
        public List<Change> All { get; } = [];

        /// <summary>What happens in the world while a change is announced.</summary>
        public Action<Change>? OnChange { get; init; }

        public void Report(OperationProgress progress)
        {
            // Not looked at.
        }

        public void Note(string text)
        {
            // Not looked at.
        }

        public void Warn(string text)
        {
            // Not looked at.
        }

        public PendingChange Changing(Change change)
        {
            lock (All) All.Add(change);
            OnChange?.Invoke(change);
            return new PendingChange(change, static _ => ValueTask.CompletedTask);
        }
    }
}
