using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Ceph;

namespace K8sOps.Sandbox.Scenarios.Ceph;

/// <summary>A scenario of the Ceph cluster.</summary>
internal abstract class CephScenario(CephWorld ceph) : IScenario
{
    protected const string Namespace = CephWorld.Namespace;

    public abstract string Name { get; }

    public abstract string Description { get; }

    public abstract string Cure { get; }

    public abstract TimeSpan Settle { get; }

    protected CephWorld Ceph => ceph;

    public abstract void Start(IWorldStore store);

    public virtual void TurnOff(IWorldStore store)
    {
    }

    public abstract bool IsBroken(IWorldStore store);

    /// <summary>Scales a daemon's Deployment, as somebody does with kubectl.</summary>
    protected static void Scale(IWorldStore store, string deployment, int replicas) =>
        store.Update(KubeResources.Deployments, Namespace, deployment, item =>
        {
            ByHand.LeaveAlone(item);
            item.Child("spec")["replicas"] = replicas;
        });

    protected static bool IsScaledDown(IWorldStore store, string deployment) => store.Get(KubeResources.Deployments, Namespace, deployment) is not { } found || found.Number("spec", "replicas") == 0;
}
