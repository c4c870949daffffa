using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace K8sOps.Sandbox;

/// <summary>One watch: what it lets through, and the events that wait to be read.</summary>
internal sealed class Watcher : IDisposable
{
    private readonly Channel<byte[]> _events = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ListQuery _query;
    private readonly Func<StoredObject, byte[]> _present;
    private readonly ClockActivity _activity;
    private readonly Action<Watcher> _left;

    public Watcher(ListQuery query, Func<StoredObject, byte[]> present, ClockActivity activity, Action<Watcher> left)
    {
        _query = query;
        _present = present;
        _activity = activity;
        _left = left;
    }

    /// <summary>No more events will come.</summary>
    public bool HasEnded { get; private set; }

    public ChannelReader<byte[]> Events => _events.Reader;

    /// <summary>Hands over a change, as it looks through the watch's selectors: what begins to match is added, what ceases to is deleted.</summary>
    public void Tell(WatchRecord record)
    {
        var was = record.Before is not null && _query.Matches(record.Before);
        var isNow = record.After is not null && _query.Matches(record.After);
        if (isNow) Send(was ? "MODIFIED" : "ADDED", record.After!);
        else if (was) Send("DELETED", record.Last);
    }

    public void Send(string type, StoredObject item) => Write(type, _present(item));

    public void Bookmark(ServedKind kind, long resourceVersion, bool initialEventsEnd)
    {
        var annotations = initialEventsEnd ? ",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}" : "";
        var body = $"{{\"kind\":\"{kind.Resource.Kind}\",\"apiVersion\":\"{kind.Resource.ApiVersion}\",\"metadata\":{{\"resourceVersion\":\"{resourceVersion}\",\"creationTimestamp\":null{annotations}}}}}";
        Write("BOOKMARK", Encoding.UTF8.GetBytes(body));
    }

    /// <summary>Ends the watch because its past is gone.</summary>
    public void Expire()
    {
        Fail(ApiException.Expired("The resourceVersion for the provided watch is too old."));
    }

    public void Fail(ApiException error)
    {
        Write("ERROR", JsonSerializer.SerializeToUtf8Bytes(error.ToStatus(), StoredObject.Wire));
        End();
    }

    /// <summary>Ends the watch in good order, once what waits has been read.</summary>
    public void End()
    {
        HasEnded = true;
        _events.Writer.TryComplete();
    }

    /// <summary>The reader has read everything and waits for more.</summary>
    public void Rest()
    {
        _activity.Rest(handsOver: false);
        if (Events.TryPeek(out _)) _activity.Begin();
    }

    public void Dispose()
    {
        End();
        _left(this);
        _activity.Dispose();
    }

    private void Write(string type, byte[] item)
    {
        var line = new byte[item.Length + type.Length + 23];
        var start = Encoding.ASCII.GetBytes($"{{\"type\":\"{type}\",\"object\":", line);
        item.CopyTo(line, start);
        line[start + item.Length] = (byte)'}';
        line[start + item.Length + 1] = (byte)'\n';
        if (start + item.Length + 2 != line.Length) Array.Resize(ref line, start + item.Length + 2);
        _activity.Begin();
        if (!_events.Writer.TryWrite(line)) _activity.Rest(handsOver: false);
    }
}
