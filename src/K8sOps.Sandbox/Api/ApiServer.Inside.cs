using System.Text.Json;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <content>Requests of the world's own controllers.</content>
internal sealed partial class ApiServer : IInsideServer
{
    /// <inheritdoc/>
    public (JsonObject Body, bool IsChanged) Apply(KubeResource resource, JsonObject manifest, string manager, bool force, bool isDryRun)
    {
        var path = resource.Path(JsonPaths.Text(manifest, "metadata.namespace"), JsonPaths.Text(manifest, "metadata.name"));
        var query = $"?fieldManager={Uri.EscapeDataString(manager)}&force={(force ? "true" : "false")}{(isDryRun ? "&dryRun=All" : "")}";
        var request = new KubeRequest { Method = HttpMethod.Patch, PathAndQuery = path + query, ContentType = ApplyType, Body = JsonSerializer.SerializeToUtf8Bytes<JsonNode>(manifest, StoredObject.Wire) };
        var (code, body, stored) = Written(request);
        return (body, stored || (isDryRun && code == 201));
    }

    /// <inheritdoc/>
    public JsonObject Send(KubeRequest request) => Written(request).Body;

    private (int Code, JsonObject Body, bool Stored) Written(KubeRequest request)
    {
        var call = new ApiCall(request);
        var target = Target.Find(call.Segments, Store.Kinds, gate) ?? throw ApiException.BadRequest($"no kind is served at {call.Path}");
        return (call.Method, target) switch
        {
            ("PATCH", { Name: not null }) => Patch(call, target),
            ("PUT", { Name: not null }) => Replace(call, target),
            ("POST", { Name: null }) => Create(call, target),
            ("DELETE", { Name: not null, Subresource: null }) => Delete(call, target),
            _ => throw ApiException.MethodNotAllowed(),
        };
    }
}
