using K8sOps.Ceph;
using K8sOps.Flux;
using K8sOps.Kube;

namespace K8sOps;

/// <summary>The systems that this module knows. A new one is one line here, and a folder of its own on every floor.</summary>
public static class Systems
{
    /// <summary>All of them, in the order in which they are shown: what the others stand on first.</summary>
    public static IReadOnlyList<ISystem> All { get; } =
    [
        new KubernetesSystem(),
        new FluxSystem(),
        new CephSystem(),
    ];
}
