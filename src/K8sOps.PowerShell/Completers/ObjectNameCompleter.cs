using System.Management.Automation;
using K8sOps.Kubernetes;
using K8sOps.Wire;

namespace K8sOps.Completers;

/// <summary>Completes names of one kind of object, by metadata alone.</summary>
public abstract class ObjectNameCompleter : LiveNameCompleter
{
    internal abstract KubeResource Resource { get; }

    internal override string KindOf(CompletionRequest request) => Resource.QualifiedName;

    internal override Task<IReadOnlyList<KubeResource>> ResourcesAsync(Cluster cluster, CompletionRequest request, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<KubeResource>>([Resource]);
}
