using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Containers;

namespace K8sOps.Sandbox.Controllers;

/// <summary>One pod's life on its node, from ContainerCreating to its end.</summary>
internal sealed class PodRun
{
    private const string Component = "kubelet";
    private static readonly TimeSpan SandboxTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AttachTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RetryTime = TimeSpan.FromSeconds(15);
    private readonly WorldIndex world;
    private readonly KubeletController kubelet;
    private readonly string? ns;
    private readonly string name;
    private readonly string uid;
    private readonly string node;
    private readonly string restartPolicy;
    private readonly List<ContainerRun> containers;
    private readonly List<ContainerRun> inits;
    private readonly List<Action> stalled = [];
    private DateTimeOffset begun;
    private string? address;
    private bool hasSandbox;
    private bool isEnding;

    public PodRun(WorldIndex world, KubeletController kubelet, JsonObject pod)
    {
        this.world = world;
        this.kubelet = kubelet;
        ns = pod.Namespace();
        name = pod.Name();
        uid = pod.Uid();
        node = pod.Text("spec", "nodeName") ?? "";
        restartPolicy = pod.Text("spec", "restartPolicy") ?? "Always";
        containers = [.. pod.Objects("spec", "containers").Select(container => new ContainerRun(uid, (JsonObject)container.DeepClone()))];
        inits = [.. pod.Objects("spec", "initContainers").Select(container => new ContainerRun(uid, (JsonObject)container.DeepClone(), isInit: true))];
        foreach (var container in inits.Count > 0 ? inits.Concat(containers) : []) container.Waiting = ("PodInitializing", null);
    }

    private JsonObject? Pod => world.Get(KubeResources.Pods, ns, name) is { } pod && pod.Uid() == uid ? pod : null;

    public void Begin()
    {
        begun = world.Now;
        var usesClaims = Pod is { } pod && PodClaims.NamesOf(pod).Any();
        WriteStatus();
        After(usesClaims ? AttachTime : SandboxTime, Prepare);
    }

    /// <summary>The pod is being deleted: containers stop, then it is removed.</summary>
    public void End()
    {
        if (isEnding || Pod is not { } pod) return;
        isEnding = true;
        foreach (var container in containers.Where(static container => container.IsRunning))
            Event("Normal", "Killing", $"Stopping container {container.Name}");
        var grace = Math.Min(2, pod.Number("metadata", "deletionGracePeriodSeconds") ?? 2);
        After(TimeSpan.FromSeconds(grace), Remove);
    }

    /// <summary>The kubelet is back: what fell due meanwhile is done, and the status is told again.</summary>
    public void CatchUp()
    {
        WriteStatus();
        var due = stalled.ToList();
        stalled.Clear();
        foreach (var action in due) action();
    }

    private void Remove()
    {
        foreach (var run in inits.Concat(containers))
        {
            if (run.Log is { End: null } log) log.End = world.Now;
        }

        if (Pod is { } pod) world.Remove(KubeResources.Pods, pod);
    }

    /// <summary>A container of the pod; null when it has none of that name.</summary>
    public ContainerRun? Container(string container) => containers.Concat(inits).FirstOrDefault(run => run.Name == container);

    private ContainerLog NewLog(ContainerRun container, ContainerFate fate) =>
        KubeletController.NewLog($"{uid}/{container.Name}/{container.RestartCount}", world.Now, fate, KubeletController.LogWords(ns, name, node, container.Name));

    /// <summary>A container's process ends by itself.</summary>
    public void Crash(string container, int exitCode)
    {
        if (Container(container) is { IsRunning: true } found) Ended(found, found.RestartCount, new ContainerFate(TimeSpan.Zero, TimeSpan.Zero, exitCode, IsOutOfMemory: false, []));
    }

    private void After(TimeSpan delay, Action action) => world.After(delay, () =>
    {
        if (kubelet.IsRunning(node)) action();
        else stalled.Add(action);
    });

