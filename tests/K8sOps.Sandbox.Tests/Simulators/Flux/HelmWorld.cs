using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;
using K8sOps.Sandbox.Worlds;
using K8sOps.Text;

namespace K8sOps.Sandbox.Tests.Simulators.Flux;

/// <summary>A world whose clock stands still until it is run, with what tests of HelmReleases ask of it.</summary>
internal sealed class HelmWorld : IDisposable
{
    public HelmWorld(string world = "sandbox-apps") => World = SandboxWorld.Create(world, new SandboxOptions { Time = SandboxTime.Held });

    public SandboxWorld World { get; }

    public WorldStore Store => World.Store;

    public FluxUpstream Upstream => World.Flux.Upstream;

    /// <summary>The repository that serves podinfo.</summary>
    public PackageUpstream Podinfo => Upstream.Packages("https://stefanprodan.github.io/podinfo")!;

    public void Dispose() => World.Dispose();

    public void Run(double seconds) => World.Advance(TimeSpan.FromSeconds(seconds));

    public JsonObject? Find(KubeResource resource, string name, string ns = "tools") => Store.Get(resource, ns, name);

    public JsonObject Get(KubeResource resource, string name, string ns = "tools") => Find(resource, name, ns) ?? throw new InvalidOperationException($"No {resource} {ns}/{name}.");

    public JsonObject Release(string name = "web", string ns = "tools") => Get(FluxKinds.HelmReleases, name, ns);

    /// <summary>What a HelmRelease's condition says: <c>True InstallSucceeded</c>; empty when there is none.</summary>
    public string Says(string type, string name = "web", string ns = "tools") => Release(name, ns).Condition(type) is { } condition ? $"{condition.Text("status")} {condition.Text("reason")}" : "";

    public string Message(string type, string name = "web", string ns = "tools") => Release(name, ns).Condition(type).Text("message") ?? "";

    /// <summary>The release that is stored as a revision; null when there is none.</summary>
    public ReleaseRecord? Stored(int version, string name = "web", string ns = "tools") => Find(Kinds.Secrets, ReleaseStorage.SecretName(name, version), ns) is { } secret ? ReleaseStorage.Read(secret) : null;

    /// <summary>What a HelmRelease remembers, newest first: <c>v2 deployed upgrade</c>.</summary>
    public IEnumerable<string> History(string name = "web", string ns = "tools") => Release(name, ns).Objects("status", "history").Select(static snapshot => $"v{snapshot["version"]} {snapshot.Text("status")} {snapshot.Text("action")}");

    public IEnumerable<string> Events(string reason, string name = "web") => Store.List(KubeResources.Events).Where(item => item.Text("reason") == reason && item.Text("involvedObject", "name") == name).Select(static item => item.Text("message") ?? "");

    public void Change(KubeResource resource, string name, Action<JsonObject> change, string ns = "tools")
    {
        Assert.NotNull(Store.Update(resource, ns, name, change));
        Store.Settle();
    }

    public void Change(Action<JsonObject> change) => Change(FluxKinds.HelmReleases, "web", change);

    /// <summary>Annotates a HelmRelease with one token: as a request, and as what else is given (<c>resetAt</c>, <c>forceAt</c>).</summary>
    public void Ask(string token, params string[] also) => Change(item =>
    {
        var annotations = item.Child("metadata").Child("annotations");
        annotations["reconcile.fluxcd.io/requestedAt"] = token;
        foreach (var name in also) annotations[$"reconcile.fluxcd.io/{name}"] = token;
    });

    public void Create(KubeResource resource, string yaml)
    {
        Store.Create(resource, (JsonObject)Yaml.Parse(yaml)!);
        Store.Settle();
    }

    /// <summary>Makes a HelmRelease <c>web</c> of podinfo in <c>tools</c>, with its repository.</summary>
    public void Install(string version = "6.9.3", string spec = "", string values = "{}", double seconds = 60)
    {
        if (Find(FluxKinds.HelmRepositories, "podinfo") is null)
        {
            Create(FluxKinds.HelmRepositories, """
                metadata: {name: podinfo, namespace: tools}
                spec: {interval: 1h, url: 'https://stefanprodan.github.io/podinfo'}
                """);
        }

        Create(FluxKinds.HelmReleases, $$"""
            metadata: {name: web, namespace: tools}
            spec:
              interval: 10m
              chart: {spec: {chart: podinfo, version: '{{version}}', sourceRef: {kind: HelmRepository, name: podinfo} } }
              values: {{values}}
              {{spec}}
            """);
        Run(seconds);
    }

    /// <summary>Gives the HelmRelease other values.</summary>
    public void Values(string json) => Change(item => item["spec"]!["values"] = JsonNode.Parse(json));
}
