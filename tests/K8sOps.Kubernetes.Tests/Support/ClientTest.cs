using System.Text.Json.Nodes;

namespace K8sOps.Kubernetes.Tests;

/// <summary>A client over a scripted transport and a clock that does not make tests wait.</summary>
public abstract class ClientTest
{
    internal ScriptedTransport Transport { get; } = new();

    internal TestClock Clock { get; init; } = new();

    internal KubeClient Client => field ??= new KubeClient(Transport, new() { Clock = Clock, PageSize = 2 });

    protected static string Pod(string name, string version = "1", string? uid = null)
        => $$"""{"metadata":{"name":"{{name}}","namespace":"n","uid":"{{uid ?? "uid-" + name}}","resourceVersion":"{{version}}"},"spec":{"text":"a \"quoted\" } ] \\"} }""";

    protected static string List(string version, string? next, params string[] items)
        => $$"""{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"{{version}}"{{(next is null ? "" : $",\"continue\":\"{next}\"")}} },"items":[{{string.Join(',', items)}}]}""";

    protected static string Name(JsonObject pod) => pod["metadata"]!["name"]!.GetValue<string>();

    protected async Task<List<string>> NamesAsync(ListOptions? options = null)
    {
        var names = new List<string>();
        await foreach (var pod in Client.ListAsync(KubeResources.Pods, options ?? ListOptions.All, KubeJson.Object, default)) names.Add(Name(pod));
        return names;
    }
}
