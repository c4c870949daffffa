using System.Collections.Concurrent;
using System.Management.Automation;
using System.Reflection;
using K8sOps.Host;
using K8sOps.Kube;

namespace K8sOps.PowerShell.Tests.Commands;

[Collection("sandbox")]
public class WhatIfTests
{
    /// <summary>A line for each changing command, one that would change something. A new command without a line here fails the test below.</summary>
    private static readonly Dictionary<string, string> s_lines = new(StringComparer.Ordinal)
    {
        ["Clear-K8sNode"] = "Clear-K8sNode infra-wk-03 -DeleteEmptyDirData -Force -Cluster sandbox-infra",
        ["Disable-K8sNode"] = "Disable-K8sNode infra-wk-03 -Cluster sandbox-infra",
        ["Enable-K8sNode"] = "Enable-K8sNode infra-wk-03 -Cluster sandbox-infra",
        ["Remove-K8sPod"] = "Remove-K8sPod -Namespace flux-system -Name * -Cluster sandbox-infra",
        ["Remove-K8sFinalizer"] = "Remove-K8sFinalizer preview.example.org/drop-database -Namespace preview-142 -Cluster sandbox-infra",
        ["Set-K8sResource"] = """Set-K8sResource -Yaml '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"hello","namespace":"default"},"data":{"text":"hi"}}' -Cluster sandbox-infra""",
        ["Set-K8sWorkload"] = "Set-K8sWorkload coredns -Namespace kube-system -Replicas 3 -Cluster sandbox-infra",
        ["Suspend-FluxApp"] = "Suspend-FluxApp podinfo -Kind Kustomization -Reason x -Recurse -WithSource -Cluster sandbox-infra",
        ["Resume-FluxApp"] = "Resume-FluxApp podinfo -Kind Kustomization -NoWait -Cluster sandbox-infra",
        ["Restart-K8sWorkload"] = "Restart-K8sWorkload coredns -Namespace kube-system -NoWait -Cluster sandbox-infra",
        ["Undo-K8sRollout"] = "Undo-K8sRollout coredns -Namespace kube-system -Cluster sandbox-infra",
        ["Invoke-K8sCommand"] = "Invoke-K8sCommand dragonfly-0 date -Namespace databases -Cluster sandbox-infra",
        ["Resize-K8sVolumeClaim"] = "Resize-K8sVolumeClaim grafana -Namespace observability -Size 10Gi -NoWait -Cluster sandbox-infra",
        ["Start-K8sScenario"] = "Start-K8sScenario -Name crash-loop -Cluster sandbox-infra",
        ["Step-K8sSandbox"] = "Step-K8sSandbox -By 10m -Cluster sandbox-infra",
        ["Sync-FluxApp"] = "Sync-FluxApp podinfo -WithSource -Cluster sandbox-infra",
        ["Sync-FluxSource"] = "Sync-FluxSource flux-system -Kind GitRepository -Cluster sandbox-infra",
        ["Restart-FluxApp"] = "Restart-FluxApp podinfo -NoWait -Cluster sandbox-infra",
        ["Set-CephFlag"] = "Set-CephFlag noout -Reason x -Cluster sandbox-infra",
        ["Clear-CephFlag"] = "Clear-CephFlag noout -Cluster sandbox-infra",
        ["Stop-CephOsd"] = "Stop-CephOsd 1 -Cluster sandbox-infra",
        ["Start-CephOsd"] = "Start-CephOsd 1 -Cluster sandbox-infra",
        ["Set-CephOsd"] = "Set-CephOsd 1 -Out -Cluster sandbox-infra",
        ["Remove-CephOsd"] = "Remove-CephOsd 1 -Cluster sandbox-infra",
        ["Repair-CephPlacementGroup"] = "Repair-CephPlacementGroup * -Cluster sandbox-infra",
        ["Resize-CephPool"] = "Resize-CephPool ceph-blockpool -MaxBytes 200Gi -Cluster sandbox-infra",
        ["Restart-CephDaemon"] = "Restart-CephDaemon mon.a -Cluster sandbox-infra",
        ["Clear-CephCrash"] = "Clear-CephCrash -All -Cluster sandbox-infra",
        ["Invoke-CephCommand"] = "Invoke-CephCommand osd, set, noout -Cluster sandbox-infra",
        ["Reset-K8sSandbox"] = "Reset-K8sSandbox -Cluster sandbox-infra",
    };

