using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>Binds pods to nodes, or says in kube-scheduler's words why it cannot.</summary>
internal sealed class SchedulerController(WorldIndex world) : Controller(world)
{
    private const string Component = "default-scheduler";
    private const string SelectedNode = "volume.kubernetes.io/selected-node";
    private readonly NodeLoads loads = new();
    private readonly Dictionary<(string? Namespace, string Name), string> waiting = [];

    // Where pods will go that wait for their volumes first.
    private readonly Dictionary<string, string> assumed = [];

    public override void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after)
    {
        if (resource == KubeResources.Pods)
        {
            PodChanged(before, after);
        }
        else if (waiting.Count > 0 && (resource == KubeResources.Nodes || resource == KubeResources.PersistentVolumeClaims
            || resource == KubeResources.StorageClasses || resource == Kinds.PersistentVolumes))
        {
            RetryWaiting();
        }
    }

    private void PodChanged(JsonObject? before, JsonObject? after)
    {
        if (after is null)
        {
            waiting.Remove((before?.Namespace(), before?.Name() ?? ""));
            assumed.Remove(before?.Uid() ?? "");
            if (before is not null && loads.Drop(before.Uid())) RetryWaiting();
            return;
        }

        if (after.Text("spec", "nodeName") is { Length: > 0 } node)
        {
            if (!PodState.IsFinished(after)) loads.Put(after, node);
            else if (loads.Drop(after.Uid())) RetryWaiting();
        }
        else if (!after.IsTerminating() && !waiting.ContainsKey((after.Namespace(), after.Name())))
        {
            Enqueue(KubeResources.Pods, after, Schedule);
        }
    }

    private void RetryWaiting()
    {
        foreach (var (ns, name) in waiting.Keys) Enqueue(KubeResources.Pods, ns, name, Schedule);
    }

    private void Schedule(JsonObject pod)
    {
        if (pod.Text("spec", "nodeName") is { Length: > 0 } || pod.IsTerminating() || PodState.IsFinished(pod)) return;
        if (pod.Text("spec", "schedulerName") is { } scheduler && scheduler != Component) return;
        if (pod.Objects("spec", "schedulingGates").Any()) return;

        var nodes = World.All(KubeResources.Nodes);
        if (ProblemWithClaims(pod) is { } problem)
        {
            Refuse(pod, nodes.Count == 0 ? "no nodes available to schedule pods" : UnschedulableMessage.ForPod(nodes.Count, problem));
            return;
        }

        var filter = new NodeFilter(World, loads, assumed, pod);
        var fitting = nodes.Where(filter.Fits).ToList();
        if (fitting.Count == 0)
        {
            Refuse(pod, nodes.Count == 0 ? "no nodes available to schedule pods" : UnschedulableMessage.ForNodes(nodes.Count, filter.Refusals));
            return;
        }

        var chosen = fitting.OrderBy(node => filter.SiblingsOn(node)).ThenBy(node => loads.Fraction(node)).ThenBy(static node => node.Name(), StringComparer.Ordinal).First();
        if (WaitsForVolumes(pod, chosen)) return;
        Bind(pod, chosen.Name());
    }

    private void Bind(JsonObject pod, string node)
    {
        waiting.Remove((pod.Namespace(), pod.Name()));
        assumed.Remove(pod.Uid());
        var bound = World.Update(KubeResources.Pods, pod, item =>
        {
            PodDefaults.Apply(item);
            item.Child("spec")["nodeName"] = node;
        });
        if (bound is null) return;
        loads.Put(bound, node);
        World.UpdateStatus(KubeResources.Pods, bound, item => Fields.SetCondition(item.Child("status"), World.Now, "PodScheduled", "True"));
        World.Event(bound, "Normal", "Scheduled", $"Successfully assigned {pod.Namespace()}/{pod.Name()} to {node}", Component);
    }

    private void Refuse(JsonObject pod, string message)
    {
        var key = (pod.Namespace(), pod.Name());
        if (waiting.TryGetValue(key, out var said) && said == message) return;
        waiting[key] = message;
        World.UpdateStatus(KubeResources.Pods, pod, item =>
        {
            var status = item.Child("status");
            status["phase"] ??= "Pending";
            Fields.SetCondition(status, World.Now, "PodScheduled", "False", "Unschedulable", message);
        });
        World.Event(pod, "Warning", "FailedScheduling", message, Component);
    }

    /// <summary>What is wrong with the pod's claims whatever the node, in the words of the VolumeBinding plugin.</summary>
    private string? ProblemWithClaims(JsonObject pod)
    {
        foreach (var name in PodClaims.NamesOf(pod))
        {
            var claim = World.Get(KubeResources.PersistentVolumeClaims, pod.Namespace(), name);
            if (claim is null) return $"persistentvolumeclaim \"{name}\" not found";
            if (claim.IsTerminating()) return $"persistentvolumeclaim \"{name}\" is being deleted";
            if (claim.Text("status", "phase") == "Lost") return $"persistentvolumeclaim \"{name}\" bound to non-existent persistentvolume \"{claim.Text("spec", "volumeName")}\"";
            if (!IsBound(claim) && !IsDelayed(claim)) return "pod has unbound immediate PersistentVolumeClaims";
        }

        return null;
    }

    /// <summary>Claims that wait for their first consumer learn the node; the pod is bound once they have their volumes.</summary>
    private bool WaitsForVolumes(JsonObject pod, JsonObject node)
    {
        var isWaiting = false;
        foreach (var name in PodClaims.NamesOf(pod))
        {
            var claim = World.Get(KubeResources.PersistentVolumeClaims, pod.Namespace(), name);
            if (claim is null || IsBound(claim)) continue;
            isWaiting = true;
            if (claim.Annotation(SelectedNode) != node.Name())
                World.Update(KubeResources.PersistentVolumeClaims, claim, item => item.Child("metadata").Child("annotations")[SelectedNode] = node.Name());
        }

        if (!isWaiting) return false;
        waiting.TryAdd((pod.Namespace(), pod.Name()), "");
        assumed[pod.Uid()] = node.Name();
        return true;
    }

    private static bool IsBound(JsonObject claim) => claim.Text("status", "phase") == "Bound";

    private bool IsDelayed(JsonObject claim) =>
        claim.Text("spec", "storageClassName") is { Length: > 0 } name
        && World.Get(KubeResources.StorageClasses, null, name).Text("volumeBindingMode") == "WaitForFirstConsumer";
}
