using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <content>metrics.k8s.io: what pods and nodes use, made up from what they request.</content>
internal sealed partial class ApiServer
{
    // A container uses this part of its request; one without requests uses the base.
    private const double UsedPart = 0.6;
    private const double BaseCores = 0.005;
    private const double BaseBytes = 32 * 1024 * 1024;

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
            var (cores, bytes) = Use(container);
            containers.Add(new JsonObject { ["name"] = (string?)container["name"], ["usage"] = Usage(cores, bytes) });
        }

        var body = Metrics(kind, pod);
        body["containers"] = containers;
        return new StoredObject(kind, body);
    }

    private StoredObject NodeMetrics(ServedKind kind, StoredObject node, StoredObject[] pods)
    {
        var uses = pods.Where(pod => JsonPaths.Text(pod.Body, "spec.nodeName") == node.Name).SelectMany(Containers).Select(Use).ToArray();
        var body = Metrics(kind, node);
        body["usage"] = Usage(0.1 + uses.Sum(static use => use.Cores), (512 * 1024 * 1024) + uses.Sum(static use => use.Bytes));
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

    private static (double Cores, double Bytes) Use(JsonObject container)
    {
        var requests = container["resources"]?["requests"];
        return (Read(requests?["cpu"], BaseCores), Read(requests?["memory"], BaseBytes));
    }

    private static double Read(JsonNode? quantity, double otherwise) => quantity is null ? otherwise : Amount(quantity.ToString()) * UsedPart;

    private static double Amount(string text)
    {
        var end = text.Length;
        while (end > 0 && char.IsAsciiLetter(text[end - 1])) end--;
        if (!double.TryParse(text.AsSpan(0, end), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return 0;
        return number * text[end..] switch
        {
            "m" => 0.001,
            "k" => 1e3,
            "M" => 1e6,
            "G" => 1e9,
            "Ki" => 1024,
            "Mi" => 1024 * 1024,
            "Gi" => 1024.0 * 1024 * 1024,
            "Ti" => 1024.0 * 1024 * 1024 * 1024,
            _ => 1,
        };
    }

    private static JsonObject Usage(double cores, double bytes) => new()
    {
        ["cpu"] = string.Create(CultureInfo.InvariantCulture, $"{(long)(cores * 1e9)}n"),
        ["memory"] = string.Create(CultureInfo.InvariantCulture, $"{(long)(bytes / 1024)}Ki"),
    };
}
