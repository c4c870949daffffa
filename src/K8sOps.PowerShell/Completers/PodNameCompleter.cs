using K8sOps.Kubernetes;

namespace K8sOps.Completers;

/// <summary>Completes names of pods.</summary>
public sealed class PodNameCompleter : ObjectNameCompleter
{
    internal override KubeResource Resource => KubeResources.Pods;
}
