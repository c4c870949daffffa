using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Scenarios;

/// <summary>An app is rolled out with a configuration that lost a key which it cannot start without.</summary>
internal sealed class CrashLoopScenario : IScenario
{
    private const string Namespace = "selfhosted";
    private const string App = "paperless";
    private const string ConfigMap = "paperless-config";
    private const string Key = "PAPERLESS_DBHOST";

    public string Name => "crash-loop";

    public string Description => $"The configuration of {App} in {Namespace} lost the key {Key}: since its last rollout its pod crashes as often as it is started.";

    public string Cure => $"Put {Key} back into ConfigMap {Namespace}/{ConfigMap} (postgres-rw.databases.svc.cluster.local), or roll Deployment {Namespace}/{App} to a configuration that has it. Deleting the pod does not help.";

    public TimeSpan Settle => TimeSpan.FromMinutes(4);

    public void Start(IWorldStore store)
    {
        store.Update(Kinds.ConfigMaps, Namespace, ConfigMap, static map =>
        {
            ByHand.LeaveAlone(map);
            map.Object("data")?.Remove(Key);
        });
        if (store.Get(Kinds.ConfigMaps, Namespace, ConfigMap) is not { } config) return;
        store.Update(KubeResources.Deployments, Namespace, App, deployment =>
        {
            ByHand.LeaveAlone(deployment);
            deployment.Child("spec").Child("template").Child("metadata").Child("annotations")["checksum/config"] = PodTemplate.Hash(config["data"]);
        });
    }

    public bool IsBroken(IWorldStore store)
    {
        var deployment = store.Get(KubeResources.Deployments, Namespace, App);
        return deployment.Objects("spec", "template", "spec", "containers").Any(container => CannotStart(store, container));
    }

    private static bool CannotStart(IWorldStore store, JsonObject container)
    {
        var (variables, problem) = ContainerEnvironment.Resolve((resource, name) => store.Get(resource, Namespace, name), Namespace, container);
        return problem is not null || ContainerBehaviour.Table.FateOf(container, variables, isTask: false).EndsAfter is not null;
    }
}
