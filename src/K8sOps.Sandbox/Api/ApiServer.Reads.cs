using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <content>Get, list, watch.</content>
internal sealed partial class ApiServer
{
    private readonly ListSnapshots _snapshots = new();

    /// <summary>Continue tokens that were handed out expire, as they do after a compaction.</summary>
    public void ForgetPages() => _snapshots.Clear();

    private KubeResponse Get(ApiCall call, Target target, ClockActivity activity)
    {
        lock (gate)
        {
            Prepare(target.Kind);
            var item = target.Kind.IsComputed
                ? Computed(target.Kind).FirstOrDefault(item => item.Name == target.Name && item.Namespace == (target.Namespace ?? ""))
                : Store.Collection(target.Kind).Get(target.Namespace, target.Name!)?.As(target.Kind);
            if (item is null) throw ApiException.NotFound(target.Kind, target.Name!);
            if (target.Subresource == "scale") return Answer(200, Scale.Of(item), activity);
            return Accepted.Of(call.Request.Accept) == Shape.Json ? Answer(200, item.Json, activity) : Answer(200, Present(call, item.Shown), activity);
        }
    }

    private static ListQuery QueryOf(ApiCall call, Target target)
    {
        var fields = FieldSelector.Parse(call.Query("fieldSelector"), target.Kind);
        return new ListQuery(target.Namespace, LabelSelector.Parse(call.Query("labelSelector")), fields);
    }

    private void Prepare(ServedKind kind)
    {
        Clock.CatchUp();
        world.Control.BeforeRead(kind.Resource == WorldControl.Clocks);
    }

    private KubeResponse List(ApiCall call, Target target, ClockActivity activity)
    {
        var query = QueryOf(call, target);
        var shape = Accepted.Of(call.Request.Accept);
        var token = ContinueToken.Read(call.Query("continue"));
        StoredObject[] all;
        long version;
        DateTimeOffset now;
        lock (gate)
        {
            Prepare(target.Kind);
            now = Clock.GetUtcNow();
            version = Store.ResourceVersion;
            CheckVersion(call.Query("resourceVersion"), version);
            all = target.Kind.IsComputed ? Computed(target.Kind) : Store.Collection(target.Kind).Sorted;
            if (token is { ResourceVersion: >= 0 })
            {
                version = token.ResourceVersion;
                all = _snapshots.Get(target.Kind.Resource, version) ?? throw ContinueToken.Expired(token);
            }
        }

        // From here on nothing is held: what is in the arrays does not change.
        var page = Page(all, query, token, call.Number("limit") ?? 0, out var isMore);
        if (target.Kind.IsCustom) page = page.ConvertAll(item => item.As(target.Kind));
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };
        if (isMore)
        {
            _snapshots.Keep(target.Kind.Resource, version, all);
            metadata["continue"] = new ContinueToken(version, page[^1].Namespace, page[^1].Name).Write();
            if (call.Query("labelSelector") is null && call.Query("fieldSelector") is null && token is null) metadata["remainingItemCount"] = all.Count(query.Matches) - page.Count;
        }

        return shape switch
        {
            Shape.Table => Answer(200, TableWriter.Table(target.Kind, [.. page.Select(static item => item.Body)], now, call.Query("includeObject") ?? "Metadata", metadata), activity),
            Shape.Metadata => Stream(Pieces("PartialObjectMetadataList", "meta.k8s.io/v1", metadata, page.Select(PartialItem)), activity),
            _ => Stream(Pieces(target.Kind.ListKind, target.Kind.Resource.ApiVersion, metadata, page.Select(static item => item.Item)), activity),
        };
    }

    private static List<StoredObject> Page(StoredObject[] all, ListQuery query, ContinueToken? token, int limit, out bool isMore)
    {
        var page = new List<StoredObject>(limit > 0 ? Math.Min(limit, all.Length) : all.Length);
        isMore = false;
        foreach (var item in all)
        {
            if (token is not null && KindCollection.KeyOrder.Compare((item.Namespace, item.Name), (token.Namespace, token.Name)) <= 0) continue;
            if (!query.Matches(item)) continue;
            if (limit > 0 && page.Count == limit)
            {
                isMore = true;
                break;
            }

            page.Add(item);
        }

        return page;
    }

    private static KubeResponse Stream(IEnumerable<ReadOnlyMemory<byte>> pieces, ClockActivity activity) => new(200, Headers("application/json"), new ResponseStream(pieces, activity));

    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(string kind, string apiVersion, JsonObject metadata, IEnumerable<ReadOnlyMemory<byte>> items)
    {
        yield return Encoding.UTF8.GetBytes($"{{\"kind\":\"{kind}\",\"apiVersion\":\"{apiVersion}\",\"metadata\":{metadata.ToJsonString()},\"items\":[");
        var open = "{"u8.ToArray();
        var next = ",{"u8.ToArray();
        var isFirst = true;
        foreach (var item in items)
        {
            yield return isFirst ? open : next;
            isFirst = false;
            yield return item;
        }

        yield return "]}\n"u8.ToArray();
    }

    /// <summary>The metadata of an object as an item, without its opening brace: cut out of the bytes, not parsed.</summary>
    private static ReadOnlyMemory<byte> PartialItem(StoredObject item)
    {
        var reader = new Utf8JsonReader(item.Json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (!isMetadata) continue;
            var head = "\"metadata\":"u8;
            var part = item.Json.AsSpan(start, (int)reader.BytesConsumed - start);
            var bytes = new byte[head.Length + part.Length + 1];
            head.CopyTo(bytes);
            part.CopyTo(bytes.AsSpan(head.Length));
            bytes[^1] = (byte)'}';
            return bytes;
        }

        return "}"u8.ToArray();
    }

    private static long CheckVersion(string? text, long current)
    {
        if (string.IsNullOrEmpty(text)) return -1;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            throw ApiException.BadRequest($"resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax");
        }

        return Math.Min(version, current + 1);
    }
}
