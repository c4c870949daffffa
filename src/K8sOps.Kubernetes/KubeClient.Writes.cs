using System.Text.Json;
using System.Text.Json.Nodes;

namespace K8sOps.Kubernetes;

/// <content>
/// Writes. Each is sent once: only what the server refused with <c>Retry-After</c> is sent again, never what may have been carried out.
/// Their answers are read to the end: until then (<see cref="KubeConnectionException"/>: Interrupted, Timeout, Malformed) the outcome is not known.
/// </content>
public sealed partial class KubeClient
{
    /// <summary>POST of a new object; returns it as the server made it.</summary>
    public Task<JsonObject> CreateAsync(KubeResource resource, string? ns, JsonObject body, WriteOptions options, CancellationToken cancellationToken)
        => WriteAsync(HttpMethod.Post, resource.Path(ns) + WriteQuery(options), body, "application/json", cancellationToken);

    /// <summary>PUT of the whole object; with <c>metadata.resourceVersion</c> in it, only if nobody changed it meanwhile.</summary>
    /// <exception cref="KubeApiException"><c>Conflict</c> when somebody did.</exception>
    public Task<JsonObject> ReplaceAsync(KubeResource resource, string? ns, string name, JsonObject body, WriteOptions options, CancellationToken cancellationToken)
        => WriteAsync(HttpMethod.Put, resource.Path(ns, Required(name), options.Subresource) + WriteQuery(options), body, "application/json", cancellationToken);

    /// <summary>Merge PATCH (RFC 7386): maps are merged, null removes, lists are replaced whole.</summary>
    public Task<JsonObject> MergePatchAsync(KubeResource resource, string? ns, string name, JsonObject patch, WriteOptions options, CancellationToken cancellationToken)
        => PatchAsync(resource, ns, name, patch, "application/merge-patch+json", options, cancellationToken);

    /// <summary>JSON PATCH (RFC 6902): single elements of lists, and <c>test</c> before them.</summary>
    /// <exception cref="KubeApiException"><c>Invalid</c> when a test fails or a path is not there.</exception>
    public Task<JsonObject> JsonPatchAsync(KubeResource resource, string? ns, string name, JsonArray patch, WriteOptions options, CancellationToken cancellationToken)
        => PatchAsync(resource, ns, name, patch, "application/json-patch+json", options, cancellationToken);

    /// <summary>Strategic merge PATCH: lists with a key are merged by it. Built-in kinds only; custom resources answer 415.</summary>
    public Task<JsonObject> StrategicPatchAsync(KubeResource resource, string? ns, string name, JsonObject patch, WriteOptions options, CancellationToken cancellationToken)
        => PatchAsync(resource, ns, name, patch, "application/strategic-merge-patch+json", options, cancellationToken);

    /// <summary>
    /// Server-side apply as the field manager of the options: makes the object or changes it, and owns what <paramref name="body"/> names.
    /// </summary>
    /// <exception cref="KubeApiException"><c>Conflict</c> with <see cref="KubeApiException.FieldConflicts"/> when another manager owns
    /// a field and <see cref="WriteOptions.Force"/> is not set.</exception>
    public Task<JsonObject> ApplyAsync(KubeResource resource, string? ns, string name, JsonObject body, WriteOptions options, CancellationToken cancellationToken)
        => PatchAsync(resource, ns, name, body, "application/apply-patch+yaml", options, cancellationToken);

    /// <summary>
    /// Asks what the object would be if another manager applied this now, taking over what others own. Nothing is stored
    /// (<c>dryRun=All</c>), and unknown fields are dropped instead of refused, as they are for controllers.
    /// </summary>
    /// <exception cref="KubeApiException">The server would refuse it.</exception>
    public Task<JsonObject> DryRunApplyAsync(KubeResource resource, string? ns, string name, JsonObject body, string manager, CancellationToken cancellationToken)
        => WriteAsync(HttpMethod.Patch, $"{resource.Path(ns, Required(name))}?fieldManager={Uri.EscapeDataString(manager)}&fieldValidation=Ignore&force=true&dryRun=All", body, "application/apply-patch+yaml", cancellationToken);

