using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>Lists the pods behind each Service in one EndpointSlice.</summary>
internal sealed class EndpointSliceController(WorldIndex world) : Controller(world)
{
    private const string ServiceLabel = "kubernetes.io/service-name";

    public override void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after)
    {
        if (resource == Kinds.Services && after is not null)
        {
            Enqueue(resource, after, Reconcile);
        }
        else if (resource == KubeResources.Pods && Matters(before, after))
        {
            var pod = (after ?? before)!;
            foreach (var service in World.InNamespace(Kinds.Services, pod.Namespace()))
            {
                if (Selects(service, before) || Selects(service, after)) Enqueue(Kinds.Services, service, Reconcile);
            }
        }
    }

    private static bool Matters(JsonObject? before, JsonObject? after) =>
        before is null || after is null
        || before.Text("status", "podIP") != after.Text("status", "podIP")
        || PodState.IsReady(before) != PodState.IsReady(after)
        || before.IsTerminating() != after.IsTerminating()
        || PodState.IsFinished(before) != PodState.IsFinished(after)
        || !Fields.Same(before.At("metadata", "labels"), after.At("metadata", "labels"));

    private static bool Selects(JsonObject service, JsonObject? pod) =>
        pod is not null && service.Object("spec", "selector") is { Count: > 0 } selector && Fields.HasAll(selector, pod.Object("metadata", "labels"));

    private void Reconcile(JsonObject service)
    {
        if (service.IsTerminating() || service.Object("spec", "selector") is null or { Count: 0 }) return;
        var pods = World.InNamespace(KubeResources.Pods, service.Namespace())
            .Where(pod => Selects(service, pod) && !PodState.IsFinished(pod) && pod.Text("status", "podIP") is not null)
            .OrderBy(static pod => pod.Name(), StringComparer.Ordinal)
            .ToList();
        var endpoints = new JsonArray([.. pods.Select(Endpoint)]);
        var ports = new JsonArray([.. service.Objects("spec", "ports").Select(port => Port(port, pods.Count > 0 ? pods[0] : null))]);
        var slice = World.OwnedBy(Kinds.EndpointSlices, service.Uid()) is [var found, ..] ? found : null;
        if (slice is null)
        {
            World.Create(Kinds.EndpointSlices, NewSlice(service, endpoints, ports));
        }
        else if (!Fields.Same(slice["endpoints"], endpoints) || !Fields.Same(slice["ports"], ports))
        {
            World.Update(Kinds.EndpointSlices, slice, item =>
            {
                item["endpoints"] = endpoints;
                item["ports"] = ports;
            });
        }
    }

    private static JsonObject NewSlice(JsonObject service, JsonArray endpoints, JsonArray ports)
    {
        var labels = (JsonObject)(service.Object("metadata", "labels") ?? []).DeepClone();
        labels["endpointslice.kubernetes.io/managed-by"] = "endpointslice-controller.k8s.io";
        labels[ServiceLabel] = service.Name();
        return new JsonObject
        {
            ["apiVersion"] = "discovery.k8s.io/v1",
            ["kind"] = "EndpointSlice",
            ["metadata"] = new JsonObject
            {
                ["generateName"] = service.Name() + "-",
                ["namespace"] = service.Namespace(),
                ["labels"] = labels,
                ["ownerReferences"] = new JsonArray(PodTemplate.OwnerReference(Kinds.Services, service)),
            },
            ["addressType"] = "IPv4",
            ["endpoints"] = endpoints,
            ["ports"] = ports,
        };
    }

    private static JsonNode Endpoint(JsonObject pod)
    {
        var isReady = PodState.IsReady(pod) && !pod.IsTerminating();
        return new JsonObject
        {
            ["addresses"] = new JsonArray(pod.Text("status", "podIP")),
            ["conditions"] = new JsonObject { ["ready"] = isReady, ["serving"] = PodState.IsReady(pod), ["terminating"] = pod.IsTerminating() },
            ["nodeName"] = pod.Text("spec", "nodeName"),
            ["targetRef"] = new JsonObject { ["kind"] = "Pod", ["name"] = pod.Name(), ["namespace"] = pod.Namespace(), ["uid"] = pod.Uid() },
        };
    }

    private static JsonNode Port(JsonObject port, JsonObject? pod)
    {
        var target = port.At("targetPort");
        var number = target.Number();
        if (number is null && target.Text() is { } named)
        {
            number = pod.Objects("spec", "containers").SelectMany(static container => container.Objects("ports"))
                .FirstOrDefault(item => item.Text("name") == named).Number("containerPort");
        }

        return new JsonObject
        {
            ["name"] = port.Text("name") ?? "",
            ["port"] = number ?? port.Number("port") ?? 0,
            ["protocol"] = port.Text("protocol") ?? "TCP",
        };
    }
}
