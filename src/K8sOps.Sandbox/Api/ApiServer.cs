using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <summary>The API server: takes a request to the store and answers as the real one does.</summary>
internal sealed partial class ApiServer(SandboxWorld world, Lock gate)
{
    private static readonly Dictionary<string, IReadOnlyList<string>> NoHeaders = new(StringComparer.OrdinalIgnoreCase);
    private readonly OpenApiDocuments _openApi = new();
    private long _requests;
    private long _writes;

    public long RequestCount => Interlocked.Read(ref _requests);

    /// <summary>Writes of clients that were stored, and programs that were run for them, of which nobody knows what they change.</summary>
    public long WriteCount => Interlocked.Read(ref _writes);

    private WorldStore Store => world.Store;

    private WorldClock Clock => world.Clock;

    public KubeResponse Handle(KubeRequest request)
    {
        Interlocked.Increment(ref _requests);
        var activity = Clock.Enter();
        try
        {
            return Route(new ApiCall(request), activity);
        }
        catch (ApiException error)
        {
            var answer = Answer(error.Code, error.ToStatus(), activity);
            return error.RetryAfter is { } seconds ? WithHeader(answer, "Retry-After", [seconds.ToString(System.Globalization.CultureInfo.InvariantCulture)]) : answer;
        }
        catch (InvalidOperationException error) when (error.Source == "System.Text.Json")
        {
            // A value of another type than what reads it: a name that is a number. What is decoded by a schema has been refused before.
            return Answer(400, ApiException.BadRequest($"the object provided is unrecognized: {error.Message}").ToStatus(), activity);
        }
        catch
        {
            activity.Dispose();
            throw;
        }
    }

    private static Dictionary<string, IReadOnlyList<string>> Headers(string contentType) => new(NoHeaders, StringComparer.OrdinalIgnoreCase)
    {
        ["Content-Type"] = [contentType],
        ["Cache-Control"] = ["no-cache, private"],
    };

    private static KubeResponse Answer(int code, JsonNode body, ClockActivity activity, string contentType = "application/json") =>
        Answer(code, JsonSerializer.SerializeToUtf8Bytes(body, StoredObject.Wire), activity, contentType);