    /// <summary>DELETE of one object. Returns when the server took it on; finalizers may keep the object for longer.</summary>
    public Task DeleteAsync(KubeResource resource, string? ns, string name, DeleteOptions options, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(Options(options.Uid, options.GracePeriodSeconds, options.PropagationPolicy, options.DryRun), KubeJsonContext.Default.DeleteOptionsWire);
        // In the query as well: a server that overlooks a body must not delete for real.
        return SendAsync(HttpMethod.Delete, resource.Path(ns, Required(name)) + (options.DryRun ? "?dryRun=All" : ""), body, "application/json", cancellationToken);
    }

    /// <summary>
    /// POST of a policy/v1 Eviction: the pod is deleted unless a budget forbids it now. Returns when the server took it on.
    /// </summary>
    /// <exception cref="KubeApiException"><c>TooManyRequests</c> with a cause <c>DisruptionBudget</c> when a budget forbids it (this is
    /// never asked again here); <c>InternalError</c> when two budgets select the pod, which the API cannot evict at all.</exception>
    public Task EvictAsync(string ns, string pod, EvictionOptions options, CancellationToken cancellationToken)
    {
        var body = new Wire.EvictionWire
        {
            Metadata = new() { Name = Required(pod), Namespace = ns },
            DeleteOptions = Options(options.Uid, options.GracePeriodSeconds, null, options.DryRun),
        };
        var path = KubeResources.Pods.Path(ns, pod, "eviction") + (options.DryRun ? "?dryRun=All" : "");
        return SendAsync(HttpMethod.Post, path, JsonSerializer.SerializeToUtf8Bytes(body, KubeJsonContext.Default.EvictionWire), "application/json", cancellationToken);
    }

    private Task<JsonObject> PatchAsync(KubeResource resource, string? ns, string name, JsonNode patch, string contentType, WriteOptions options, CancellationToken cancellationToken)
        => WriteAsync(HttpMethod.Patch, resource.Path(ns, Required(name), options.Subresource) + WriteQuery(options), patch, contentType, cancellationToken);

    private Task<JsonObject> WriteAsync(HttpMethod method, string path, JsonNode body, string contentType, CancellationToken cancellationToken)
        => SendAsync(method, path, JsonSerializer.SerializeToUtf8Bytes(body, KubeJson.Node), contentType, cancellationToken);

    // The answer is read also where nobody needs it: a proxy's page with code 200 is no deletion.
    private async Task<JsonObject> SendAsync(HttpMethod method, string path, byte[] body, string contentType, CancellationToken cancellationToken)
    {
        var request = new KubeRequest { Method = method, PathAndQuery = path, Body = body, ContentType = contentType };
        var answer = await ReadAsync(request, KubeJson.Object, cancellationToken).ConfigureAwait(false);
        return Is(answer, IsAcknowledgement) ? answer : throw KubeErrors.Malformed("it is neither an object nor a Status of success");
    }

    private static bool IsAcknowledgement(JsonObject answer) => KubeConfigEntry.Text(answer, "kind") switch
    {
        "Status" => KubeConfigEntry.Text(answer, "status") == "Success",
        null => answer["metadata"] is JsonObject,
        _ => true,
    };

    private static Wire.DeleteOptionsWire Options(string? uid, int? grace, string? propagation, bool isDryRun) => new()
    {
        GracePeriodSeconds = grace,
        PropagationPolicy = propagation,
        DryRun = isDryRun ? ["All"] : null,
        Preconditions = uid is null ? null : new() { Uid = uid },
    };

    private static string WriteQuery(WriteOptions options)
        => $"?fieldManager={Uri.EscapeDataString(options.FieldManager)}&fieldValidation=Strict{(options.Force ? "&force=true" : "")}{(options.DryRun ? "&dryRun=All" : "")}";
}
