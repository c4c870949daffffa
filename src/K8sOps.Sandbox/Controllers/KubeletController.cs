using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Containers;

namespace K8sOps.Sandbox.Controllers;

/// <summary>
/// The kubelets of all nodes: runs the pods bound to them, ends those that are deleted. A node whose machine's kubelet is stopped
/// does nothing, and catches up when it runs again. Pods that were stored with containers already running are taken as they are.
/// </summary>
internal sealed class KubeletController : Controller, IContainerRuntime
{
    private static readonly TimeSpan QuickStop = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, PodRun> runs = [];
    private readonly Dictionary<string, ContainerLog> stored = [];
    private readonly Dictionary<string, int> addresses = [];
    private readonly HashSet<(string Node, string Image)> pulled = [];
    private readonly Machines machines;
    private readonly List<Func<JsonObject, string, ContainerFate?>> faults = [];

    public KubeletController(WorldIndex world, Machines machines)
        : base(world)
    {
        this.machines = machines;
        machines.WhenKubeletTurns((node, isRunning) =>
        {
            if (isRunning) CatchUp(node);
        });
    }

    public override void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after)
    {
        if (resource != KubeResources.Pods) return;
        if (after is null) Forget(before!);
        else if (after.IsTerminating()) EndPod(after);
        else if (after.Text("spec", "nodeName") is { Length: > 0 } node && IsNew(after) && machines.IsKubeletRunning(node)) Begin(after);
    }

    /// <summary>Asks from now on, when a container is started, what else becomes of it: a device that fails, a network that does not carry.</summary>
    public void AskForFaults(Func<JsonObject, string, ContainerFate?> fault) => faults.Add(fault);

    /// <summary>What becomes of a container because of what is wrong around it; null when nothing is.</summary>
    public ContainerFate? FaultOf(JsonObject pod, string container) => faults.Select(fault => fault(pod, container)).FirstOrDefault(static fate => fate is not null);

    /// <summary>Ends a container of a pod that runs, now.</summary>
    public void Crash(JsonObject pod, string container, int exitCode)
    {
        if (runs.TryGetValue(pod.Uid(), out var run)) run.Crash(container, exitCode);
    }

    /// <summary>Whether the machine still does what its kubelet tells it.</summary>
    public bool IsRunning(string node) => machines.IsKubeletRunning(node) && World.Get(KubeResources.Nodes, null, node) is not null;

    /// <inheritdoc/>
    public string? WhyUnreachable(string node) =>
        machines.IsKubeletRunning(node) ? null : $"dial tcp {AddressOf(node)}:10250: connect: connection refused";

    /// <inheritdoc/>
    public bool IsRunning(JsonObject pod, string container)
    {
        if (runs.TryGetValue(pod.Uid(), out var run)) return run.Container(container)?.IsRunning == true;
        return pod.Objects("status", "containerStatuses").Any(item => item.Text("name") == container && item.Object("state", "running") is not null);
    }

    /// <inheritdoc/>
    public ContainerLog? LogOf(JsonObject pod, string container, bool previous)
    {
        if (runs.TryGetValue(pod.Uid(), out var run)) return run.Container(container)?.LogOf(previous);

        // Stored with its containers already running: what it wrote follows from what it is.
        var status = pod.Objects("status", "containerStatuses").FirstOrDefault(item => item.Text("name") == container);
        var spec = pod.Objects("spec", "containers").FirstOrDefault(item => item.Text("name") == container);
        if (previous || spec is null || status.Object("state", "running") is not { } state) return null;
        var fate = ContainerBehaviour.Table.FateOf(spec, ContainerEnvironment.Resolve(World, pod.Namespace(), spec).Variables, isTask: false);
        var started = state.Time("startedAt") ?? pod.Time("metadata", "creationTimestamp") ?? World.Now;
        var key = $"{pod.Uid()}/{container}/0";
        if (stored.TryGetValue(key, out var told)) return told;
        var log = NewLog(key, started, fate, LogWords(pod.Namespace(), pod.Name(), pod.Text("spec", "nodeName"), container));
        if (log is ToldLog) stored[key] = log;
        return log;
    }

    /// <summary>The log of a run that begins, or began then.</summary>
    public static ContainerLog NewLog(string seed, DateTimeOffset start, ContainerFate fate, IReadOnlyDictionary<string, string> words)
    {
        var log = new TypicalLog(seed, start, fate, words);
        return fate.IsTold ? new ToldLog(log) : log;
    }

    /// <summary>What stands for the placeholders in a container's lines.</summary>
    public static IReadOnlyDictionary<string, string> LogWords(string? ns, string pod, string? node, string container) =>
        new Dictionary<string, string>(StringComparer.Ordinal) { ["ns"] = ns ?? "", ["pod"] = pod, ["node"] = node ?? "", ["container"] = container };

    /// <summary>Remembers that a node has an image; true when it had it before.</summary>
    public bool HasImage(string node, string image) => !pulled.Add((node, image));

    /// <summary>The next address of the node's pod network.</summary>
    public string NextAddress(string node)
    {
        var network = World.Get(KubeResources.Nodes, null, node).Text("spec", "podCIDR") ?? "10.42.0.0/24";
        var number = addresses.GetValueOrDefault(node, 9) + 1;
        addresses[node] = number;
        var bytes = IPAddress.Parse(network[..network.IndexOf('/', StringComparison.Ordinal)]).GetAddressBytes();
        bytes[3] = (byte)(1 + (number % 253));
        return string.Join('.', bytes.Select(static part => part.ToString(CultureInfo.InvariantCulture)));
    }

    public string AddressOf(string node) => World.Get(KubeResources.Nodes, null, node).Objects("status", "addresses")
        .FirstOrDefault(static address => address.Text("type") == "InternalIP").Text("address") ?? "";

    private static bool IsNew(JsonObject pod) =>
        pod["status"]?["containerStatuses"] is null && pod.Text("status", "phase") is null or "Pending";

    private void Begin(JsonObject pod)
    {
        if (runs.ContainsKey(pod.Uid())) return;
        var run = new PodRun(World, this, pod);
        runs[pod.Uid()] = run;
        run.Begin();
    }

    private void Forget(JsonObject pod)
    {
        runs.Remove(pod.Uid());
        foreach (var container in stored.Count > 0 ? pod.Objects("spec", "containers") : [])
        {
            if (stored.Remove($"{pod.Uid()}/{container.Text("name")}/0", out var log)) log.End = World.Now;
        }
    }

    private void EndPod(JsonObject pod)
    {
        var node = pod.Text("spec", "nodeName");
        if (string.IsNullOrEmpty(node) || World.Get(KubeResources.Nodes, null, node) is null)
        {
            World.Enqueue($"kubelet/remove/{pod.Uid()}", () => World.Remove(KubeResources.Pods, pod));
            return;
        }

        if (!machines.IsKubeletRunning(node)) return;
        if (runs.TryGetValue(pod.Uid(), out var run)) run.End();
        else World.After(QuickStop, () => RemoveIfStillThere(pod));
    }

    private void RemoveIfStillThere(JsonObject pod)
    {
        if (World.Get(KubeResources.Pods, pod.Namespace(), pod.Name()) is { } found && found.Uid() == pod.Uid()) World.Remove(KubeResources.Pods, found);
    }

    private void CatchUp(string node)
    {
        foreach (var pod in World.PodsOnNode(node).OrderBy(static pod => pod.Namespace(), StringComparer.Ordinal).ThenBy(static pod => pod.Name(), StringComparer.Ordinal))
        {
            if (pod.IsTerminating()) EndPod(pod);
            else if (runs.TryGetValue(pod.Uid(), out var run)) run.CatchUp();
            else if (IsNew(pod)) Begin(pod);
            else MarkReady(pod);
        }
    }

    private void MarkReady(JsonObject pod)
    {
        if (!pod.Objects("status", "containerStatuses").All(static status => status.Flag("ready"))) return;
        World.UpdateStatus(KubeResources.Pods, pod, item => Fields.SetCondition(item.Child("status"), World.Now, "Ready", "True"));
    }
}
