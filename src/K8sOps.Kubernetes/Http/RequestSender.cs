using System.Buffers;
using System.Net.WebSockets;

namespace K8sOps.Kubernetes.Http;

/// <summary>
/// Sends requests: time-outs, the retry rule of client-go's <c>with_retry.go</c>, warnings, and errors as exceptions.
/// What it returns is a 2xx answer whose body is still to be read.
/// </summary>
internal sealed class RequestSender
{
    private const int MaxRetries = 10;
    private const int MaxErrorBody = 256 * 1024;
    private static readonly TimeSpan s_longestBackoff = TimeSpan.FromSeconds(10);

    // A server that asks for more is away for maintenance; whoever waits for the answer is told so at once.
    private static readonly TimeSpan s_longestAsked = TimeSpan.FromMinutes(2);

    private readonly IClusterTransport _transport;
    private readonly KubeClientOptions _options;

    public RequestSender(IClusterTransport transport, KubeClientOptions options)
    {
        _transport = transport;
        _options = options;
    }

    /// <summary>Told the API group of a path that the server does not know.</summary>
    public Action<string>? GroupNotServed { get; init; }

    public async Task<KubeResponse> SendAsync(KubeRequest request, CancellationToken cancellationToken)
    {
        var asked = Asked(request);
        for (var attempt = 0; ; attempt++)
        {
            TimeSpan wait;
            string why;
            try
            {
                var response = await ExchangeAsync(request, cancellationToken).ConfigureAwait(false);
                if (response.IsSuccess) return response;
                var error = await ErrorAsync(request, response, request.Method != HttpMethod.Get, cancellationToken).ConfigureAwait(false);
                if (attempt >= MaxRetries || error.RetryDelay is not { } delay) throw error.Exception;
                wait = delay;
                why = error.Why;
            }
            catch (KubeConnectionException e) when (e.Failure == KubeConnectionFailure.Interrupted && request.Method == HttpMethod.Get && attempt < MaxRetries)
            {
                wait = TimeSpan.Zero;
                why = "the connection was reset";
            }

            await PauseAsync(asked, wait, why, attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Opens a WebSocket. Only what the server refused with 429 and <c>Retry-After</c> is asked again: once a socket may have been opened, what
    /// it is for may have begun.
    /// </summary>
    public async Task<WebSocket> UpgradeAsync(KubeRequest request, IReadOnlyList<string> protocols, string shown, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var observer = KubeObserver.Current;
            var started = _options.Clock.GetTimestamp();
            using var timeout = new IdleTimeout(_options.RequestTimeout, _options.NetworkClock ?? _options.Clock, Asked(request));
            KubeUpgrade upgrade;
            try
            {
                await _transport.PrepareAsync(cancellationToken).ConfigureAwait(false);
                upgrade = await timeout.WaitAsync(token => new ValueTask<KubeUpgrade>(_transport.UpgradeAsync(request, protocols, token)), cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                observer?.Requested(request.Method.Method, shown, 0, _options.Clock.GetElapsedTime(started));
                throw;
            }

            observer?.Requested(request.Method.Method, shown, upgrade.Refusal?.StatusCode ?? 101, _options.Clock.GetElapsedTime(started));
            if (upgrade.Socket is { } socket) return socket;
            var refusal = upgrade.Refusal!;
            var watched = new KubeResponse(refusal.StatusCode, refusal.Headers, new WatchfulStream(refusal.Body, timeout, Asked(request)), new Owned(refusal, null));
            if (refusal.IsSuccess)
            {
                await watched.DisposeAsync().ConfigureAwait(false);
                throw KubeErrors.Malformed($"a WebSocket was asked for and answered with {refusal.StatusCode}, as a proxy does that knows none");
            }

            var error = await ErrorAsync(request, watched, mayHaveActed: true, cancellationToken).ConfigureAwait(false);
            if (attempt >= MaxRetries || error.RetryDelay is not { } delay) throw error.Exception;
            await PauseAsync(Asked(request), delay, error.Why, attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task PauseAsync(string asked, TimeSpan wait, string why, int attempt, CancellationToken cancellationToken)
    {
        var backoff = TimeSpan.FromMilliseconds(100 * Math.Pow(2, attempt));
        if (backoff > s_longestBackoff) backoff = s_longestBackoff;
        if (wait < backoff) wait = backoff;
        KubeObserver.Current?.Decided($"{asked}: {why}; asked again in {wait.TotalSeconds:0.#} s ({attempt + 1} of {MaxRetries}).");
        return Task.Delay(wait, _options.Clock, cancellationToken);
    }

    /// <summary>One exchange, told to the observer; no status code throws and nothing is tried again.</summary>
    public async Task<KubeResponse> ExchangeAsync(KubeRequest request, CancellationToken cancellationToken)
    {
        var asked = Asked(request);
        var observer = KubeObserver.Current;
        var started = _options.Clock.GetTimestamp();
        var timeout = new IdleTimeout(_options.RequestTimeout, _options.NetworkClock ?? _options.Clock, asked);
        KubeResponse response;
        try
        {
            await _transport.PrepareAsync(cancellationToken).ConfigureAwait(false);
            response = await timeout.WaitAsync(token => new ValueTask<KubeResponse>(_transport.SendAsync(request, token)), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            observer?.Requested(request.Method.Method, request.PathAndQuery, 0, _options.Clock.GetElapsedTime(started));
            timeout.Dispose();
            throw;
        }

        observer?.Requested(request.Method.Method, request.PathAndQuery, response.StatusCode, _options.Clock.GetElapsedTime(started));
        if (observer is not null && response.Headers.TryGetValue("Warning", out var warnings))
        {
            foreach (var text in warnings.SelectMany(WarningHeader.Texts)) observer.Warned(text);
        }

        // A watch may be silent for as long as nothing happens; its own end is watched by who reads it.
        var isWatch = request.Streaming && response.IsSuccess;
        return new KubeResponse(response.StatusCode, response.Headers, new WatchfulStream(response.Body, isWatch ? null : timeout, asked), new Owned(response, isWatch ? timeout : null));
    }

    private static string Asked(KubeRequest request) => $"{request.Method.Method} {request.PathAndQuery.Split('?', 2)[0]}";

    private async Task<Refusal> ErrorAsync(KubeRequest request, KubeResponse response, bool mayHaveActed, CancellationToken cancellationToken)
    {
        KubeApiException error;
        await using (response.ConfigureAwait(false))
        {
            var buffer = ArrayPool<byte>.Shared.Rent(MaxErrorBody);
            try
            {
                var length = 0;
                while (length < MaxErrorBody)
                {
                    var read = await response.Body.ReadAsync(buffer.AsMemory(length, MaxErrorBody - length), cancellationToken).ConfigureAwait(false);
                    if (read == 0) break;
                    length += read;
                }

                error = KubeErrors.FromResponse(request, response, buffer.AsSpan(0, length), _options.Clock.GetUtcNow());
            }
            catch (KubeConnectionException)
            {
                // The refusal is known; only its words are not.
                error = KubeErrors.FromBrokenResponse(request, response, _options.Clock.GetUtcNow());
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
            }
        }

        if (error is { StatusCode: 404, HasStatus: false, Group: { } group }) GroupNotServed?.Invoke(group);

        // A refused eviction says 429 too, but nothing is overloaded: a budget would be broken, and may stay so for hours.
        var isBudget = error.Causes.Any(c => c.Reason == "DisruptionBudget");
        // Behind a 5xx a write may have been carried out all the same: sent again, a deletion would end as "not found". A 429 proves that it was not.
        var mayRepeat = error.StatusCode == 429 || (error.StatusCode >= 500 && !mayHaveActed);
        var asksAgain = mayRepeat && !isBudget && response.Header("Retry-After") is not null && error.RetryAfter <= s_longestAsked;
        var flow = response.Header("X-Kubernetes-PF-FlowSchema-UID");
        var why = error.StatusCode == 429 ? $"throttled by the server{(flow is null ? "" : $" (flow schema {flow})")}" : $"answered with {error.StatusCode} {error.Reason}";
        return new(error, asksAgain ? error.RetryAfter : null, why);
    }

    private readonly record struct Refusal(KubeApiException Exception, TimeSpan? RetryDelay, string Why);

    private sealed class Owned(KubeResponse response, IDisposable? timeout) : IDisposable
    {
        public void Dispose()
        {
            timeout?.Dispose();
            response.DisposeOwner();
        }
    }
}
