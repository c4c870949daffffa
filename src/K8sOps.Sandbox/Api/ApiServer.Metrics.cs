using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox;

/// <content>metrics.k8s.io: what pods and nodes use, by what containers of their images typically do.</content>
internal sealed partial class ApiServer
{
    // What the machine's own services use besides the pods.
    private const double SystemCores = 0.12;
    private const double SystemBytes = 600 * 1024 * 1024;

    private StoredObject[] Computed(ServedKind kind)
    {
        var pods = Store.Collection(Store.Kinds.Of(KubeResources.Pods)).Sorted.Where(static pod => JsonPaths.Text(pod.Body, "status.phase") == "Running").ToArray();
        if (kind.Resource.Kind == "PodMetrics") return [.. pods.Select(pod => PodMetrics(kind, pod))];
        return [.. Store.Collection(Store.Kinds.Of(KubeResources.Nodes)).Sorted.Select(node => NodeMetrics(kind, node, pods))];
    }

    private StoredObject PodMetrics(ServedKind kind, StoredObject pod)
    {
        var containers = new JsonArray();
        foreach (var container in Containers(pod))
        {
            var (cores, bytes) = Use(pod, container);
            containers.Add(new JsonObject { ["name"] = (string?)container["name"], ["usage"] = Usage(cores, bytes) });
        }

        var body = Metrics(kind, pod);
        body["containers"] = containers;
        return new StoredObject(kind, body);
    }

    private StoredObject NodeMetrics(ServedKind kind, StoredObject node, StoredObject[] pods)
    {
        var uses = pods.Where(pod => JsonPaths.Text(pod.Body, "spec.nodeName") == node.Name).SelectMany(pod => Containers(pod).Select(container => Use(pod, container))).ToArray();
        var body = Metrics(kind, node);
        body["usage"] = Usage(SystemCores + uses.Sum(static use => use.Cores), SystemBytes + uses.Sum(static use => use.Bytes));
        return new StoredObject(kind, body);
    }

    private JsonObject Metrics(ServedKind kind, StoredObject about)
    {
        var metadata = new JsonObject { ["name"] = about.Name };
        if (about.Namespace.Length > 0) metadata["namespace"] = about.Namespace;
        metadata["creationTimestamp"] = WorldStore.Stamp(Store.Now);
        if (about.Body["metadata"]?["labels"] is { } labels) metadata["labels"] = labels.DeepClone();
        return new JsonObject
        {
            ["apiVersion"] = kind.Resource.ApiVersion,
            ["kind"] = kind.Resource.Kind,
            ["metadata"] = metadata,
            ["timestamp"] = WorldStore.Stamp(Store.Now),
            ["window"] = "15s",
        };
    }

    private static IEnumerable<JsonObject> Containers(StoredObject pod) => (pod.Body["spec"]?["containers"] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>
    /// What containers of the image typically use, a little more or less with each minute and container; never more than the limits.
    /// </summary>
    private (double Cores, double Bytes) Use(StoredObject pod, JsonObject container)
    {
        var (cores, bytes) = ContainerBehaviour.Table.Usage(container.Text("image") ?? "");
        var minute = Store.Now.ToUnixTimeSeconds() / 60;
        var chance = $"{pod.Uid}/{container.Text("name")}/{minute}".Aggregate(2166136261u, static (hash, letter) => unchecked((hash ^ letter) * 16777619u)) % 1000;
        return (Within(cores * (0.8 + (chance / 2500.0)), container.Text("resources", "limits", "cpu")), Within(bytes * (0.96 + (chance / 12500.0)), container.Text("resources", "limits", "memory")));
    }

    private static double Within(double use, string? limit) => limit is null ? use : Math.Min(use, Quantity.Parse(limit));

    private static JsonObject Usage(double cores, double bytes) => new()
    {
        ["cpu"] = string.Create(CultureInfo.InvariantCulture, $"{(long)(cores * 1e9)}n"),
        ["memory"] = string.Create(CultureInfo.InvariantCulture, $"{(long)(bytes / 1024)}Ki"),
    };
}
