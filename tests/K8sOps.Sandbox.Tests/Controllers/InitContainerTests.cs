using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Tests.Worlds;

namespace K8sOps.Sandbox.Tests.Controllers;

public sealed class InitContainerTests : IDisposable
{
    private readonly SmallWorld world = new();

    public void Dispose() => world.Dispose();

    private void Pod(string inits, string rest = "") => world.Apply($$"""
        apiVersion: v1
        kind: Pod
        metadata: { name: p, labels: {app: p} }
        spec:
          {{rest}}
          initContainers: [{{inits}}]
          containers: [{name: app, image: 'ghcr.io/stefanprodan/podinfo:6.9.3'}]
        """);

    private JsonNode? Init(int number = 0) => world.Pod("p")["status"]!["initContainerStatuses"]![number];

    [Fact]
    public void They_run_one_after_the_other_and_then_the_containers()
    {
        Pod("{name: one, image: busybox, command: [sleep, '30']}, {name: two, image: busybox, command: [sleep, '30']}");
        world.Run(20);
        Assert.NotNull(Init().Object("state", "running"));
        Assert.Equal("PodInitializing", Init(1).Text("state", "waiting", "reason"));
        Assert.Equal("containers with incomplete status: [one two]", world.Pod("p").Condition("Initialized").Text("message"));
        Assert.Equal("Pending", world.Pod("p").Text("status", "phase"));
        world.Run(100);
        Assert.Equal("Completed", Init().Text("state", "terminated", "reason"));
        Assert.True(Init(1).Time("state", "terminated", "startedAt") >= Init().Time("state", "terminated", "finishedAt"));
        Assert.True(PodState.IsReady(world.Pod("p")));
    }

    [Fact]
    public void One_that_fails_is_tried_again_with_back_off_and_holds_the_pod_up()
    {
        Pod("{name: one, image: busybox, command: [sh, -c, 'exit 3']}");
        world.Run(120);
        Assert.Equal("CrashLoopBackOff", Init().Text("state", "waiting", "reason"));
        Assert.True(Init().Number("restartCount") >= 2);
        Assert.Equal(3, Init().Number("lastState", "terminated", "exitCode"));
        Assert.Equal("Pending", world.Pod("p").Text("status", "phase"));
        Assert.Equal("False", world.Pod("p").Condition("Initialized").Text("status"));
    }

    [Fact]
    public void One_that_fails_in_a_pod_that_is_not_restarted_fails_the_pod()
    {
        Pod("{name: one, image: busybox, command: [sh, -c, 'exit 3']}", "restartPolicy: Never");
        world.Run(30);
        Assert.Equal("Failed", world.Pod("p").Text("status", "phase"));
    }

    [Fact]
    public void A_sidecar_stays_beside_the_containers()
    {
        Pod("{name: side, image: busybox, restartPolicy: Always}, {name: one, image: busybox, command: ['true']}");
        world.Run(60);
        Assert.NotNull(Init().Object("state", "running"));
        Assert.Equal("Completed", Init(1).Text("state", "terminated", "reason"));
        Assert.True(PodState.IsReady(world.Pod("p")));
    }
}
