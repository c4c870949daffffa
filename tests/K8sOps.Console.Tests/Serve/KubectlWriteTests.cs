using System.Text.Json.Nodes;

namespace K8sOps.Console.Tests.Serve;

/// <summary>What the stock kubectl writes, and how it is answered.</summary>
public sealed class KubectlWriteTests(ServedWorld world) : IClassFixture<ServedWorld>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [KubectlFact]
    public async Task It_creates_from_a_file_and_validates_strictly()
    {
        Assert.Equal("deployment.apps/made created\n", await world.Ok("create", "-f", File("made", "app:1")));
        var (code, _, error) = await world.Run("create", "-f", Write("bad", Deployment("bad", "app:1").Replace("replicas:", "replicaz:", StringComparison.Ordinal)));
        Assert.Equal(1, code);
        Assert.Contains("Deployment in version \"v1\" cannot be handled as a Deployment: strict decoding error: unknown field \"spec.replicaz\"", error, StringComparison.Ordinal);
        Assert.Contains("deployments.apps \"made\" already exists", (await world.Run("create", "-f", File("made", "app:1"))).Error, StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task It_applies_and_diffs_on_the_client_side()
    {
        Assert.Equal("deployment.apps/client created\n", await world.Ok("apply", "-f", File("client", "app:1")));
        Assert.Equal("deployment.apps/client unchanged\n", await world.Ok("apply", "-f", File("client", "app:1")));
        Assert.Equal("", await world.Ok("diff", "-f", File("client", "app:1")));
        var (code, output, _) = await world.Run("diff", "-f", File("client", "app:2"));
        Assert.Equal(1, code);
        Assert.Contains("-      - image: app:1\n", output, StringComparison.Ordinal);
        Assert.Contains("+      - image: app:2\n", output, StringComparison.Ordinal);
        Assert.Equal("deployment.apps/client configured\n", await world.Ok("apply", "-f", File("client", "app:2")));
        Assert.Equal("app:2", await world.Ok("get", "deployment", "client", "-o", "jsonpath={.spec.template.spec.containers[0].image}"));
    }

    [KubectlFact]
    public async Task It_applies_on_the_server_side_with_conflicts()
    {
        Assert.Equal("deployment.apps/server serverside-applied\n", await world.Ok("apply", "--server-side", "-f", File("server", "app:1")));
        var (code, _, error) = await world.Run("apply", "--server-side", "--field-manager=other", "-f", File("server", "app:2"));
        Assert.Equal(1, code);
        Assert.StartsWith("error: Apply failed with 1 conflict: conflict with \"kubectl\": .spec.template.spec.containers[name=\"app\"].image\n", error, StringComparison.Ordinal);
        Assert.Equal("deployment.apps/server serverside-applied\n", await world.Ok("apply", "--server-side", "--field-manager=other", "--force-conflicts", "-f", File("server", "app:2")));
        var entries = JsonNode.Parse(await world.Ok("get", "deployment", "server", "-o", "json", "--show-managed-fields"))!["metadata"]!["managedFields"]!.AsArray();
        Assert.Equal("kubectl", (string?)entries[0]!["manager"]);
        Assert.Contains(entries, entry => (string?)entry!["manager"] == "other" && entry["fieldsV1"]!.ToJsonString().Contains("f:image", StringComparison.Ordinal));
        Assert.Contains(entries, entry => (string?)entry!["manager"] == "kube-controller-manager" && (string?)entry["subresource"] == "status");
    }

    [KubectlFact]
    public async Task A_client_side_apply_becomes_a_server_side_one()
    {
        await world.Ok("apply", "-f", File("moved", "app:1"));
        Assert.Equal("deployment.apps/moved serverside-applied\n", await world.Ok("apply", "--server-side", "-f", File("moved", "app:2")));
    }

    [KubectlFact]
    public async Task It_patches_in_every_way()
    {
        await world.Ok("create", "-f", File("patched", "app:1"));
        const string Names = "jsonpath={.spec.template.spec.containers[*].name}";
        Assert.Equal("side app", await world.Ok("patch", "deployment", "patched", "-p", """{"spec":{"template":{"spec":{"$setElementOrder/containers":[{"name":"side"},{"name":"app"}],"containers":[{"name":"side","image":"side:1"}]}}}}""", "-o", Names));
        Assert.Equal("only", await world.Ok("patch", "deployment", "patched", "--type=merge", "-p", """{"spec":{"template":{"spec":{"containers":[{"name":"only","image":"x:1"}]}}}}""", "-o", Names));
        Assert.Equal("2", await world.Ok("patch", "deployment", "patched", "--type=json", "-p", """[{"op":"replace","path":"/spec/replicas","value":2}]""", "-o", "jsonpath={.spec.replicas}"));
        Assert.Equal("3", await world.Ok("patch", "deployment", "patched", "--subresource=scale", "--type=merge", "-p", """{"spec":{"replicas":3}}""", "-o", "jsonpath={.spec.replicas}"));
        Assert.Contains("The request is invalid: the server rejected our request due to an error in our request", (await world.Run("patch", "deployment", "patched", "--type=json", "-p", """[{"op":"test","path":"/spec/replicas","value":9}]""")).Error, StringComparison.Ordinal);
        Assert.Contains("field is immutable", (await world.Run("patch", "deployment", "patched", "-p", """{"spec":{"selector":{"matchLabels":{"x":"y"}}}}""")).Error, StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task It_labels_annotates_and_exposes()
    {
        await world.Ok("create", "-f", File("shown", "app:1"));
        Assert.Equal("deployment.apps/shown labeled\n", await world.Ok("label", "deployment", "shown", "tier=web"));
        Assert.Equal("deployment.apps/shown annotated\n", await world.Ok("annotate", "deployment", "shown", "note=hello"));
        Assert.Equal("deployment.apps/shown unlabeled\n", await world.Ok("label", "deployment", "shown", "tier-"));
        Assert.Equal("service/shown exposed\n", await world.Ok("expose", "deployment", "shown", "--port=80"));
        Assert.Matches("shown +ClusterIP +10\\.43\\.\\d+\\.\\d+ +<none> +80/TCP +\\S+ +app=shown", await world.Ok("get", "service", "shown", "-o", "wide"));
    }

    [KubectlFact]
    public async Task It_creates_what_it_has_commands_for()
    {
        Assert.Equal("namespace/team created\n", await world.Ok("create", "namespace", "team"));
        Assert.Equal("deployment.apps/typed created\n", await world.Ok("create", "deployment", "typed", "--image=nginx:1", "--replicas=2", "-n", "team"));
        Assert.Equal("2", await world.Ok("get", "deployment", "typed", "-n", "team", "-o", "jsonpath={.spec.replicas}"));
        Assert.Equal("job.batch/once created\n", await world.Ok("create", "job", "once", "--image=busybox:1", "-n", "team", "--", "true"));
        Assert.Equal("configmap/settings created\n", await world.Ok("create", "configmap", "settings", "--from-literal=a=b", "-n", "team"));
        Assert.Equal("b", await world.Ok("get", "configmap", "settings", "-n", "team", "-o", "jsonpath={.data.a}"));
        Assert.Equal("secret/hidden created\n", await world.Ok("create", "secret", "generic", "hidden", "--from-literal=a=b", "-n", "team"));
        Assert.Equal("Yg==", await world.Ok("get", "secret", "hidden", "-n", "team", "-o", "jsonpath={.data.a}"));
        Assert.Equal("serviceaccount/robot created\n", await world.Ok("create", "serviceaccount", "robot", "-n", "team"));
        Assert.Equal("role.rbac.authorization.k8s.io/reader created\n", await world.Ok("create", "role", "reader", "--verb=get,list", "--resource=pods", "-n", "team"));
        Assert.Equal("rolebinding.rbac.authorization.k8s.io/reader created\n", await world.Ok("create", "rolebinding", "reader", "--role=reader", "--serviceaccount=team:robot", "-n", "team"));
        Assert.Equal("configmap/settings created (server dry run)\n", await world.Ok("create", "configmap", "settings", "--dry-run=server", "-n", "default"));
    }

    [KubectlFact]
    public async Task It_explains_kinds_of_both_sorts()
    {
        Assert.Contains("containerPort\t<integer> -required-", await world.Ok("explain", "pod.spec.containers.ports"), StringComparison.Ordinal);
        await world.Ok("create", "-f", Write("gears", """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: gears.example.org}
            spec:
              group: example.org
              scope: Namespaced
              names: {plural: gears, kind: Gear, shortNames: [gr]}
              versions:
              - name: v1
                served: true
                storage: true
                additionalPrinterColumns:
                - {name: Teeth, type: integer, jsonPath: .spec.teeth}
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        properties:
                          teeth: {type: integer, minimum: 1, description: How many teeth it has.}
            """));
        await world.Ok("wait", "--for=condition=Established", "crd/gears.example.org", "--timeout=5s");
        Assert.Contains("How many teeth it has.", await world.Ok("explain", "gears.spec.teeth"), StringComparison.Ordinal);
        Assert.Equal("gear.example.org/small created\n", await world.Ok("apply", "-f", Write("small", "apiVersion: example.org/v1\nkind: Gear\nmetadata: {name: small}\nspec: {teeth: 8}\n")));
        Assert.Matches("NAME +TEETH\nsmall +8", await world.Ok("get", "gr"));
        Assert.Contains("spec.teeth: Invalid value: 0: spec.teeth in body should be greater than or equal to 1", (await world.Run("patch", "gear", "small", "--type=merge", "-p", """{"spec":{"teeth":0}}""")).Error, StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task In_the_foreground_it_deletes_dependents_first()
    {
        await world.Ok("create", "-f", File("gone", "app:1"));
        Assert.Equal("deployment.apps \"gone\" deleted\n", await world.Ok("delete", "deployment", "gone", "--cascade=foreground", "--timeout=15s"));
        Assert.Equal("", await world.Ok("get", "replicasets", "-l", "app=gone", "-o", "name"));
    }

    [KubectlFact]
    public async Task It_reads_in_pages_and_asks_what_it_may()
    {
        var whole = await world.Ok("get", "pods", "-A", "-o", "name", "--chunk-size=0");
        Assert.Equal(whole, await world.Ok("get", "pods", "-A", "-o", "name", "--chunk-size=3"));
        Assert.Equal("yes\n", await world.Ok("auth", "can-i", "delete", "pods"));
        Assert.Contains("kubernetes-admin", await world.Ok("auth", "whoami"), StringComparison.Ordinal);
        Assert.Contains("*.*", await world.Ok("auth", "can-i", "--list"), StringComparison.Ordinal);
    }

    private static string Deployment(string name, string image) => $$$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: {{{name}}}, namespace: default}
        spec:
          replicas: 1
          selector: {matchLabels: {app: {{{name}}} }}
          template:
            metadata: {labels: {app: {{{name}}} }}
            spec:
              containers:
              - {name: app, image: "{{{image}}}", ports: [{containerPort: 80}]}
        """;

    private string File(string name, string image) => Write(name, Deployment(name, image));

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name + ".yaml");
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
