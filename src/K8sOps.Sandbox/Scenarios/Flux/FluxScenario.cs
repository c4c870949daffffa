using System.Text.Json;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;

namespace K8sOps.Sandbox.Scenarios.Flux;

/// <summary>A scenario of Flux: its faults are made as people make them, by pushing to Git and by writing to the API under some manager's name.</summary>
internal abstract class FluxScenario(FluxWorld flux) : IScenario
{
    protected const string Namespace = FluxWorld.Namespace;

    /// <summary>The GitRepository that a world's Kustomizations are made from.</summary>
    protected const string Source = "flux-system";

    public abstract string Name { get; }

    public abstract string Description { get; }

    public abstract string Cure { get; }

    public abstract TimeSpan Settle { get; }

    protected FluxWorld Flux => flux;

    public abstract void Start(IWorldStore store);

    public abstract bool IsBroken(IWorldStore store);

    protected static JsonObject? App(IWorldStore store, string name) => store.Get(FluxKinds.Kustomizations, Namespace, name);

    protected static JsonObject? Repository(IWorldStore store) => store.Get(FluxKinds.GitRepositories, Namespace, Source);

    /// <summary>The repository behind <see cref="Source"/>.</summary>
    protected GitUpstream Git(IWorldStore store) => Git(Repository(store));

    protected GitUpstream Git(JsonObject? source) => flux.Upstream.Git(source.Text("spec", "url")) ?? throw new InvalidOperationException($"No repository at {source.Text("spec", "url")}.");

    /// <summary>A merge patch by somebody's tool.</summary>
    protected void Patch(KubeResource resource, string name, JsonObject patch, string manager, string? subresource = null) => flux.Server.Send(new KubeRequest
    {
        Method = HttpMethod.Patch,
        PathAndQuery = $"{resource.Path(Namespace, name, subresource)}?fieldManager={manager}",
        ContentType = "application/merge-patch+json",
        Body = JsonSerializer.SerializeToUtf8Bytes<JsonNode>(patch),
    });

    /// <summary>What <c>flux reconcile</c> does: so that the next interval begins now, and what was pushed is seen at once.</summary>
    protected void Sync(IWorldStore store, KubeResource resource, string name) => Patch(
        resource,
        name,
        new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["reconcile.fluxcd.io/requestedAt"] = FluxConditions.Token(store.Now) } } },
        "flux");

    /// <summary>Pushes a commit that changes an app's first Deployment.</summary>
    /// <returns>The commit's revision, and what takes it back.</returns>
    protected (string Revision, Action TakeBack) Push(IWorldStore store, string app, string message, Action<JsonObject> change)
    {
        const string kind = "Deployment";
        var git = Git(store);
        var folder = App(store, app).Text("spec", "path") ?? "";
        var before = git.Head.In(folder).SelectMany(static file => file.Value.Manifests).First(static manifest => manifest.Text("kind") == kind);
        var commit = git.Push(message, store.Now, files => files.Changed(folder, kind, before.Name(), change));
        return (git.Revision(commit), () => git.Push($"Revert \"{message}\"", store.Now, files => files.With(folder, before)));
    }
}
