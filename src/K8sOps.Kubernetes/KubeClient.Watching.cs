using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using K8sOps.Kubernetes.Reading;

namespace K8sOps.Kubernetes;

/// <content>One watch, from its list to its end.</content>
public sealed partial class KubeClient
{
    private sealed class Watching<T>(KubeClient client, KubeResource resource, ListOptions options, JsonTypeInfo<T> type)
    {
        private const int MaxFailures = 10;
        private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
        private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);

        // A watch is there to see when the server is back, however long it wants to be left alone.
        private static readonly TimeSpan s_longestAsked = TimeSpan.FromMinutes(2);

        // What a server may be late with closing the watch that it was asked to close.
        private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(30);

        private readonly Dictionary<string, (string? Version, T Object)> _known = new(StringComparer.Ordinal);

        // Who bears a name now, by its uid.
        private readonly Dictionary<(string? Namespace, string? Name), string> _bearers = [];
        private readonly TimeProvider _clock = client._options.Clock;
        private string? _version;
        private int _failures;
        private TimeSpan _wait;
        private bool _mustRelist;

        // Watches in a row that ended badly without a single event; a list that succeeds in between proves nothing of them.
        private int _barren;
        private long _followingSince;

        public async IAsyncEnumerable<WatchEvent<T>> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var change in ListAsync(cancellationToken).ConfigureAwait(false)) yield return change;
            yield return new(WatchEventType.Synced, default!);
            while (true)
            {
                _wait = s_pause;
                await foreach (var change in FollowAsync(cancellationToken).ConfigureAwait(false))
                {
                    _failures = 0;
                    yield return change;
                }

                // Also after an orderly end: a server that closes every watch at once must not be asked in a tight loop.
                await Task.Delay(_wait, _clock, cancellationToken).ConfigureAwait(false);
                if (!_mustRelist) continue;
                _mustRelist = false;
                KubeObserver.Current?.Decided($"The watch of {resource} is too old for the server; the list is read again.");
                await foreach (var change in ListAsync(cancellationToken).ConfigureAwait(false)) yield return change;
            }
        }

        // Emits the difference to what is known, which at first is nothing. The pages must be of one state: what changed between two
        // would be told by no watch, so a list that expires on the way is begun anew.
        private async IAsyncEnumerable<WatchEvent<T>> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            while (true)
            {
                var outcome = new ListOutcome();
                var gone = _known.Keys.ToHashSet(StringComparer.Ordinal);
                var items = client.ItemsAsync(resource, options with { Limit = null }, outcome, json => (Id: Identify(json.Span), Object: Item(json, type)), isOneState: true, cancellationToken).GetAsyncEnumerator(cancellationToken);
                await using var owned = items.ConfigureAwait(false);
                while (await NextAsync(items).ConfigureAwait(false))
                {
                    var (id, item) = items.Current;
                    gone.Remove(id.Key);
                    var wasKnown = _known.TryGetValue(id.Key, out var last);
                    if (Former(id) is { } former)
                    {
                        gone.Remove(former.Key);
                        yield return new(WatchEventType.Deleted, former.Object);
                    }

                    _known[id.Key] = (id.ResourceVersion, item);
                    if (!wasKnown) yield return new(WatchEventType.Added, item);
                    else if (last.Version != id.ResourceVersion) yield return new(WatchEventType.Modified, item);
                }

                if (_mustRelist)
                {
                    _mustRelist = false;
                    await Task.Delay(_wait, _clock, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                foreach (var name in _bearers.Where(b => gone.Contains(b.Value)).Select(b => b.Key).ToList()) _bearers.Remove(name);
                foreach (var key in gone)
                {
                    _known.Remove(key, out var last);
                    yield return new(WatchEventType.Deleted, last.Object);
                }

                _failures = 0;
                _version = outcome.ResourceVersion;
                if (string.IsNullOrEmpty(_version)) throw KubeErrors.Malformed($"the list of {resource} has no resourceVersion to watch from");
                yield break;
            }
        }

        // False at the end, and also when the list must be read anew (then _mustRelist says so). The first list of all may fail at once.
        private async ValueTask<bool> NextAsync(IAsyncEnumerator<(ObjectIdentity Id, T Object)> items)
        {
            try
            {
                return await items.MoveNextAsync().ConfigureAwait(false);
            }
            catch (KubeApiException e) when (e.StatusCode == 410)
            {
                Pause(e, e.RetryAfter);
            }
            catch (KubeApiException e) when (_version is not null && (e.StatusCode == 429 || e.StatusCode >= 500))
            {
                Pause(e, e.RetryAfter);
            }
            catch (KubeConnectionException e) when (_version is not null && e.Failure is KubeConnectionFailure.Unreachable or KubeConnectionFailure.Interrupted or KubeConnectionFailure.Timeout)
            {
                Pause(e, null);
            }

            _mustRelist = true;
            return false;
        }

        private void Unname(ObjectIdentity id)
        {
            if (_bearers.TryGetValue((id.Namespace, id.Name), out var bearer) && bearer == id.Key) _bearers.Remove((id.Namespace, id.Name));
        }

        // Whoever bore the name before, so that it is told as gone before its namesake as new; and remembers the bearer.
        private (string Key, T Object)? Former(ObjectIdentity id)
        {
            var name = (id.Namespace, id.Name);
            var former = _bearers.GetValueOrDefault(name);
            _bearers[name] = id.Key;
            return former is not null && former != id.Key && _known.Remove(former, out var last) ? (former, last.Object) : null;
        }

        private async IAsyncEnumerable<WatchEvent<T>> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var seconds = Random.Shared.Next(300, 601);
            _followingSince = _clock.GetTimestamp();
            var response = await ConnectAsync(seconds, cancellationToken).ConfigureAwait(false);
            if (response is null) yield break;
            await using (response.ConfigureAwait(false))
            {
                using var silence = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _clock);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
                silence.CancelAfter(TimeSpan.FromSeconds(seconds) + s_grace);
                using var window = new JsonWindow(response.Body);
                while (await NextAsync(window, both.Token, cancellationToken).ConfigureAwait(false) is { } line)
                {
                    if (Event(line) is { } change) yield return change;
                    if (_mustRelist || _wait > s_pause) yield break;
                }
            }
        }

        private async Task<KubeResponse?> ConnectAsync(int seconds, CancellationToken cancellationToken)
        {
            var query = new List<string>
            {
                "watch=true",
                "allowWatchBookmarks=true",
                "resourceVersion=" + Uri.EscapeDataString(_version!),
                "timeoutSeconds=" + seconds.ToString(CultureInfo.InvariantCulture),
            };
            AddSelectors(query, options);
            try
            {
                return await client._sender.SendAsync(
                    new()
                    {
                        Method = HttpMethod.Get,
                        PathAndQuery = resource.Path(options.Namespace) + "?" + string.Join('&', query),
                        Accept = options.MetadataOnly ? PartialObjectAccept : "application/json",
                        Streaming = true,
                    },
                    cancellationToken).ConfigureAwait(false);
            }
            catch (KubeApiException e) when (e.StatusCode == 410)
            {
                Barren(e);
                _mustRelist = true;
            }
            catch (KubeApiException e) when (e.StatusCode == 429 || e.StatusCode >= 500)
            {
                Pause(e, e.RetryAfter);
            }
            catch (KubeConnectionException e) when (e.Failure is KubeConnectionFailure.Unreachable or KubeConnectionFailure.Interrupted or KubeConnectionFailure.Timeout)
            {
                Pause(e, null);
            }

            return null;
        }

        // Null at the end of the stream, however it came about; the caller connects anew.
        private async ValueTask<ReadOnlyMemory<byte>?> NextAsync(JsonWindow window, CancellationToken token, CancellationToken cancellationToken)
        {
            try
            {
                if (await window.PeekAsync(token).ConfigureAwait(false) < 0) return null;
                var line = await window.TakeValueAsync(token).ConfigureAwait(false);
                if (line.Length > 0) return line;
                // Orderly as the end may look, it is a cut: a server that sends halves only must not be asked for ever.
                throw new KubeConnectionException($"The watch of {resource} ended within an event.", KubeConnectionFailure.Interrupted);
            }
            catch (KubeConnectionException e) when (e.Failure == KubeConnectionFailure.Interrupted)
            {
                Barren(e);
                KubeObserver.Current?.Decided($"The watch of {resource} was cut; it goes on from {_version}.");
                return null;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                KubeObserver.Current?.Decided($"The watch of {resource} was not closed in its time; it goes on from {_version}.");
                return null;
            }
        }

        private WatchEvent<T>? Event(ReadOnlyMemory<byte> line)
        {
            var (kind, json) = Split(line);
            if (kind == "ERROR")
            {
                Error(json);
                return null;
            }

            var id = Identify(json.Span);
            if (!string.IsNullOrEmpty(id.ResourceVersion)) _version = id.ResourceVersion;
            _failures = _barren = 0;
            switch (kind)
            {
                case "ADDED" or "MODIFIED":
                    var item = Item(json, type);
                    _bearers[(id.Namespace, id.Name)] = id.Key;
                    var wasKnown = _known.ContainsKey(id.Key);
                    _known[id.Key] = (id.ResourceVersion, item);
                    return new(wasKnown ? WatchEventType.Modified : WatchEventType.Added, item);
                case "DELETED":
                    _known.Remove(id.Key);
                    Unname(id);
                    return new(WatchEventType.Deleted, Item(json, type));
                case "BOOKMARK":
                    return null;
                default:
                    throw KubeErrors.Malformed($"a watch event of the type '{kind}' is unknown");
            }
        }

        private void Error(ReadOnlyMemory<byte> json)
        {
            var error = KubeErrors.FromStatus($"GET {resource.Path(options.Namespace)}", 0, json.Span)
                ?? throw KubeErrors.Malformed("an error event of a watch carries no Status");
            if (error.StatusCode == 410 || error.Reason is "Expired" or "Gone")
            {
                Barren(error);
                _mustRelist = true;
            }
            else if (error.StatusCode is 401 or 403) throw error;
            else Pause(error, error.RetryAfter);
        }

        // One is nothing; a server that ends every watch so is asked more and more seldom, and at last no more.
        private void Barren(KubeException error)
        {
            // A quiet watch that a load balancer cuts after a while is no trouble.
            if (_clock.GetElapsedTime(_followingSince) > s_longestPause) _barren = 0;
            if (++_barren > MaxFailures) throw error;
            if (_barren > 1) _wait = Backoff(_barren);
        }

        private static TimeSpan Backoff(int failures) => TimeSpan.FromSeconds(Math.Min(Math.Pow(2, failures), s_longestPause.TotalSeconds));

        // Waits longer from failure to failure, and gives up when the server has been away for some minutes.
        private void Pause(KubeException error, TimeSpan? asked)
        {
            if (++_failures > MaxFailures) throw error;
            _wait = asked > s_longestAsked ? s_longestAsked : asked > s_pause ? asked.Value : Backoff(_failures);
            KubeObserver.Current?.Decided($"The watch of {resource} failed and is tried again in {_wait.TotalSeconds:0.#} s: {error.Message}");
        }

        private static (string Kind, ReadOnlyMemory<byte> Object) Split(ReadOnlyMemory<byte> line)
        {
            try
            {
                var reader = new Utf8JsonReader(line.Span);
                string kind = "";
                var json = ReadOnlyMemory<byte>.Empty;
                reader.Read();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var isType = reader.ValueTextEquals("type"u8);
                    var isObject = reader.ValueTextEquals("object"u8);
                    reader.Read();
                    var start = (int)reader.TokenStartIndex;
                    if (isType && reader.TokenType == JsonTokenType.String) kind = reader.GetString()!;
                    reader.Skip();
                    if (isObject) json = line[start..(int)reader.BytesConsumed];
                }

                return (kind, json);
            }
            catch (JsonException e)
            {
                throw KubeErrors.Malformed("a watch event is no JSON", e);
            }
        }

        private static ObjectIdentity Identify(ReadOnlySpan<byte> json)
        {
            try
            {
                return ObjectIdentity.Read(json);
            }
            catch (JsonException e)
            {
                throw KubeErrors.Malformed("an object of a watch is no JSON", e);
            }
        }
    }
}
