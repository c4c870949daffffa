using System.Text.Json;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <content>Watches.</content>
internal sealed partial class ApiServer
{
    // A real server ends a watch without timeoutSeconds after 30 to 60 minutes, by chance; here always the same.
    private static readonly TimeSpan LongestWatch = TimeSpan.FromHours(1);
    private static readonly TimeSpan BookmarkInterval = TimeSpan.FromMinutes(1);

    private KubeResponse Watch(ApiCall call, Target target, ClockActivity activity)
    {
        var query = QueryOf(call, target);
        var shape = Accepted.Of(call.Request.Accept);
        if (target.Kind.IsComputed) throw ApiException.MethodNotAllowed();
        lock (gate)
        {
            Prepare(target.Kind);
            var collection = Store.Collection(target.Kind);
            var version = CheckVersion(call.Query("resourceVersion"), Store.ResourceVersion);
            var watcher = new Watcher(query, Presenter(shape, target.Kind, call.Query("includeObject") ?? "Metadata"), activity, left => Leave(collection, left));
            var isInitial = version <= 0 || call.Query("sendInitialEvents") == "true";
            if (!isInitial && (version < collection.ForgottenUpTo || version > Store.ResourceVersion))
            {
                watcher.Fail(ApiException.Expired($"too old resource version: {version} ({Store.ResourceVersion})"));
                return new KubeResponse(200, Headers("application/json"), new WatchStream(watcher));
            }

            if (isInitial)
            {
                foreach (var item in collection.Sorted.Where(query.Matches)) watcher.Send("ADDED", item);
                if (call.Query("sendInitialEvents") == "true") watcher.Bookmark(target.Kind, Store.ResourceVersion, initialEventsEnd: true);
            }
            else
            {
                foreach (var record in collection.Since(version)) watcher.Tell(record);
            }

            collection.Add(watcher);
            Store.Schedule(call.Number("timeoutSeconds") is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : LongestWatch, watcher.End);
            if (call.Query("allowWatchBookmarks") == "true") ScheduleBookmark(watcher, target.Kind);
            return new KubeResponse(200, Headers("application/json"), new WatchStream(watcher));
        }
    }

    private void ScheduleBookmark(Watcher watcher, ServedKind kind) => Store.Schedule(BookmarkInterval, () =>
    {
        if (watcher.HasEnded) return;
        watcher.Bookmark(kind, Store.ResourceVersion, initialEventsEnd: false);
        ScheduleBookmark(watcher, kind);
    });

    private void Leave(KindCollection collection, Watcher watcher)
    {
        lock (gate) collection.Remove(watcher);
    }

    private Func<StoredObject, byte[]> Presenter(Shape shape, ServedKind kind, string includeObject) => shape switch
    {
        Shape.Table => item => JsonSerializer.SerializeToUtf8Bytes<JsonNode>(
            TableWriter.Table(kind, [item.Body], Store.Now, includeObject, new JsonObject { ["resourceVersion"] = item.Body["metadata"]?["resourceVersion"]?.DeepClone() }), StoredObject.Wire),
        Shape.Metadata => static item => JsonSerializer.SerializeToUtf8Bytes<JsonNode>(Partial(item.Shown), StoredObject.Wire),
        _ when kind.IsCustom => item => item.As(kind).Json,
        _ => static item => item.Json,
    };
}
