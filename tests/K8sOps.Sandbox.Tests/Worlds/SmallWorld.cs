using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Worlds;
using K8sOps.Text;

namespace K8sOps.Sandbox.Tests.Worlds;

/// <summary>The real store, clock and controllers with a few nodes and nothing else; its clock moves only when a test says so.</summary>
internal sealed class SmallWorld : IDisposable
{
    public static readonly DateTimeOffset Begin = new(2026, 1, 15, 3, 0, 0, TimeSpan.Zero);

    private readonly WorldClock clock;

    public SmallWorld(int nodes = 3)
    {
        clock = new WorldClock(new Lock(), Begin, SandboxTime.Held, 1);
        Store = new WorldStore(clock, new WorldSeed("small"));
        clock.AfterAction = Store.Settle;
        Platform = new Platform("small", Begin);
        Store.Controllers = Platform.Controllers;
        foreach (var ns in new[] { "default", "kube-node-lease" }) Apply($"apiVersion: v1\nkind: Namespace\nmetadata:\n  name: {ns}");
        for (var i = 1; i <= nodes; i++) AddNode($"n{i}");
        foreach (var controller in Platform.Controllers) controller.Start(Store);
        Store.Settle();
    }

    public WorldStore Store { get; }

    public Platform Platform { get; }

    public void Dispose() => clock.Dispose();

    public void AddNode(string name, string cpu = "4", string memory = "8Gi", string taints = "[]", string labels = "{}") => Apply($$"""
        apiVersion: v1
        kind: Node
        metadata: { name: {{name}}, labels: {{labels}} }
        spec: {podCIDR: 10.42.{{name[^1]}}.0/24, taints: {{taints}} }
        status:
          addresses: [{type: InternalIP, address: 10.0.0.{{name[^1]}} }]
          allocatable: {cpu: "{{cpu}}", memory: {{memory}}, pods: "110"}
        """);

    /// <summary>Creates the objects of a YAML text.</summary>
    public void Apply(string yaml)
    {
        foreach (var body in Yaml.ParseAll(yaml).OfType<JsonObject>())
        {
            if (body.Namespace() is null && ResourceOf(body).IsNamespaced) body.Child("metadata")["namespace"] = "default";
            Store.Create(ResourceOf(body), body);
            Store.Settle();
        }
    }

    public void Deploy(string name, string rest = "", string container = "", string pod = "", string image = "ghcr.io/stefanprodan/podinfo:6.9.3") => Apply($$$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{{name}}}
        spec:
          {{{rest}}}
          selector:
            matchLabels:
              app: {{{name}}}
          template:
            metadata:
              labels:
                app: {{{name}}}
            spec:
              {{{pod}}}
              containers:
                - name: app
                  image: '{{{image}}}'
                  {{{container}}}
        """);

    public void Change(KubeResource resource, string name, Action<JsonObject> change, string ns = "default")
    {
        Assert.NotNull(Store.Update(resource, resource.IsNamespaced ? ns : null, name, change));
        Store.Settle();
    }

    public void Delete(KubeResource resource, string name, string propagation = "Background", string ns = "default")
    {
        Store.Delete(resource, resource.IsNamespaced ? ns : null, name, propagation);
        Store.Settle();
    }

    public void Run(double seconds) => clock.AdvanceTo(clock.GetUtcNow() + TimeSpan.FromSeconds(seconds));

    public JsonObject Get(KubeResource resource, string name, string ns = "default") =>
        Store.Get(resource, resource.IsNamespaced ? ns : null, name) ?? throw new InvalidOperationException($"No {resource} {name}.");

    public IReadOnlyList<JsonObject> Pods(string app = "") =>
        [.. Store.List(KubeResources.Pods).Where(pod => app.Length == 0 || pod.Label("app") == app)];

    public JsonObject Pod(string app = "") => Assert.Single(Pods(app));

    public IReadOnlyList<string> Events(string reason) =>
        [.. Store.List(KubeResources.Events).Where(item => item.Text("reason") == reason).Select(static item => item.Text("message") ?? "")];

    private static KubeResource ResourceOf(JsonObject body) =>
        Kinds.InManifests.Single(resource => resource.Kind == body.Text("kind") && resource.ApiVersion == body.Text("apiVersion"));
}
