using System.Text.Json;
using K8sOps.Kube;
using K8sOps.Kube.Wire;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Kubernetes;

public sealed class PodStatusTests
{
    private const string Sidecars = """{"initContainers":[{"name":"migrate","image":"m"},{"name":"proxy","image":"p","restartPolicy":"Always"}],"containers":[{"name":"app","image":"a"}]}""";
    private const string TwoInits = """{"initContainers":[{"name":"wait","image":"w"},{"name":"migrate","image":"m"}],"containers":[{"name":"app","image":"a"}]}""";
    private const string OneInit = """{"initContainers":[{"name":"migrate","image":"m"}],"containers":[{"name":"app","image":"a"}]}""";
    private const string TwoContainers = """{"containers":[{"name":"app","image":"a"},{"name":"web","image":"a"}]}""";

    /// <summary>The word of kubectl's STATUS column, READY, RESTARTS, and our verdict, for each state that a pod can be seen in.</summary>
    public static TheoryData<string, string, string?, string, string, int, bool, string?> States => new()
    {
        { "running", Statuses.Running, null, "Running", "1/1", 0, true, null },
        { "not ready", Statuses.NotReadyYet, null, "Running", "0/1", 0, false, "ContainersNotReady" },
        { "image", Statuses.ImagePull, null, "ImagePullBackOff", "0/1", 0, false, "ImagePullBackOff" },
        { "config", Statuses.ConfigError, null, "CreateContainerConfigError", "0/1", 0, false, "CreateContainerConfigError" },
        { "creating", Statuses.Creating, null, "ContainerCreating", "0/1", 0, false, "ContainerCreating" },
        { "unschedulable", Statuses.Unschedulable, null, "Pending", "0/1", 0, false, "Unschedulable" },
        { "gated", Statuses.Gated, null, "SchedulingGated", "0/1", 0, false, "SchedulingGated" },
        { "init runs", Statuses.InitRunning, TwoInits, "Init:1/2", "0/1", 2, false, "ContainersNotReady" },
        { "init crashes", Statuses.InitCrashing, OneInit, "Init:CrashLoopBackOff", "0/1", 7, false, "CrashLoopBackOff" },
        { "init failed", Statuses.InitFailed, OneInit, "Init:ExitCode:3", "0/1", 0, false, "Error" },
        { "sidecar", Statuses.WithSidecar, Sidecars, "Running", "2/2", 3, true, null },
        { "crash loop", Statuses.CrashLoop, null, "CrashLoopBackOff", "0/1", 12, false, "CrashLoopBackOff" },
        { "killed for memory", Statuses.OomNow, null, "OOMKilled", "0/1", 1, false, "OOMKilled" },
        { "completed", Statuses.Completed, null, "Completed", "0/1", 0, true, null },
        { "half completed", Statuses.HalfCompleted, TwoContainers, "Running", "1/2", 0, true, null },
        { "evicted", Statuses.Evicted, null, "Evicted", "0/1", 0, false, "Evicted" },
        { "signal", Statuses.Signalled, null, "Signal:9", "0/1", 0, false, "Signal:9" },
        { "empty", "{}", null, "Unknown", "0/1", 0, false, "Unknown" },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void A_pod_has_the_status_that_kubectl_prints(string what, string status, string? spec, string word, string ready, int restarts, bool healthy, string? reason)
    {
        var pod = Read(status, spec);

        Assert.True(word == pod.Status, $"{what}: {pod.Status}");
        Assert.Equal(ready, $"{pod.ReadyContainers}/{pod.TotalContainers}");
        Assert.Equal(restarts, pod.Restarts);
        Assert.Equal(healthy, pod.IsHealthy);
        Assert.Equal(reason, pod.Reason);
    }

    [Fact]
    public void A_deleted_pod_is_terminating_and_healthy_within_its_grace_period()
    {
        var pod = Read(Statuses.Running, null, Sample.Ago(-0.5));

        Assert.Equal("Terminating", pod.Status);
        Assert.True(pod.IsHealthy);
        Assert.False(pod.Ready);
        Assert.Null(pod.Reason);
    }

    [Fact]
    public void A_deleted_pod_that_is_still_there_is_overdue()
    {
        var pod = Read(Statuses.Running, null, Sample.Ago(20));

        Assert.Equal("Terminating", pod.Status);
        Assert.False(pod.IsHealthy);
        Assert.Equal("TerminationOverdue", pod.Reason);
        Assert.Contains("2026-01-15 11:40:00Z", pod.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deleted_pod_of_a_lost_node_is_unknown_as_kubectl_says()
    {
        var pod = Read(Statuses.NodeLost, null, Sample.Ago(20));

        Assert.Equal("Unknown", pod.Status);
        Assert.Equal("NodeLost", pod.Reason);
        Assert.False(pod.IsHealthy);
    }

    [Fact]
    public void A_completed_pod_that_is_deleted_stays_completed()
        => Assert.Equal("Completed", Read(Statuses.Completed, null, Sample.Ago(-0.5)).Status);

    [Fact]
    public void The_last_ending_stands_beside_the_reason()
    {
        var pod = Read(Statuses.CrashLoop, null);

        Assert.Equal("app", pod.ProblemContainer);
        Assert.Equal("Error", pod.LastTerminationReason);
        Assert.Equal(1, pod.LastExitCode);
        Assert.Equal(ScriptedServer.Now.AddMinutes(-3), pod.LastRestartAt);
        Assert.StartsWith("back-off 5m0s", pod.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Claims_are_read_out_of_whatever_volumes_there_are()
    {
        var pod = Read(Statuses.Running, """
            {"containers":[{"name":"a","image":"x"},{"name":"b","image":"x"}],
             "volumes":[{"name":"tmp","emptyDir":{}},{"name":"data","persistentVolumeClaim":{"claimName":"data-0","readOnly":true}},
                        {"persistentVolumeClaim":{"readOnly":false,"claimName":"config"},"name":"config"},{"name":"x","csi":{"volumeAttributes":{"persistentVolumeClaim":"no"}}}]}
            """);

        Assert.Equal(["data-0", "config"], pod.Claims);
        Assert.Equal(["x"], pod.Images);
    }

    [Fact]
    public void A_scheduler_speaks_for_itself()
    {
        var pod = Read(Statuses.Unschedulable, null);

        Assert.StartsWith("0/6 nodes are available: 3 Insufficient memory", pod.Message, StringComparison.Ordinal);
        Assert.Null(pod.ProblemContainer);
        Assert.Equal(PodPhase.Pending, pod.Phase);
    }

    [Fact]
    public void A_phase_that_is_not_known_is_unknown()
        => Assert.Equal(PodPhase.Unknown, Read("""{"phase":"Dreaming"}""", null).Phase);

    private static K8sPod Read(string status, string? spec, string? deletedAt = null)
    {
        var json = Sample.Pod("sonarr-0", status, spec: spec, deletedAt: deletedAt);
        var wire = JsonSerializer.Deserialize(json.ToJsonString(), KubeWire.Default.PodWire)!;
        return PodReading.ToRecord(wire, "infra", ScriptedServer.Now);
    }
}
