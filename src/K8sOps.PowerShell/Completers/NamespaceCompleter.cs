using K8sOps.Kubernetes;

namespace K8sOps.Completers;

/// <summary>Completes names of namespaces.</summary>
public sealed class NamespaceCompleter : ObjectNameCompleter
{
    internal override KubeResource Resource => KubeResources.Namespaces;
}
