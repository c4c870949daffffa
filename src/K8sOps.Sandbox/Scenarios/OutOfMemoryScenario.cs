using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Scenarios;

/// <summary>An app is rolled out with less memory than it needs.</summary>
internal sealed class OutOfMemoryScenario(string ns, string app) : AppScenario(ns, app)
{
    private const string Limit = "16Mi";

    public override string Name => "oom-killed";

    public override string Description => $"Deployment {App} in {Namespace} is rolled out with a memory limit of {Limit}, which is less than it uses: the new pod is killed for it each time it starts.";

    public override string Cure => $"Raise the memory limit of Deployment {Namespace}/{App} above what it uses (64Mi will do), or roll back. Deleting the pod does not help.";

    public override TimeSpan Settle => TimeSpan.FromMinutes(3);

    protected override void Break(JsonObject container)
    {
        container.Child("resources").Child("requests")["memory"] = Limit;
        container.Child("resources").Child("limits")["memory"] = Limit;
    }

    protected override bool IsBroken(IWorldStore store, JsonObject container)
    {
        var (variables, _) = ContainerEnvironment.Resolve((resource, name) => store.Get(resource, Namespace, name), Namespace, container);
        return ContainerBehaviour.Table.FateOf(container, variables, isTask: false).IsOutOfMemory;
    }
}