    private void Prepare()
    {
        if (isEnding || Pod is not { } pod) return;
        if (PodVolumes.Problem(world, pod) is { } problem)
        {
            world.Event(pod, "Warning", problem.Reason, problem.Message, problem.Component);
            After(RetryTime, Prepare);
            return;
        }

        address = pod.Flag("spec", "hostNetwork") ? kubelet.AddressOf(node) : kubelet.NextAddress(node);
        hasSandbox = true;
        Advance();
        WriteStatus();
    }

    /// <summary>Starts the next init container, or, when none is left, the containers.</summary>
    private void Advance()
    {
        if (inits.FirstOrDefault(static init => !init.IsInitDone) is { } next)
        {
            if (!next.HasStarted) Launch(next);
            return;
        }

        foreach (var container in containers) container.Waiting = ("ContainerCreating", null);
        foreach (var container in containers) Launch(container);
    }

    private void Launch(ContainerRun container)
    {
        if (isEnding || Pod is null) return;
        if (!ContainerBehaviour.Table.Exists(container.Image))
        {
            RefuseImage(container);
            return;
        }

        var (variables, problem) = ContainerEnvironment.Resolve(world, ns, container.Spec);
        if (problem is not null)
        {
            container.Wait("CreateContainerConfigError", problem);
            Event("Warning", "Failed", "Error: " + problem);
            After(RetryTime, () => Relaunch(container));
            return;
        }

        if (kubelet.HasImage(node, container.Image)) Run(container, variables, alreadyPresent: true);
        else
        {
            var seconds = 2 + (container.Image.Length % 5);
            Event("Normal", "Pulling", $"Pulling image \"{container.Image}\"");
            After(TimeSpan.FromSeconds(seconds), () =>
            {
                if (isEnding || Pod is null) return;
                var size = (40 + (container.Image.Length * 7 % 260)) * 1000003L;
                Event("Normal", "Pulled", string.Create(CultureInfo.InvariantCulture, $"Successfully pulled image \"{container.Image}\" in {seconds}.{container.Image.Length * 37 % 1000:000}s ({seconds}.{container.Image.Length * 37 % 1000:000}s including waiting). Image size: {size} bytes."));
                Run(container, variables, alreadyPresent: false);
                WriteStatus();
            });
        }
    }

    private void Relaunch(ContainerRun container)
    {
        Launch(container);
        WriteStatus();
    }

    private void RefuseImage(ContainerRun container)
    {
        var full = ImageName.Full(container.Image);
        var reason = $"failed to pull and unpack image \"{full}\": failed to resolve reference \"{full}\": {full}: not found";
        Event("Normal", "Pulling", $"Pulling image \"{container.Image}\"");
        Event("Warning", "Failed", $"Failed to pull image \"{container.Image}\": rpc error: code = NotFound desc = {reason}");
        Event("Warning", "Failed", "Error: ErrImagePull");
        if (container.Backoff == TimeSpan.Zero) container.NextBackoff();
        var wait = container.NextBackoff();
        container.Wait("ErrImagePull", $"rpc error: code = NotFound desc = {reason}");
        After(SandboxTime, () =>
        {
            if (isEnding || Pod is null) return;
            Event("Normal", "BackOff", $"Back-off pulling image \"{container.Image}\"");
            Event("Warning", "Failed", "Error: ImagePullBackOff");
            container.Wait("ImagePullBackOff", $"Back-off pulling image \"{container.Image}\": ErrImagePull: rpc error: code = NotFound desc = {reason}");
            WriteStatus();
            After(wait, () => Relaunch(container));
        });
    }

