namespace K8sOps.Sandbox.Scenarios;

/// <summary>Where a world's scenarios strike.</summary>
/// <param name="Node">The worker whose kubelet stops.</param>
/// <param name="Namespace">The namespace of the app.</param>
/// <param name="App">A Deployment whose first container is well, and whose pods carry its name as <c>app.kubernetes.io/name</c>.</param>
internal sealed record ScenarioPlace(string Node, string Namespace, string App)
{
    public static ScenarioPlace Of(string world) => world == "sandbox-apps"
        ? new ScenarioPlace("apps-wk-03", "billing", "invoices")
        : new ScenarioPlace("infra-wk-03", "selfhosted", "podinfo");
}
