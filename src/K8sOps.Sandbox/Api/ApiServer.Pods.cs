using System.Net.WebSockets;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Containers;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox;

/// <content>What a pod's kubelet is asked for: logs, and programs run in containers.</content>
internal sealed partial class ApiServer
{
    /// <summary>Opens a WebSocket to a program in a container; any other path, and any refusal, is answered as to a plain request.</summary>
    public KubeUpgrade Upgrade(KubeRequest request, IReadOnlyList<string> protocols)
    {
        Interlocked.Increment(ref _requests);
        var activity = Clock.Enter();
        try
        {
            var call = new ApiCall(request);
            if (Target.Find(call.Segments, Store.Kinds, gate) is not { Subresource: "exec" } target) return new KubeUpgrade(Route(call, activity));
            Authorize(call, target);
            var protocol = protocols.FirstOrDefault(ExecSession.Protocols.Contains) ?? throw ApiException.BadRequest($"unable to upgrade: none of the protocols [{string.Join(' ', protocols)}] is supported");
            var session = Exec(call, target, activity);
            if (!session.IsReading) Interlocked.Increment(ref _writes);
            var (near, far) = DuplexStream.Pair();
            session.Begin(WebSocket.CreateFromStream(far, new WebSocketCreationOptions { IsServer = true, SubProtocol = protocol, KeepAliveInterval = TimeSpan.Zero }));
            return new KubeUpgrade(WebSocket.CreateFromStream(near, new WebSocketCreationOptions { IsServer = false, SubProtocol = protocol, KeepAliveInterval = TimeSpan.Zero }));
        }
        catch (ApiException error)
        {
            return new KubeUpgrade(Answer(error.Code, error.ToStatus(), activity));
        }
        catch
        {
            activity.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Why a plain request to run a program is refused: what is wrong with the program itself goes first, since kubectl repeats a refused
    /// WebSocket over SPDY, which is not served, and shows that answer.
    /// </summary>
    private ApiException NoSocket(ApiCall call, Target target, ClockActivity activity)
    {
        Exec(call, target, activity);
        return ApiException.BadRequest("Upgrade request required");
    }

    private ExecSession Exec(ApiCall call, Target target, ClockActivity activity)
    {
        lock (gate)
        {
            Prepare(target.Kind);
            var pod = Existing(target).Body;
            bool stdin = call.IsSet("stdin"), stdout = call.IsSet("stdout"), stderr = call.IsSet("stderr"), tty = call.IsSet("tty");
            if (!stdin && !stdout && !stderr) throw ApiException.BadRequest("you must specify at least 1 of stdin, stdout, stderr");
            var name = ContainerOf(pod, call.Query("container") is { Length: > 0 } named ? named : null);
            if (pod.Text("spec", "nodeName") is not { Length: > 0 } node) throw ApiException.BadRequest($"pod {pod.Name()} does not have a host assigned");
            var argv = call.QueryAll("command");
            if (argv.Count == 0) throw ApiException.BadRequest("you must specify at least one command for the container");
            var container = new ProgramContainer(world, gate, (JsonObject)pod.DeepClone(), name);
            var program = new ProgramCall(container, argv, activity);
            // What fails from here on is told through the socket: the API server has taken the upgrade before it asks the kubelet.
            var problem = world.Containers.WhyUnreachable(node) is { } why ? $"error dialing backend: {why}"
                : world.Containers.IsRunning(pod, name) ? null
                : $"unable to upgrade connection: container not found (\"{name}\")";
            return new ExecSession(program, world.Programs, stdin, stdout, stderr && !tty, problem, activity);
        }
    }

    private KubeResponse Log(ApiCall call, Target target, ClockActivity activity)
    {
        var selection = LogSelection.Of(call);
        lock (gate)
        {
            Prepare(target.Kind);
            var pod = Existing(target).Body;
            var container = ContainerOf(pod, selection.Container);
            // Before a pod has a node there is nobody to ask; the real server answers with nothing, too.
            if (pod.Text("spec", "nodeName") is not { Length: > 0 } node) return Text(200, "", activity);
            if (world.Containers.WhyUnreachable(node) is { } why)
            {
                throw new ApiException(500, "InternalError", $"Get \"https://{node}:10250/containerLogs/{pod.Namespace()}/{pod.Name()}/{container}\": {why}");
            }

            var log = world.Containers.LogOf(pod, container, selection.Previous) ?? throw ApiException.BadRequest(WhyNoLog(pod, container, selection.Previous));
            var reading = new LogReading(log, selection, Store.Now);
            var stream = new LogStream(reading, log, Store, gate, activity);
            return new KubeResponse(200, Headers("text/plain"), stream);
        }
    }

    /// <summary>The container that is meant.</summary>
    /// <exception cref="ApiException">400: none is named and there are several, or there is none of that name.</exception>
    private static string ContainerOf(JsonObject pod, string? named)
    {
        var containers = pod.Objects("spec", "containers").Select(static item => item.Text("name") ?? "").ToArray();
        var inits = pod.Objects("spec", "initContainers").Select(static item => item.Text("name") ?? "").ToArray();
        var debuggers = pod.Objects("spec", "ephemeralContainers").Select(static item => item.Text("name") ?? "");
        if (named is not null)
        {
            return containers.Concat(inits).Concat(debuggers).Contains(named) ? named : throw ApiException.BadRequest($"container {named} is not valid for pod {pod.Name()}");
        }

        if (containers.Length == 1) return containers[0];
        var choice = $"a container name must be specified for pod {pod.Name()}, choose one of: [{string.Join(' ', containers)}]";
        throw ApiException.BadRequest(inits.Length == 0 ? choice : $"{choice} or one of the init containers: [{string.Join(' ', inits)}]");
    }

    private static string WhyNoLog(JsonObject pod, string container, bool previous)
    {
        if (previous) return $"previous terminated container \"{container}\" in pod \"{pod.Name()}\" not found";
        var status = pod.Objects("status", "containerStatuses").Concat(pod.Objects("status", "initContainerStatuses")).FirstOrDefault(item => item.Text("name") == container);
        if (status is null) return $"container \"{container}\" in pod \"{pod.Name()}\" is not available";
        return $"container \"{container}\" in pod \"{pod.Name()}\" is waiting to start: " + status.Text("state", "waiting", "reason") switch
        {
            "ErrImagePull" => "image can't be pulled",
            "ImagePullBackOff" => "trying and failing to pull image",
            var reason => reason ?? "no logs yet",
        };
    }
}
