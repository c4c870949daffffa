using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Containers;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>
/// The logs of Flux's controllers: lines of JSON as their logger writes them, in the container of the pod that leads. A controller without a
/// pod that is ready says nothing.
/// </summary>
internal sealed class FluxLog(WorldIndex world, IContainerRuntime containers)
{
    private const string Container = "manager";
    private readonly Dictionary<string, int> _runs = [];

    /// <summary>An object's next reconciliation begins: its lines carry an id of their own.</summary>
    public void Begin(JsonObject about) => _runs[about.Uid()] = _runs.GetValueOrDefault(about.Uid()) + 1;

    /// <summary>Writes a line.</summary>
    /// <param name="about">The object that is reconciled.</param>
    /// <param name="controller">The controller, which is the name of its Deployment too.</param>
    /// <param name="message">What it says.</param>
    /// <param name="error">The error, for a line of level error; null for one of level info.</param>
    /// <param name="more">Further fields.</param>
    /// <param name="at">When, for a past that is composed; now when null.</param>
    public void Write(JsonObject about, string controller, string message, string? error = null, JsonObject? more = null, DateTimeOffset? at = null)
    {
        if (Leader(controller) is not { } pod || containers.LogOf(pod, Container, previous: false) is not ToldLog log) return;
        var time = at ?? world.Now;
        log.Write(time, Line(about, time, message, error, more).ToJsonString(StoredObject.Wire));
    }

    /// <summary>The pod that holds the controller's lease: the first one that is ready.</summary>
    private JsonObject? Leader(string controller)
    {
        var selector = world.Get(KubeResources.Deployments, FluxWorld.Namespace, controller).Object("spec", "selector");
        return world.InNamespace(KubeResources.Pods, FluxWorld.Namespace)
            .Where(pod => PodState.IsReady(pod) && !pod.IsTerminating() && Fields.Matches(selector, pod.Object("metadata", "labels")))
            .MinBy(static pod => (pod.Time("metadata", "creationTimestamp"), pod.Name()));
    }

    private JsonObject Line(JsonObject about, DateTimeOffset time, string message, string? error, JsonObject? more)
    {
        var kind = about.Text("kind") ?? "";
        var line = new JsonObject
        {
            ["level"] = error is null ? "info" : "error",
            ["ts"] = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["msg"] = message,
            ["controller"] = kind.ToLowerInvariant(),
            ["controllerGroup"] = (about.Text("apiVersion") ?? "").Split('/')[0],
            ["controllerKind"] = kind,
            [kind] = new JsonObject { ["name"] = about.Name(), ["namespace"] = about.Namespace() },
            ["namespace"] = about.Namespace(),
            ["name"] = about.Name(),
            ["reconcileID"] = RunId(about),
        };
        foreach (var (name, value) in more ?? []) line[name] = value?.DeepClone();
        if (error is not null) line["error"] = error;
        return line;
    }

    /// <summary>A version 4 UUID, the same in every process.</summary>
    private string RunId(JsonObject about)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{about.Uid()}/{_runs.GetValueOrDefault(about.Uid())}")))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
