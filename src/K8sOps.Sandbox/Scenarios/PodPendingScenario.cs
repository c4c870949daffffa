using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Scenarios;

/// <summary>A new app asks for more than any node has.</summary>
internal sealed class PodPendingScenario(string ns) : IScenario
{
    private const string App = "forecast";
    private const string Cores = "48";

    public string Name => "pod-pending";

    public string Description => $"The new app {App} in {ns} requests {Cores} CPU cores, which no node has: its pod stays Pending.";

    public string Cure => $"Lower the CPU request of Deployment {ns}/{App} to what a node has (500m will do), add a node that has so much, or delete the Deployment. Deleting the pod, or uncordoning nodes, does not help.";

    public TimeSpan Settle => TimeSpan.FromMinutes(1);

    public void Start(IWorldStore store)
    {
        if (store.Get(KubeResources.Deployments, ns, App) is not null) store.Remove(KubeResources.Deployments, ns, App);
        var labels = new JsonObject { ["app.kubernetes.io/name"] = App };
        store.Create(KubeResources.Deployments, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = App, ["namespace"] = ns, ["labels"] = labels.DeepClone() },
            ["spec"] = new JsonObject
            {
                ["replicas"] = 1,
                ["selector"] = new JsonObject { ["matchLabels"] = labels.DeepClone() },
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["labels"] = labels.DeepClone() },
                    ["spec"] = new JsonObject
                    {
                        ["containers"] = new JsonArray(new JsonObject
                        {
                            ["name"] = "app",
                            ["image"] = "registry.example.org/forecast/forecast:0.3.1",
                            ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = Cores, ["memory"] = "64Mi" } },
                        }),
                    },
                },
            },
        });
    }

    public bool IsBroken(IWorldStore store)
    {
        if (store.Get(KubeResources.Deployments, ns, App) is not { } deployment) return false;
        var wanted = deployment.Objects("spec", "template", "spec", "containers").Sum(static container => Quantity.Parse(container.Text("resources", "requests", "cpu")));
        return deployment.Number("spec", "replicas") != 0 && store.List(KubeResources.Nodes).All(node => Quantity.Parse(node.Text("status", "allocatable", "cpu")) < wanted);
    }
}
