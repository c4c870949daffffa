using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;

namespace K8sOps.Sandbox.Scenarios.Flux;

/// <summary>A commit changes what the API server does not let be changed. It has been reverted since, but the source does not look for an hour.</summary>
internal sealed class FluxBadRevisionScenario(FluxWorld flux, string app) : FluxScenario(flux)
{
    private string? _bad;

    public override string Name => "flux-bad-revision";

    public override string Description => $"A commit changed the selector of a Deployment of app {app}, which the API server refuses. Its author has reverted it since, but GitRepository {Source} asks only once an hour, so {app} goes on failing on the old revision.";

    public override string Cure => $"Have source and app reconciled: Sync-FluxApp {app} -WithSource. Without its source the app fails as before.";

    public override TimeSpan Settle => TimeSpan.FromMinutes(10);

    public override void Start(IWorldStore store)
    {
        var (revision, takeBack) = Push(store, app, "Select the stable track only", static deployment =>
        {
            deployment.Child("spec").Child("selector").Child("matchLabels")["track"] = "stable";
            deployment.Child("spec").Child("template").Child("metadata").Child("labels")["track"] = "stable";
        });
        _bad = revision;
        // The push was announced by a webhook, the revert was not.
        Sync(store, FluxKinds.GitRepositories, Source);
        store.Schedule(TimeSpan.FromMinutes(4), takeBack);
    }

    public override bool IsBroken(IWorldStore store) =>
        Repository(store).Text("status", "artifact", "revision") == _bad || App(store, app).Text("status", "lastAttemptedRevision") == _bad;
}
