using K8sOps.Engine;

namespace K8sOps.Kube;

/// <summary>What cordoning and its taking back have in common: node by node, asked for with the fields that change.</summary>
internal static class CordonSession
{
    public static async Task RunAsync(Cluster cluster, string[] names, string action, Func<CordonService, string, Task<CordonPlan>> plan, CommandContext c)
    {
        var service = new CordonService(cluster);
        var nodes = new List<string>();
        await foreach (var node in new NodeService(cluster).ListAsync(new NodeQuery { Names = names, OnMissing = c.Error }, c.Operation, c.Stop).ConfigureAwait(false)) nodes.Add(node.Name);
        foreach (var name in nodes)
        {
            try
            {
                var planned = await plan(service, name).ConfigureAwait(false);
                if (planned.IsUnchanged)
                {
                    c.Warn($"Node {name} on {cluster.Context} is {(planned.Cordons ? "cordoned already" : "not cordoned")}; nothing was changed.");
                    await c.WriteAsync(planned.Node).ConfigureAwait(false);
                    continue;
                }

                var consent = await c.ConfirmAsync($"Node {name} on {cluster.Context}", action + " node", [.. planned.Changes.Select(f => f.ToString())]).ConfigureAwait(false);
                if (consent == Consent.Yes) await c.WriteAsync(await service.ExecuteAsync(planned, c.Operation, c.Stop).ConfigureAwait(false)).ConfigureAwait(false);
            }
            catch (OperationException e)
            {
                await c.WriteErrorAsync(e).ConfigureAwait(false);
            }
        }
    }
}
