using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Containers;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox;

/// <content>HTTP to programs in pods, through the API server: <c>services/NAME/proxy</c> and <c>pods/NAME/proxy</c>.</content>
internal sealed partial class ApiServer
{
    private KubeResponse Proxy(ApiCall call, Target target, ClockActivity activity)
    {
        lock (gate)
        {
            Prepare(target.Kind);
            var path = ProxiedPath(call.Path);
            var at = call.Request.PathAndQuery.IndexOf('?', StringComparison.Ordinal);
            var query = at < 0 ? "" : call.Request.PathAndQuery[(at + 1)..];
            var (pod, port) = target.Kind.Resource == KubeResources.Pods ? PodBehind(target) : PodBehindService(target);
            if (path.Length == 0)
            {
                // Relative links of a page would lead astray without the slash.
                return WithHeader(Answer(301, [], activity, "text/plain"), "Location", [call.Path + "/" + (query.Length == 0 ? "" : "?" + query)]);
            }

            var answer = Ask(new HttpCall(pod, port, path, query)) ?? throw Unreachable($"dial tcp {pod.Text("status", "podIP")}:{port}: connect: connection refused");
            return Answer(answer.Code, answer.Body.ToArray(), activity, answer.ContentType);
        }
    }

    /// <summary>What is behind <c>/api/v1/namespaces/x/pods/y/proxy</c>, as it was sent; empty when nothing is, not even a slash.</summary>
    private static string ProxiedPath(string path)
    {
        var at = 0;
        for (var segment = 0; segment < 7; segment++)
        {
            while (path[at] == '/') at++;
            at = path.IndexOf('/', at);
            if (at < 0) return "";
        }

        return path[at..];
    }

    private HttpAnswer? Ask(HttpCall call)
    {
        if (!call.Pod.Objects("spec", "containers").Any(container => world.Containers.IsRunning(call.Pod, container.Text("name") ?? ""))) return null;
        foreach (var program in world.HttpPrograms)
        {
            if (program.Answer(call) is { } answer) return answer;
        }

        // Whatever listens there has a page at its root, and where its probes look.
        var listener = call.Pod.Objects("spec", "containers").FirstOrDefault(container => container.Objects("ports").Any(port => port.Number("containerPort") == call.Port));
        if (listener is null) return null;
        var isKnown = call.Path == "/" || call.Path == listener.Text("readinessProbe", "httpGet", "path") || call.Path == listener.Text("livenessProbe", "httpGet", "path");
        return isKnown ? HttpAnswer.Text(200, "ok\n") : HttpAnswer.NotFound;
    }

    private (JsonObject Pod, int Port) PodBehind(Target target)
    {
        var (_, name, port) = ProxiedName(target, "pod");
        var pod = Existing(target with { Name = name }).Body;
        if (pod.Text("status", "podIP") is not { Length: > 0 } address) throw ApiException.BadRequest("address not allowed");
        if (port.Length == 0) port = pod.Objects("spec", "containers").SelectMany(static container => container.Objects("ports")).FirstOrDefault().Number("containerPort")?.ToString(CultureInfo.InvariantCulture) ?? "80";
        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) throw Unreachable($"dial tcp: lookup tcp/{port}: unknown port");
        var node = pod.Text("spec", "nodeName") ?? "";
        return world.Containers.WhyUnreachable(node) is null ? (pod, number) : throw Unreachable($"dial tcp {address}:{number}: connect: no route to host");
    }

    private (JsonObject Pod, int Port) PodBehindService(Target target)
    {
        var (id, name, port) = ProxiedName(target, "service");
        var service = Existing(target with { Name = name }).Body;
        if (int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            var named = service.Objects("spec", "ports").FirstOrDefault(item => item.Number("port") == number) ?? throw Unavailable($"no service port {number} found for service \"{name}\"");
            port = named.Text("name") ?? "";
        }

        var slices = Store.List(Kinds.EndpointSlices, target.Namespace).Where(slice => slice.Label("kubernetes.io/service-name") == name && slice.Objects("endpoints").Any()).ToList();
        if (slices.Count == 0) throw Unavailable($"no endpoints available for service \"{name}\"");
        foreach (var slice in slices)
        {
            if (slice.Objects("ports").FirstOrDefault(item => (item.Text("name") ?? "") == port).Number("port") is not { } behind) continue;
            if (slice.Objects("endpoints").FirstOrDefault(static item => item.Flag("conditions", "ready")) is not { } endpoint) continue;
            if (Store.Get(KubeResources.Pods, target.Namespace, endpoint.Text("targetRef", "name") ?? "") is { } pod) return (pod, (int)behind);
            throw Unreachable($"dial tcp {endpoint.Texts("addresses").FirstOrDefault()}:{behind}: i/o timeout");
        }

        throw Unavailable($"no endpoints available for service \"{id}\"");
    }

    /// <summary>NAME, NAME:PORT, or SCHEME:NAME:PORT; what it says of the scheme does not matter to programs that are simulated.</summary>
    private static (string Id, string Name, string Port) ProxiedName(Target target, string what) => target.Name!.Split(':') switch
    {
        [var name] when name.Length > 0 => (target.Name!, name, ""),
        [var name, var port] when name.Length > 0 => (target.Name!, name, port),
        ["" or "http" or "https", var name, var port] when name.Length > 0 => (target.Name!, name, port),
        _ => throw ApiException.BadRequest($"invalid {what} request \"{target.Name}\""),
    };

    private static ApiException Unavailable(string message) => new(503, "ServiceUnavailable", message);

    private static ApiException Unreachable(string why) => Unavailable($"error trying to reach service: {why}");
}
