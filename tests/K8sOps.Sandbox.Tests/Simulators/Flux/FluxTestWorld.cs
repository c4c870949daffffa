using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;
using K8sOps.Sandbox.Tests.Worlds;

namespace K8sOps.Sandbox.Tests.Simulators.Flux;

/// <summary>A world whose Flux is tried: its clock is held, and clients' requests go through the API server.</summary>
internal sealed class FluxTestWorld(string world = "sandbox-infra") : IDisposable
{
    private readonly InfraWorld _world = new(world);

    public WorldStore Store => _world.Store;

    public FluxWorld Flux => _world.Platform.Flux;

    public GitUpstream Git => Flux.Upstream.Repositories.Values.Single(static git => git.Url.StartsWith("ssh://git@git.example.org/", StringComparison.Ordinal));

    public DateTimeOffset Now => Store.Now;

    public SandboxWorld Sandbox => _world.Sandbox;

    public void Dispose() => _world.Dispose();

    public void Run(TimeSpan time) => _world.Run(time.TotalSeconds);

    public void Run(double seconds) => _world.Run(seconds);

    public JsonObject Kustomization(string name) => _world.Get(FluxKinds.Kustomizations, "flux-system", name);

    public JsonObject Source(string name = "flux-system") => _world.Get(FluxKinds.GitRepositories, "flux-system", name);

    public JsonObject Get(KubeResource resource, string? ns, string name) => _world.Get(resource, ns, name);

    public JsonObject? Find(KubeResource resource, string? ns, string name) => Store.Get(resource, ns, name);

    /// <summary>The Ready condition as <c>status reason</c>.</summary>
    public static string Ready(JsonObject item) => $"{item.Condition("Ready").Text("status")} {item.Condition("Ready").Text("reason")}";

    /// <summary>A client's request; the answer's status and body.</summary>
    public (int Code, JsonObject Body) Send(string method, string path, string? body = null, string type = "application/merge-patch+json")
    {
        var transport = Sandbox.CreateTransport();
        var request = new KubeRequest { Method = new HttpMethod(method), PathAndQuery = path, Body = Encoding.UTF8.GetBytes(body ?? ""), ContentType = body is null ? null : type };
        var answer = transport.SendAsync(request, CancellationToken.None).GetAwaiter().GetResult();
        using var reader = new StreamReader(answer.Body);
        return (answer.StatusCode, JsonNode.Parse(reader.ReadToEnd())!.AsObject());
    }

    /// <summary>Patches an object as a client does; the answer must be 200.</summary>
    public JsonObject Patch(KubeResource resource, string ns, string name, string patch, string manager = "k8sops")
    {
        var (code, body) = Send("PATCH", $"{resource.Path(ns, name)}?fieldManager={manager}", patch);
        Assert.True(code == 200, body.ToJsonString());
        return body;
    }

    /// <summary>Asks for a reconciliation, as <c>flux reconcile</c> does; returns the token.</summary>
    public string Ask(KubeResource resource, string name)
    {
        var token = FluxConditions.Token(Now);
        Patch(resource, "flux-system", name, new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["reconcile.fluxcd.io/requestedAt"] = token } } }.ToJsonString(), "flux");
        return token;
    }

    /// <summary>Pushes a commit that changes one manifest, and has the source fetched.</summary>
    public GitCommit Commit(string folder, string kind, string name, Action<JsonObject> change)
    {
        var commit = Git.Push($"Change {name}", Now, files => files.Changed(folder, kind, name, change));
        Ask(FluxKinds.GitRepositories, "flux-system");
        return commit;
    }

    /// <summary>Events about an object, as <c>type reason message</c>.</summary>
    public IReadOnlyList<string> Events(string name, string kind = "Kustomization") =>
    [
        .. Store.List(KubeResources.Events).Where(item => item.Text("involvedObject", "name") == name && item.Text("involvedObject", "kind") == kind)
            .Select(static item => $"{item.Text("type")} {item.Text("reason")} {item.Text("message")}"),
    ];
}
