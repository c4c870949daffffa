using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;

namespace K8sOps.Sandbox.Scenarios.Flux;

/// <summary>The repository takes another deploy key than the one that the cluster has: it was replaced, and nobody told the cluster.</summary>
internal sealed class FluxSourceUnreachableScenario(FluxWorld flux) : FluxScenario(flux)
{
    private const string Key = "identity";
    private const string Right = "sandbox-not-a-key-either";

    public override string Name => "flux-source-unreachable";

    public override string Description => $"The deploy key of the repository behind GitRepository {Source} has expired and was replaced, but the cluster's Secret still has the old one: nothing that is pushed arrives, and the apps go on with the last revision that was fetched.";

    public override string Cure => $"Put the new key into the GitRepository's Secret {Namespace}/{Source}: its {Key} is to be {Right} (data.{Key}: {Encoded}), with Set-K8sResource -Force, since somebody else owns the field; then Sync-FluxSource {Source}. A sync with the old key fails as before.";

    public override TimeSpan Settle => TimeSpan.FromMinutes(3);

    private static string Encoded => Convert.ToBase64String(Encoding.UTF8.GetBytes(Right));

    public override void Start(IWorldStore store)
    {
        Git(store).Accepted = new Dictionary<string, string>(StringComparer.Ordinal) { [Key] = Right };
        Sync(store, FluxKinds.GitRepositories, Source);
    }

    public override bool IsBroken(IWorldStore store)
    {
        if (Repository(store) is not { } source) return false;
        var secret = source.Text("spec", "secretRef", "name") is { } name ? store.Get(Kinds.Secrets, Namespace, name).Object("data") : null;
        return Flux.Upstream.Git(source.Text("spec", "url"))?.WhyShut(secret) is not null;
    }
}
