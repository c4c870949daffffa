namespace K8sOps.Console.Tests.Serve;

public sealed class KubectlDrainTests(ServedApps world) : IClassFixture<ServedApps>
{
    private async Task<string> NodeOf(string ns, string app) =>
        (await world.Ok("get", "pods", "-n", ns, "-l", $"app.kubernetes.io/name={app}", "-o", "jsonpath={.items[0].spec.nodeName}")).Trim();

    [KubectlFact]
    public async Task It_refuses_what_would_be_lost_drains_within_the_budgets_and_uncordons()
    {
        var node = await NodeOf("tools", "workbench");
        var refused = await world.Run("drain", node, "--ignore-daemonsets");
        Assert.Equal(1, refused.Code);
        Assert.Contains("workbench", refused.Error, StringComparison.Ordinal);
        Assert.Equal("true", await world.Ok("get", "node", node, "-o", "jsonpath={.spec.unschedulable}"));

        var drained = await world.OkOn("drain", node, "--ignore-daemonsets", "--delete-emptydir-data", "--force", "--timeout=15s");
        Assert.Contains($"node/{node} drained", drained, StringComparison.Ordinal);
        var left = await world.Ok("get", "pods", "-A", "--field-selector", $"spec.nodeName={node}", "-o", "jsonpath={range .items[*]}{.metadata.ownerReferences[0].kind}{\"\\n\"}{end}");
        Assert.All(left.Split('\n', StringSplitOptions.RemoveEmptyEntries), static kind => Assert.Equal("DaemonSet", kind));
        await world.Ok("uncordon", node);
        Assert.Equal("", await world.Ok("get", "node", node, "-o", "jsonpath={.spec.unschedulable}"));
    }

    [KubectlFact]
    public async Task A_budget_that_allows_nothing_holds_a_drain_until_its_time_out()
    {
        await world.Ok("patch", "scenario", "drain-blocked", "--type=merge", "-p", """{"spec":{"active":true}}""");
        var node = await NodeOf("billing", "invoices");
        var held = await world.RunOn("drain", node, "--ignore-daemonsets", "--delete-emptydir-data", "--force", "--timeout=7s");
        Assert.Equal(1, held.Code);
        Assert.Contains("Cannot evict pod as it would violate the pod's disruption budget.", held.Error, StringComparison.Ordinal);
        Assert.Contains("invoices", await world.Ok("get", "pods", "-n", "billing", "--field-selector", $"spec.nodeName={node}"), StringComparison.Ordinal);
        await world.Ok("uncordon", node);
    }
}
