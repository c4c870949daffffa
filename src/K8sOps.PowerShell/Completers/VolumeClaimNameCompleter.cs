using K8sOps.Kubernetes;

namespace K8sOps.Completers;

/// <summary>Completes names of persistent volume claims.</summary>
public sealed class VolumeClaimNameCompleter : ObjectNameCompleter
{
    internal override KubeResource Resource => KubeResources.PersistentVolumeClaims;
}
