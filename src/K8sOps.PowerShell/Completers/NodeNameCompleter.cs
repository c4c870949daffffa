using K8sOps.Kubernetes;

namespace K8sOps.Completers;

/// <summary>Completes names of nodes.</summary>
public sealed class NodeNameCompleter : ObjectNameCompleter
{
    internal override KubeResource Resource => KubeResources.Nodes;
}
