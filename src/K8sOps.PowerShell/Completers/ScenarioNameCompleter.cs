using K8sOps.Kubernetes;

namespace K8sOps.Completers;

/// <summary>Completes names of scenarios.</summary>
public sealed class ScenarioNameCompleter : ObjectNameCompleter
{
    private static readonly KubeResource s_scenarios = new("sandbox.k8sops.io", "v1", "scenarios", "Scenario", IsNamespaced: false);

    internal override KubeResource Resource => s_scenarios;
}
