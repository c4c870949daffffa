using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Tests.Worlds;

namespace K8sOps.Sandbox.Tests.Controllers;

public sealed class KubeletTests : IDisposable
{
    private readonly SmallWorld world = new();

    public void Dispose() => world.Dispose();

    private static JsonNode? State(JsonObject pod) => pod["status"]!["containerStatuses"]![0]!["state"];

    [Fact]
    public void A_pod_goes_from_pending_over_container_creating_to_ready()
    {
        world.Deploy("web", container: "readinessProbe: {httpGet: {path: /, port: 80}, initialDelaySeconds: 5}");
        Assert.Equal("Pending", world.Pod().Text("status", "phase"));
        Assert.Equal("ContainerCreating", State(world.Pod()).Text("waiting", "reason"));
        world.Run(9);
        Assert.Equal("Running", world.Pod().Text("status", "phase"));
        Assert.Equal("False", world.Pod().Condition("Ready").Text("status"));
        Assert.Equal("containers with unready status: [app]", world.Pod().Condition("Ready").Text("message"));
        world.Run(10);

        var pod = world.Pod();
        Assert.True(PodState.IsReady(pod));
        Assert.NotNull(pod.Text("status", "podIP"));
        Assert.StartsWith("containerd://", pod["status"]!["containerStatuses"]![0].Text("containerID"));
        Assert.Contains("Created container: app", world.Events("Created"));
        Assert.Contains("Started container app", world.Events("Started"));
        Assert.Single(world.Events("Pulled"), static message => message.StartsWith("Successfully pulled image", StringComparison.Ordinal));
    }

    [Fact]
    public void A_crashing_container_is_restarted_with_the_kubelets_back_off()
    {
        world.Deploy("job", container: "command: [sh, -c, exit 3]", image: "busybox:1.37");
        var waits = new List<string>();
        for (var i = 0; i < 1200; i++)
        {
            world.Run(1);
            if (State(world.Pod()).Text("waiting", "message") is { } message && (waits.Count == 0 || waits[^1] != message)) waits.Add(message);
        }

        var pod = world.Pod();
        Assert.Equal(["10s", "20s", "40s", "1m20s", "2m40s", "5m0s"], waits.Select(static message => message.Split(' ')[1]));
        Assert.EndsWith($"restarting failed container=app pod={pod.Name()}_default({pod.Uid()})", waits[0]);
        Assert.Equal("CrashLoopBackOff", State(pod).Text("waiting", "reason"));
        Assert.Equal(3, pod["status"]!["containerStatuses"]![0].Number("lastState", "terminated", "exitCode"));
        Assert.Equal("Error", pod["status"]!["containerStatuses"]![0].Text("lastState", "terminated", "reason"));
        Assert.InRange(pod["status"]!["containerStatuses"]![0].Number("restartCount") ?? 0, 8, 9);
        Assert.Contains($"Back-off restarting failed container app in pod {pod.Name()}_default({pod.Uid()})", world.Events("BackOff"));
        Assert.Equal("Running", pod.Text("status", "phase"));
    }

    [Fact]
    public void A_container_whose_limit_is_below_what_it_uses_is_killed_for_memory()
    {
        world.Deploy("app", container: "resources: {limits: {memory: 64Mi}}", image: "ghcr.io/immich-app/immich-server:v2.3.1");
        world.Run(60);

        var status = world.Pod()["status"]!["containerStatuses"]![0];
        Assert.Equal("OOMKilled", status.Text("lastState", "terminated", "reason"));
        Assert.Equal(137, status.Number("lastState", "terminated", "exitCode"));
        world.Change(KubeResources.Deployments, "app", static item => item["spec"]!["template"]!["spec"]!["containers"]![0]!["resources"]!["limits"]!["memory"] = "2Gi");
        world.Run(60);
        Assert.True(PodState.IsReady(world.Pod("app")));
    }

    [Fact]
    public void An_image_that_the_registry_does_not_have_is_backed_off_from()
    {
        world.Deploy("app", image: "ghcr.io/stefanprodan/podinfo:not-there");
        world.Run(30);

        var waiting = State(world.Pod())!["waiting"];
        Assert.Equal("ImagePullBackOff", waiting.Text("reason"));
        Assert.Contains("ghcr.io/stefanprodan/podinfo:not-there: not found", waiting.Text("message"));
        Assert.Contains("Error: ImagePullBackOff", world.Events("Failed"));
        Assert.Equal("Pending", world.Pod().Text("status", "phase"));
    }

    [Fact]
    public void A_missing_key_keeps_the_container_from_being_created_until_it_is_there()
    {
        world.Apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {OTHER: x}}");
        world.Deploy("app", container: "env: [{name: MODE, valueFrom: {configMapKeyRef: {name: settings, key: MODE}}}]");
        world.Run(30);
        Assert.Equal("CreateContainerConfigError", State(world.Pod()).Text("waiting", "reason"));
        Assert.Equal("couldn't find key MODE in ConfigMap default/settings", State(world.Pod()).Text("waiting", "message"));

        world.Change(Kinds.ConfigMaps, "settings", static item => item["data"]!["MODE"] = "fast");
        world.Run(30);
        Assert.True(PodState.IsReady(world.Pod()));
    }

    [Fact]
    public void A_missing_secret_keeps_the_volume_from_being_mounted()
    {
        world.Deploy("app", pod: "volumes: [{name: tls, secret: {secretName: web-tls}}]");
        world.Run(60);
        Assert.Equal("ContainerCreating", State(world.Pod()).Text("waiting", "reason"));
        Assert.Contains("MountVolume.SetUp failed for volume \"tls\" : secret \"web-tls\" not found", world.Events("FailedMount"));

        world.Apply("{apiVersion: v1, kind: Secret, metadata: {name: web-tls}, data: {}}");
        world.Run(30);
        Assert.True(PodState.IsReady(world.Pod()));
    }

    [Fact]
    public void A_pod_that_was_stored_as_running_is_left_alone_and_can_be_deleted()
    {
        world.Store.Create(KubeResources.Pods, JsonNode.Parse("""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"given","namespace":"default"},"spec":{"nodeName":"n1","containers":[{"name":"a","image":"x"}]},
             "status":{"phase":"Running","containerStatuses":[{"name":"a","ready":true,"restartCount":0,"state":{"running":{}}}]}}
            """)!.AsObject());
        world.Store.Settle();
        var before = world.Get(KubeResources.Pods, "given").ToJsonString();
        world.Run(600);
        Assert.Equal(before, world.Get(KubeResources.Pods, "given").ToJsonString());
        world.Delete(KubeResources.Pods, "given");
        world.Run(5);
        Assert.Empty(world.Pods());
    }

    [Fact]
    public void Thousands_of_pods_without_owner_cost_the_controllers_little()
    {
        world.Deploy("web");
        world.Run(20);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (var i = 0; i < 2000; i++)
        {
            world.Store.Create(KubeResources.Pods, new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Pod",
                ["metadata"] = new JsonObject { ["name"] = $"p{i}", ["namespace"] = "default" },
                ["spec"] = new JsonObject { ["nodeName"] = "n1", ["containers"] = new JsonArray(new JsonObject { ["name"] = "a", ["image"] = "x" }) },
                ["status"] = new JsonObject { ["phase"] = "Running", ["containerStatuses"] = new JsonArray(new JsonObject { ["name"] = "a", ["ready"] = true }) },
            });
        }

        world.Store.Settle();
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"2,000 pods took {watch.Elapsed}");
        Assert.Single(world.Pods("web"));
    }
}
