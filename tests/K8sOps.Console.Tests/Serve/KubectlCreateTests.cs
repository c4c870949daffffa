using System.Text.Json.Nodes;

namespace K8sOps.Console.Tests.Serve;

/// <summary>Commands whose bodies stock kubectl sends in protobuf.</summary>
public sealed class KubectlCreateTests(ServedWorld world) : IClassFixture<ServedWorld>
{
    [KubectlFact]
    public async Task It_creates_a_deployment_that_comes_up()
    {
        Assert.Equal("deployment.apps/made created\n", await world.Ok("create", "deployment", "made", "-n", "default", "--image=nginx:1.27", "--replicas=2", "--port=80"));
        var spec = await SpecAsync("deployment", "made");
        Assert.Equal((2, "nginx:1.27", 80), ((int?)spec["replicas"], (string?)spec["template"]!["spec"]!["containers"]![0]!["image"], (int?)spec["template"]!["spec"]!["containers"]![0]!["ports"]![0]!["containerPort"]));
        await world.Ok("rollout", "status", "deployment/made", "-n", "default", "--timeout=10s");
        Assert.Equal("2", await world.Ok("get", "deployment", "made", "-n", "default", "-o", "jsonpath={.status.readyReplicas}"));
    }

    [KubectlFact]
    public async Task It_creates_a_deployment_of_no_replicas()
    {
        await world.Ok("create", "deployment", "none", "-n", "default", "--image=nginx:1.27", "--replicas=0");
        Assert.Equal(0, (int?)(await SpecAsync("deployment", "none"))["replicas"]);
    }

    [KubectlFact]
    public async Task It_creates_a_cron_job_and_a_job_from_it()
    {
        await world.Ok("create", "cronjob", "nightly", "-n", "default", "--image=busybox:1.37", "--schedule=0 3 * * *", "--", "date", "-u");
        Assert.Equal("0 3 * * *", (string?)(await SpecAsync("cronjob", "nightly"))["schedule"]);
        await world.Ok("create", "job", "now", "-n", "default", "--from=cronjob/nightly");
        var job = await GetAsync("job", "now");
        Assert.Equal("""["date","-u"]""", job["spec"]!["template"]!["spec"]!["containers"]![0]!["command"]!.ToJsonString());
        Assert.Equal(("nightly", true), ((string?)job["metadata"]!["ownerReferences"]![0]!["name"], (bool?)job["metadata"]!["ownerReferences"]![0]!["controller"]));
        await world.Ok("create", "job", "once", "-n", "default", "--image=busybox:1.37");
        Assert.Equal("Never", (string?)(await SpecAsync("job", "once"))["template"]!["spec"]!["restartPolicy"]);
    }

