using System.Text.Json.Nodes;

namespace K8sOps.Console.Tests.Serve;

public sealed class KubectlTests(ServedWorld world) : IClassFixture<ServedWorld>
{
    [KubectlFact]
    public async Task It_reads_the_version_and_the_kinds()
    {
        Assert.Contains("Server Version: v1.", await world.Ok("version"), StringComparison.Ordinal);
        Assert.Contains("scenarios", await world.Ok("api-resources"), StringComparison.Ordinal);
        Assert.Equal("ok", await world.Ok("get", "--raw", "/readyz"));
    }

    [KubectlFact]
    public async Task It_gets_tables_and_objects_and_names()
    {
        Assert.Matches("NAMESPACE +NAME +READY +STATUS +RESTARTS +AGE +IP +NODE", await world.Ok("get", "pods", "-A", "-o", "wide"));
        Assert.Equal("List", (string?)JsonNode.Parse(await world.Ok("get", "nodes", "-o", "json"))!["kind"]);
        Assert.StartsWith("apiVersion: v1\n", await world.Ok("get", "node", "infra-wk-03", "-o", "yaml"), StringComparison.Ordinal);
        Assert.Equal("node/infra-wk-03\n", await world.Ok("get", "nodes", "-l", "kubernetes.io/hostname=infra-wk-03", "-o", "name"));
        Assert.DoesNotContain("infra-wk-01", await world.Ok("get", "pods", "-A", "-o", "wide", "--field-selector", "spec.nodeName=infra-wk-03"), StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task A_missing_object_and_an_unknown_kind_are_told_as_by_a_real_server()
    {
        Assert.Equal((1, "", "Error from server (NotFound): pods \"nope\" not found\n"), await world.Run("get", "pod", "nope"));
        Assert.Equal((1, "", "error: the server doesn't have a resource type \"widgets\"\n"), await world.Run("get", "widgets"));
    }

    [KubectlFact]
    public async Task It_describes_and_lists_events()
    {
        Assert.Contains("Namespace:        selfhosted", await world.Ok("describe", "-n", "selfhosted", await world.Pod("podinfo")), StringComparison.Ordinal);
        Assert.Contains("Allocated resources:", await world.Ok("describe", "node", "infra-wk-03"), StringComparison.Ordinal);
        Assert.Contains("Deployment/podinfo", await world.Ok("events", "-n", "selfhosted", "--for", "deployment/podinfo"), StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task A_deleted_pod_is_seen_by_a_watcher_and_is_gone_when_delete_returns()
    {
        var pod = await world.Pod("podinfo");
        Assert.Contains("condition met", await world.Ok("wait", "-n", "selfhosted", "--for=condition=Ready", pod, "--timeout=5s"), StringComparison.Ordinal);
        Assert.Contains("condition met", await world.Ok("wait", "-n", "selfhosted", "--for=jsonpath={.status.phase}=Running", pod, "--timeout=5s"), StringComparison.Ordinal);
        using var watch = Kubectl.Start(world.Argv("get", "-n", "selfhosted", pod, "-w", "-o", "name"));
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            Assert.Equal(pod, await watch.StandardOutput.ReadLineAsync(limit.Token));
            await world.Ok("delete", "-n", "selfhosted", pod, "--grace-period=1");
            Assert.Equal(pod, await watch.StandardOutput.ReadLineAsync(limit.Token));
            Assert.Equal(1, (await world.Run("get", "-n", "selfhosted", pod)).Code);
            await world.Ok("wait", "-n", "selfhosted", "--for=delete", pod, "--timeout=5s");
        }
        finally
        {
            watch.Kill(entireProcessTree: true);
        }
    }

    [KubectlFact]
    public async Task A_scenario_started_by_a_patch_shows_at_once()
    {
        await world.Ok("patch", "scenario", "crash-loop", "--type=merge", "-p", """{"spec":{"active":true}}""");
        Assert.Matches("paperless-.*CrashLoopBackOff", await world.Ok("get", "pods", "-A"));
        Assert.Matches("crash-loop +Active", await world.Ok("get", "scenarios"));
    }
}