    private void Run(ContainerRun container, IReadOnlyDictionary<string, string> variables, bool alreadyPresent)
    {
        if (alreadyPresent) Event("Normal", "Pulled", $"Container image \"{container.Image}\" already present on machine");
        Event("Normal", "Created", $"Created container: {container.Name}");
        Event("Normal", "Started", $"Started container {container.Name}");
        var fate = (Pod is { } pod ? kubelet.FaultOf(pod, container.Name) : null) ?? ContainerBehaviour.Table.FateOf(container.Spec, variables, container.IsInit ? !container.IsSidecar : restartPolicy != "Always");
        container.Started(world.Now, NewLog(container, fate));
        var run = container.RestartCount;
        var probe = container.Spec.Object("readinessProbe");
        var ready = probe is null ? TimeSpan.Zero : Later(fate.ReadyAfter, TimeSpan.FromSeconds(probe.Number("initialDelaySeconds") ?? 0));
        if (probe is not null && ReadinessProbe.DeadPort(container.Spec) is { } port) After(TimeSpan.FromSeconds(ProbePeriod(probe)), () => Refuse(container, run, port, ProbePeriod(probe)));
        else if (ready == TimeSpan.Zero) container.IsReady = true;
        else if (fate.EndsAfter is null || fate.EndsAfter > ready) After(ready, () => Readied(container, run));
        if (fate.EndsAfter is { } end) After(end, () => Ended(container, run, fate));
        if (container.IsSidecar && run == 0) Advance();
    }

    private static long ProbePeriod(JsonObject probe) => probe.Number("periodSeconds") ?? 10;

    /// <summary>A probe that nobody answers: it is told each time, at ever longer intervals, as events that are alike are.</summary>
    private void Refuse(ContainerRun container, int run, string port, long seconds)
    {
        if (isEnding || container.RestartCount != run || !container.IsRunning || Pod is null) return;
        Event("Warning", "Unhealthy", ReadinessProbe.Refused(container.Spec, address, port));
        After(TimeSpan.FromSeconds(seconds), () => Refuse(container, run, port, Math.Min(seconds * 2, 300)));
    }

    private static TimeSpan Later(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private void Readied(ContainerRun container, int run)
    {
        if (isEnding || container.RestartCount != run || !container.IsRunning) return;
        container.IsReady = true;
        WriteStatus();
    }

    private void Ended(ContainerRun container, int run, ContainerFate fate)
    {
        if (isEnding || container.RestartCount != run || !container.IsRunning || Pod is null) return;
        container.Ended(world.Now, fate.ExitCode, fate.IsOutOfMemory);
        if (container.IsInit && container.IsInitDone)
        {
            container.IsReady = true;
            Advance();
        }

        WriteStatus();
        if ((container.IsInit && container.IsInitDone) || (!container.IsSidecar && (restartPolicy == "Never" || (restartPolicy == "OnFailure" && fate.ExitCode == 0)))) return;
        var wait = container.NextBackoff();
        After(SandboxTime, () =>
        {
            if (isEnding || Pod is not { } pod) return;
            if (wait == TimeSpan.Zero)
            {
                Restart(container);
                return;
            }

            Event("Warning", "BackOff", $"Back-off restarting failed container {container.Name} in pod {name}_{ns}({uid})");
            container.Wait("CrashLoopBackOff", $"back-off {Words(wait)} restarting failed container={container.Name} pod={name}_{ns}({uid})");
            WriteStatus();
            After(wait, () => Restart(container));
        });
    }

    private void Restart(ContainerRun container)
    {
        if (isEnding || Pod is null) return;
        container.RestartCount++;
        Relaunch(container);
    }

    /// <summary>A duration as Go writes it: 10s, 1m20s, 5m0s.</summary>
    private static string Words(TimeSpan time) => time < TimeSpan.FromMinutes(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalSeconds}s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}m{time.Seconds}s");

    private void Event(string type, string reason, string message)
    {
        if (Pod is { } pod) world.Event(pod, type, reason, message, Component);
    }

    private void WriteStatus()
    {
        if (Pod is { } pod)
        {
            world.UpdateStatus(KubeResources.Pods, pod, item =>
                PodStatus.Write(item, world.Now, begun, kubelet.AddressOf(node), address, hasSandbox, restartPolicy, inits, containers));
        }
    }
}
