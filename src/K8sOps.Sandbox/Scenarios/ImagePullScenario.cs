using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Scenarios;

/// <summary>An app is rolled out with an image that its registry does not have.</summary>
internal sealed class ImagePullScenario(string ns, string app) : AppScenario(ns, app)
{
    private const string Suffix = "-hotfix";

    public override string Name => "image-pull";

    public override string Description => $"Deployment {App} in {Namespace} is rolled out with an image that its registry does not have: the new pod stays in ImagePullBackOff, the old ones go on.";

    public override string Cure => $"Set an image that exists (Deployment {Namespace}/{App}), or roll back. Deleting the pod, or restarting the rollout, does not help.";

    public override TimeSpan Settle => TimeSpan.FromMinutes(2);

    protected override void Break(JsonObject container) => container["image"] = $"{container.Text("image")}{Suffix}";

    protected override bool IsBroken(IWorldStore store, JsonObject container) => !ContainerBehaviour.Table.Exists(container.Text("image") ?? "");
}
