using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Ceph;

namespace K8sOps.Sandbox.Scenarios.Ceph;

/// <summary>The toolbox was scaled away.</summary>
internal sealed class CephToolboxMissingScenario : IScenario
{
    private const string Namespace = CephWorld.Namespace;
    private const string Deployment = "rook-ceph-tools";

    public string Name => "ceph-toolbox-missing";

    public string Description => $"Deployment {Namespace}/{Deployment} was scaled to 0: there is no toolbox to run ceph in, only Rook's operator.";

    public string Cure => $"Scale it to 1: Set-K8sWorkload {Deployment} -Namespace {Namespace} -Replicas 1.";

    public TimeSpan Settle => TimeSpan.FromMinutes(1);

    public void Start(IWorldStore store) => store.Update(KubeResources.Deployments, Namespace, Deployment, static item =>
    {
        ByHand.LeaveAlone(item);
        item.Child("spec")["replicas"] = 0;
    });

    public bool IsBroken(IWorldStore store) => store.Get(KubeResources.Deployments, Namespace, Deployment) is not { } found || found.Number("spec", "replicas") == 0;
}