    [KubectlFact]
    public async Task It_creates_maps_and_secrets_with_text_and_bytes()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, [0, 255, 128]);
            await world.Ok("create", "configmap", "made", "-n", "default", "--from-literal=colour=blue", "--from-literal=empty=", $"--from-file=raw={file}");
            await world.Ok("create", "secret", "generic", "made", "-n", "default", "--from-literal=password=s3cr=t", $"--from-file=raw={file}");
        }
        finally
        {
            File.Delete(file);
        }

        var map = await GetAsync("configmap", "made");
        Assert.Equal(("""{"colour":"blue","empty":""}""", """{"raw":"AP+A"}"""), (map["data"]!.ToJsonString(), Plain(map["binaryData"])));
        var secret = await GetAsync("secret", "made");
        Assert.Equal(("s3cr=t", "AP+A"), (System.Text.Encoding.UTF8.GetString(Convert.FromBase64String((string)secret["data"]!["password"]!)), (string?)secret["data"]!["raw"]));
    }

    [KubectlFact]
    public async Task It_creates_a_namespace_with_an_account_and_its_rights()
    {
        await world.Ok("create", "namespace", "made");
        Assert.Equal("Active", (string?)JsonNode.Parse(await world.Ok("get", "namespace", "made", "-o", "json"))!["status"]!["phase"]);
        await world.Ok("create", "serviceaccount", "robot", "-n", "made");
        await world.Ok("create", "role", "reader", "-n", "made", "--verb=get,list", "--resource=pods,deployments.apps");
        await world.Ok("create", "rolebinding", "readers", "-n", "made", "--role=reader", "--serviceaccount=made:robot");
        await world.Ok("get", "serviceaccount", "robot", "-n", "made");
        Assert.Equal(
            """[{"apiGroups":[""],"resources":["pods"],"verbs":["get","list"]},{"apiGroups":["apps"],"resources":["deployments"],"verbs":["get","list"]}]""",
            Sorted((await GetAsync("role", "reader", "made"))["rules"]));
        Assert.Equal("robot", (string?)(await GetAsync("rolebinding", "readers", "made"))["subjects"]![0]!["name"]);
    }

    [KubectlFact]
    public async Task It_creates_an_ingress_a_quota_and_budgets()
    {
        await world.Ok("create", "ingress", "front", "-n", "default", "--class=nginx", "--rule=shop.example/*=web:80,tls=shop-tls");
        var backend = (await SpecAsync("ingress", "front"))["rules"]![0]!["http"]!["paths"]![0]!["backend"]!["service"]!;
        Assert.Equal(("web", 80), ((string?)backend["name"], (int?)backend["port"]!["number"]));
        await world.Ok("create", "quota", "cap", "-n", "default", "--hard=cpu=200,memory=1000Gi,pods=1000");
        Assert.Equal(("200", "1000Gi"), ((string?)(await SpecAsync("quota", "cap"))["hard"]!["cpu"], (string?)(await SpecAsync("quota", "cap"))["hard"]!["memory"]));
        await world.Ok("create", "pdb", "half", "-n", "default", "--selector=app=web", "--min-available=50%");
        await world.Ok("create", "pdb", "whole", "-n", "default", "--selector=app=web", "--max-unavailable=0");
        Assert.Equal(("50%", 0), ((string?)(await SpecAsync("pdb", "half"))["minAvailable"], (int?)(await SpecAsync("pdb", "whole"))["maxUnavailable"]));
    }

    [KubectlFact]
    public async Task Autoscale_makes_an_autoscaler()
    {
        await world.Ok("autoscale", "deployment", "podinfo", "-n", "selfhosted", "--min=1", "--max=3", "--cpu-percent=80");
        Assert.Equal(3, (int?)(await GetAsync("hpa", "podinfo", "selfhosted"))["spec"]!["maxReplicas"]);
    }

    [KubectlFact]
    public async Task A_server_side_dry_run_shows_the_object_and_makes_none()
    {
        Assert.Contains("image: nginx:1.27", await world.Ok("create", "deployment", "dry", "-n", "default", "--image=nginx:1.27", "--dry-run=server", "-o", "yaml"), StringComparison.Ordinal);
        Assert.Equal("Error from server (NotFound): deployments.apps \"dry\" not found\n", (await world.Run("get", "deployment", "dry", "-n", "default")).Error);
    }

    [KubectlFact]
    public async Task What_is_refused_is_told_in_the_servers_words()
    {
        await world.Ok("create", "configmap", "twice", "-n", "default");
        Assert.Equal((1, "", "error: failed to create configmap: configmaps \"twice\" already exists\n"), await world.Run("create", "configmap", "twice", "-n", "default"));
        Assert.Equal((1, "", "error: failed to create configmap: namespaces \"nowhere\" not found\n"), await world.Run("create", "configmap", "m", "-n", "nowhere"));
    }

    [KubectlFact]
    public async Task A_drain_without_evictions_deletes_with_options_in_protobuf()
    {
        var pod = await world.Pod("homepage");
        var node = await world.Ok("get", "-n", "selfhosted", pod, "-o", "jsonpath={.spec.nodeName}");
        var (code, output, error) = await world.Run("drain", node, "--disable-eviction", "--pod-selector=app.kubernetes.io/name=homepage", "--force", "--ignore-daemonsets", "--delete-emptydir-data", "--grace-period=1", "--timeout=15s");
        Assert.True(code == 0, error);
        Assert.Contains($"{pod} deleted", output, StringComparison.Ordinal);
        await world.Ok("uncordon", node);
    }

    private static string Plain(JsonNode? node) => node!.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Rules with their fields in the order of the alphabet.</summary>
    private static string Sorted(JsonNode? rules) =>
        new JsonArray([.. rules!.AsArray().Select(static rule => new JsonObject(rule!.AsObject().OrderBy(static field => field.Key, StringComparer.Ordinal).Select(static field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))))]).ToJsonString();

    private async Task<JsonObject> GetAsync(string kind, string name, string ns = "default") =>
        JsonNode.Parse(await world.Ok("get", kind, name, "-n", ns, "-o", "json"))!.AsObject();

    private async Task<JsonNode> SpecAsync(string kind, string name) => (await GetAsync(kind, name))["spec"]!;
}
