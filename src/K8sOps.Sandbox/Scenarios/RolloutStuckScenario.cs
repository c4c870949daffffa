using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Scenarios;

/// <summary>An app is rolled out with a readiness probe that asks at a port where nobody listens.</summary>
internal sealed class RolloutStuckScenario(string ns, string app) : AppScenario(ns, app)
{
    private const int DeadPort = 9797;

    public override string Name => "rollout-stuck";

    public override string Description => $"Deployment {App} in {Namespace} is rolled out with a readiness probe at port {DeadPort}, where nothing listens: the new pod never becomes ready, and the rollout is past its deadline.";

    public override string Cure => $"Set the probe's port to one that the container has (Deployment {Namespace}/{App}), or roll back. Restarting the rollout does not help.";

    // The deadline of a Deployment that names none is 10 minutes.
    public override TimeSpan Settle => TimeSpan.FromMinutes(11);

    protected override void Break(JsonObject container) => container["readinessProbe"] = new JsonObject
    {
        ["httpGet"] = new JsonObject { ["path"] = container.Text("readinessProbe", "httpGet", "path") ?? "/healthz", ["port"] = DeadPort },
        ["periodSeconds"] = 10,
    };

    protected override bool IsBroken(IWorldStore store, JsonObject container) => ReadinessProbe.DeadPort(container) is not null;
}