    /// <summary>What must have happened before there is something to change.</summary>
    private static readonly Dictionary<string, string[]> s_before = new(StringComparer.Ordinal)
    {
        ["Enable-K8sNode"] = ["Disable-K8sNode infra-wk-03 -Cluster sandbox-infra"],
        ["Resume-FluxApp"] = ["Suspend-FluxApp podinfo -Kind Kustomization -Cluster sandbox-infra"],
        ["Clear-CephFlag"] = ["Set-CephFlag noout -Cluster sandbox-infra"],
        ["Start-CephOsd"] = ["Stop-CephOsd 1 -Cluster sandbox-infra"],
        ["Remove-CephOsd"] = ["Stop-CephOsd 1 -Cluster sandbox-infra"],
        ["Repair-CephPlacementGroup"] = ["Start-K8sScenario -Name ceph-pg-inconsistent -Cluster sandbox-infra"],
        ["Clear-CephCrash"] = ["Start-K8sScenario -Name ceph-crash-reports -Cluster sandbox-infra"],
        ["Remove-K8sFinalizer"] = ["Start-K8sScenario -Name namespace-terminating -Cluster sandbox-infra"],
        ["Undo-K8sRollout"] = ["Set-K8sWorkload coredns -Namespace kube-system -Image registry.k8s.io/coredns/coredns:v1.13.0 -Cluster sandbox-infra", "Step-K8sSandbox 2m -Cluster sandbox-infra"],
    };

    /// <summary>Commands that write files of the operator's and no cluster; their own tests hold them to -WhatIf.</summary>
    private static readonly HashSet<string> s_filesOnly = ["Export-RunbookScript", "New-Runbook"];

    /// <summary>What runs blocks of PowerShell needs the engine: tests/Pester/RunbookRuns.Tests.ps1 rehearses every runbook and counts the writes.</summary>
    private static readonly string[] s_needEngine = ["Invoke-Runbook", "Invoke-RunbookStep", "Resume-RunbookRun"];

    public static TheoryData<string> ChangingCommands { get; } =
        [.. typeof(GetK8sPodCommand).Assembly.GetExportedTypes()
            .Select(t => t.GetCustomAttribute<CmdletAttribute>())
            .Where(a => a is { SupportsShouldProcess: true })
            .Select(a => $"{a!.VerbName}-{a.NounName}")
            .Where(n => !s_filesOnly.Contains(n)).Except(s_needEngine)];

    [Theory]
    [MemberData(nameof(ChangingCommands))]
    public void Nothing_is_written_under_WhatIf_and_each_object_is_named(string command)
    {
        Assert.True(s_lines.TryGetValue(command, out var line), $"Add a line for {command} to {nameof(WhatIfTests)}.");
        var sandbox = Prepared(command);
        var before = sandbox.World.WriteCount;
        var result = sandbox.Run(line + " -WhatIf");
        Assert.Null(result.Failure);
        Assert.Empty(result.Errors);
        Assert.Empty(result.Questions);
        Assert.NotEmpty(result.HostLines);
        Assert.All(result.HostLines, l => Assert.Contains("sandbox-infra", l, StringComparison.Ordinal));
        Assert.Equal(before, sandbox.World.WriteCount);
    }

    [Theory]
    [MemberData(nameof(ChangingCommands))]
    public void The_same_line_without_WhatIf_does_write(string command)
    {
        var sandbox = Prepared(command);
        var before = sandbox.World.WriteCount;
        sandbox.Get<object>(s_lines[command]);
        Assert.NotEqual(before, sandbox.World.WriteCount);
    }

    [Theory]
    [MemberData(nameof(ChangingCommands))]
    public void Nothing_is_written_in_a_rehearsal(string command)
    {
        var sandbox = Prepared(command);
        var before = sandbox.World.WriteCount;
        CommandResult result;
        using (new OperationScope { IsRehearsal = true }.Enter()) result = sandbox.Run(s_lines[command]);
        Assert.Null(result.Failure);
        Assert.Empty(result.Errors);
        Assert.NotEmpty(result.HostLines);
        Assert.Equal(before, sandbox.World.WriteCount);
    }

    [Theory]
    [MemberData(nameof(ChangingCommands))]
    public void Every_write_has_been_announced_to_the_running_step_before_it_is_sent(string command)
    {
        var sandbox = Prepared(command);
        var before = sandbox.World.WriteCount;
        // At each announcement: how many writes had arrived. Of the n-th, at most n - 1 can have been announced.
        var arrived = new ConcurrentQueue<long>();
        using (new OperationScope { Sink = new AnnouncementSink(() => arrived.Enqueue(sandbox.World.WriteCount - before)) }.Enter()) sandbox.Get<object>(s_lines[command]);
        Assert.NotEmpty(arrived);
        Assert.All(arrived.Select((writes, index) => (writes, index)), a => Assert.True(a.writes <= a.index, $"{a.writes} writes had been sent when the change {a.index + 1} was announced."));
        Assert.True(sandbox.World.WriteCount - before <= arrived.Count, $"{sandbox.World.WriteCount - before} writes, {arrived.Count} announced.");
    }

    private static SandboxFixture Prepared(string command)
    {
        var sandbox = new SandboxFixture();
        foreach (var line in s_before.GetValueOrDefault(command, [])) sandbox.Get<object>(line);
        return sandbox;
    }

    private sealed class AnnouncementSink(Action announced) : IOperationSink
    {
        public void Report(OperationProgress progress)
        {
            // Only changes matter here.
        }

        public void Note(string text)
        {
            // As above.
        }

        public void Warn(string text)
        {
            // As above.
        }

        public PendingChange Changing(Change change)
        {
            announced();
            return new PendingChange(change, static _ => ValueTask.CompletedTask);
        }
    }
}
