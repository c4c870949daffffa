namespace K8sOps.Console.Tests.Serve;

public sealed class KubectlRolloutTests(ServedApps world) : IClassFixture<ServedApps>
{
    private static readonly string[] In = ["-n", "billing"];

    private Task<string> Ok(params string[] args) => world.Ok([.. In, .. args]);

    private Task<string> OkOn(params string[] args) => world.OkOn([.. In, .. args]);

    [KubectlFact]
    public async Task It_scales_a_deployment_and_a_stateful_set()
    {
        await Ok("scale", "deployment/mailer", "--replicas=3");
        await OkOn("rollout", "status", "deployment/mailer", "--timeout=60s");
        Assert.Equal("3", await Ok("get", "deployment", "mailer", "-o", "jsonpath={.status.readyReplicas}"));
        await Ok("scale", "statefulset/ledger", "--replicas=3", "--current-replicas=2");
        await OkOn("wait", "pod/ledger-2", "--for=condition=Ready", "--timeout=60s");
        Assert.Equal("Bound", await Ok("get", "pvc", "data-ledger-2", "-o", "jsonpath={.status.phase}"));
    }

    [KubectlFact]
    public async Task It_sets_an_image_follows_the_rollout_and_takes_it_back()
    {
        await Ok("set", "image", "deployment/invoices", "invoices=registry.example.org/billing/invoices:5.0.1");
        Assert.Contains("successfully rolled out", await OkOn("rollout", "status", "deployment/invoices", "--timeout=120s"), StringComparison.Ordinal);
        var history = await Ok("rollout", "history", "deployment/invoices");
        Assert.Matches(@"21 +<none>\n22 +<none>", history);
        Assert.Contains("invoices:5.0.2", await Ok("rollout", "history", "deployment/invoices", "--revision=21"), StringComparison.Ordinal);
        await Ok("rollout", "undo", "deployment/invoices");
        await OkOn("rollout", "status", "deployment/invoices", "--timeout=120s");
        Assert.Equal("registry.example.org/billing/invoices:5.0.2", await Ok("get", "deployment", "invoices", "-o", "jsonpath={.spec.template.spec.containers[0].image}"));
        Assert.Equal("23", await Ok("get", "deployment", "invoices", "-o", "jsonpath={.metadata.annotations.deployment\\.kubernetes\\.io/revision}"));
        Assert.Equal(2, (await Ok("get", "replicasets", "-l", "app.kubernetes.io/name=invoices", "-o", "name")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [KubectlFact]
    public async Task It_restarts_each_kind_of_workload_and_sets_its_environment()
    {
        await Ok("rollout", "restart", "statefulset/ledger");
        Assert.Contains("roll", await OkOn("rollout", "status", "statefulset/ledger", "--timeout=180s"), StringComparison.Ordinal);
        Assert.Matches(@"1 +<none>\n2 +<none>", await Ok("rollout", "history", "statefulset/ledger"));
        await Ok("set", "env", "deployment/mailer", "LEVEL=debug");
        await OkOn("rollout", "status", "deployment/mailer", "--timeout=120s");
        Assert.Contains("LEVEL=debug", await Ok("set", "env", "deployment/mailer", "--list"), StringComparison.Ordinal);
        await world.Ok("-n", "monitoring", "rollout", "restart", "daemonset/node-exporter");
        Assert.Contains("successfully rolled out", await world.OkOn("-n", "monitoring", "rollout", "status", "daemonset/node-exporter", "--timeout=180s"), StringComparison.Ordinal);
        await world.Ok("-n", "monitoring", "rollout", "undo", "daemonset/node-exporter");
    }

    [KubectlFact]
    public async Task It_shows_what_nodes_and_pods_use()
    {
        var nodes = await world.Ok("top", "nodes");
        Assert.Matches(@"NAME +CPU\(cores\) +CPU\(%\) +MEMORY\(bytes\) +MEMORY\(%\)", nodes);
        Assert.Matches(@"apps-wk-01 +\d+m +\d+% +\d+Mi +\d+%", nodes);
        var pods = await world.Ok("top", "pods", "-n", "shop", "-l", "app.kubernetes.io/name=storefront", "--containers", "--no-headers");
        Assert.Equal(3, pods.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Matches(@"storefront-\S+ +storefront +\d+m +1\d\dMi", pods);
    }

    [KubectlFact]
    public async Task A_watch_tells_what_is_added_changed_and_deleted_promptly()
    {
        using var watch = Kubectl.Start(world.Argv("get", "configmaps", "-n", "tools", "-w", "--output-watch-events"));
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            Assert.Matches("^EVENT +NAME +DATA +AGE", await watch.StandardOutput.ReadLineAsync(limit.Token));
            Assert.Matches("^ADDED +kube-root-ca.crt ", await watch.StandardOutput.ReadLineAsync(limit.Token));
            await world.Ok("create", "configmap", "seen", "-n", "tools", "--from-literal=a=1");
            Assert.Matches("^ADDED +seen ", await watch.StandardOutput.ReadLineAsync(limit.Token));
            await world.Ok("label", "configmap", "seen", "-n", "tools", "x=y");
            Assert.Matches("^MODIFIED +seen ", await watch.StandardOutput.ReadLineAsync(limit.Token));
            await world.Ok("delete", "configmap", "seen", "-n", "tools");
            Assert.Matches("^DELETED +seen ", await watch.StandardOutput.ReadLineAsync(limit.Token));
        }
        finally
        {
            watch.Kill(entireProcessTree: true);
        }
    }
}