    private static KubeResponse Answer(int code, byte[] body, ClockActivity activity, string contentType = "application/json")
    {
        var headers = Headers(contentType);
        headers["Content-Length"] = [body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)];
        return new KubeResponse(code, headers, new ResponseStream([body], activity));
    }

    private static KubeResponse Text(int code, string text, ClockActivity activity) =>
        Answer(code, Encoding.UTF8.GetBytes(text), activity, "text/plain; charset=utf-8");

    private KubeResponse Route(ApiCall call, ClockActivity activity)
    {
        var path = call.Segments;
        var target = path is ["api" or "apis", ..] ? Target.Find(path, Store.Kinds, gate) : null;
        Authorize(call, target);
        if (target is not null) return Serve(call, target, activity);
        lock (gate)
        {
            return path switch
            {
                ["version"] => Answer(200, Discovery.Version(), activity),
                ["readyz" or "livez" or "healthz", ..] => Text(200, call.Query("verbose") is null ? "ok" : Discovery.Health(path[0]), activity),
                ["openapi", "v3"] => Answer(200, _openApi.Index(Store.Kinds), activity),
                ["openapi", "v3", "api", var version] => Found(_openApi.Document(Store.Kinds, "", version), activity),
                ["openapi", "v3", "apis", var group, var version] => Found(_openApi.Document(Store.Kinds, group, version), activity),
                // An empty document in protobuf is no bytes at all.
                ["openapi", "v2"] when call.Request.Accept.Contains("protobuf", StringComparison.Ordinal) =>
                    Answer(200, [], activity, "application/com.github.proto-openapi.spec.v2@v1.0+protobuf"),
                ["openapi", "v2"] => Answer(200, new JsonObject { ["swagger"] = "2.0", ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = Discovery.GitVersion }, ["paths"] = new JsonObject() }, activity),
                ["api" or "apis"] when Accepted.Of(call.Request.Accept) == Shape.AggregatedDiscovery =>
                    Answer(200, Discovery.Aggregated(Store.Kinds, path[0] == "api"), activity, "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"),
                ["api"] => Answer(200, Discovery.CoreVersions(), activity),
                ["apis"] => Answer(200, Discovery.Groups(Store.Kinds), activity),
                ["api", var version] => Found(Discovery.Resources(Store.Kinds, "", version), activity),
                ["apis", var group] => Found(Discovery.Group(Store.Kinds, group), activity),
                ["apis", var group, var version] => Found(Discovery.Resources(Store.Kinds, group, version), activity),
                _ => Text(404, "404 page not found\n", activity),
            };
        }
    }

    private static KubeResponse Found(byte[]? body, ClockActivity activity) => body is null ? Text(404, "404 page not found\n", activity) : Answer(200, body, activity);

    private static KubeResponse Found(JsonObject? body, ClockActivity activity) => body is null ? Text(404, "404 page not found\n", activity) : Answer(200, body, activity);

    private KubeResponse Serve(ApiCall call, Target target, ClockActivity activity) => (call.Method, target) switch
    {
        ("POST", { Kind.IsReview: true, Name: null }) => Write(call, activity, () => Review(call, target)),
        (_, { Kind.IsReview: true }) => throw ApiException.MethodNotAllowed(),
        ("GET", { Name: null }) when call.IsWatch => Watch(call, target, activity),
        ("GET", { Name: null }) => List(call, target, activity),
        ("GET", { Subresource: null or "status" or "scale" }) => Get(call, target, activity),
        ("GET", { Subresource: "proxy" }) => Proxy(call, target, activity),
        ("GET", { Subresource: "log" }) => Log(call, target, activity),
        ("GET" or "POST", { Subresource: "exec" }) => throw NoSocket(call, target, activity),
        (_, { Kind.IsComputed: true }) => throw ApiException.MethodNotAllowed(),
        ("POST", { Name: null }) => Write(call, activity, () => Create(call, target)),
        ("POST", { Subresource: "eviction", Kind.Resource.Plural: "pods" }) => Write(call, activity, () => Evict(call, target)),
        ("PUT", { Name: not null, Subresource: null or "status" or "scale" }) => Write(call, activity, () => Replace(call, target)),
        ("PUT", { Subresource: "finalize" }) => Write(call, activity, () => Finalize(call, target)),
        ("PATCH", { Name: not null, Subresource: null or "status" or "scale" }) => Write(call, activity, () => Patch(call, target)),
        ("DELETE", { Name: null }) => Write(call, activity, () => DeleteCollection(call, target)),
        ("DELETE", { Subresource: null }) => Write(call, activity, () => Delete(call, target)),
        _ => throw ApiException.MethodNotAllowed(),
    };

    /// <summary>Runs a write under the lock, and all that it sets off, before it is answered.</summary>
    private KubeResponse Write(ApiCall call, ClockActivity activity, Func<(int Code, JsonObject Body, bool Stored)> write)
    {
        lock (gate)
        {
            Clock.CatchUp();
            Clock.Freeze();
            try
            {
                var (code, body, stored) = write();
                if (stored)
                {
                    Interlocked.Increment(ref _writes);
                    Store.Settle();
                    world.Control.AfterWrite();
                }

                return Warned(call, Answer(code, Present(call, body), activity));
            }
            finally
            {
                Clock.Thaw();
            }
        }
    }

    private static KubeResponse Warned(ApiCall call, KubeResponse response)
    {
        if (call.Warnings.Count == 0) return response;
        return WithHeader(response, "Warning", [.. call.Warnings.Select(static warning => $"299 - {JsonValue.Create(warning).ToJsonString(StoredObject.Wire)}")]);
    }

    private static KubeResponse WithHeader(KubeResponse response, string name, IReadOnlyList<string> values)
    {
        var headers = new Dictionary<string, IReadOnlyList<string>>(response.Headers, StringComparer.OrdinalIgnoreCase) { [name] = values };
        return new KubeResponse(response.StatusCode, headers, response.Body);
    }

    /// <summary>A single object in the shape that is asked for; a <c>Status</c> stays what it is.</summary>
    private JsonObject Present(ApiCall call, JsonObject body)
    {
        if ((string?)body["kind"] == "Status") return body;
        var shape = Accepted.Of(call.Request.Accept);
        if (shape == Shape.Metadata) return Partial(body);
        if (shape != Shape.Table || KindOf(body) is not { } kind) return body;
        return TableWriter.Table(kind, [body], Clock.GetUtcNow(), call.Query("includeObject") ?? "Metadata", new JsonObject { ["resourceVersion"] = body["metadata"]?["resourceVersion"]?.DeepClone() });
    }

    private ServedKind? KindOf(JsonObject body) =>
        Store.Kinds.All.FirstOrDefault(kind => kind.Resource.Kind == (string?)body["kind"] && kind.Resource.ApiVersion == (string?)body["apiVersion"]);

    private static JsonObject Partial(JsonObject body) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = body["metadata"]?.DeepClone(),
    };
}
