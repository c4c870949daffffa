using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes.Reading;

namespace K8sOps.Kubernetes;

/// <content>Logs.</content>
public sealed partial class KubeClient
{
    /// <summary>
    /// A container's log, line by line, each with its time. A log that is cut is taken up again where it broke off, without loss and
    /// without repetition; a followed one ends when the container's run has ended. Following reads the pod too (<c>get pods</c>), to
    /// tell an end from a cut; where that is forbidden, an orderly end counts as the end.
    /// </summary>
    /// <exception cref="KubeApiException"><c>NotFound</c>; <c>BadRequest</c> while the container waits to start, or when there is no
    /// previous run, or when a container must be named.</exception>
    /// <exception cref="KubeConnectionException">The log broke off several times in a row, or its lines bear no times to go on from.</exception>
    public IAsyncEnumerable<KubeLogLine> LogAsync(string ns, string pod, LogOptions options, CancellationToken cancellationToken)
        => new LogFollowing(this, ns, Required(pod), options).RunAsync(cancellationToken);

    private sealed class LogFollowing(KubeClient client, string ns, string pod, LogOptions options)
    {
        private const int MaxFailures = 10;
        private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(15);

        private readonly LogMemory _memory = new();
        private int _failures;
        private string? _run;
        private bool _isPrevious = options.Previous;
        private bool _follows = options.Follow;

        public async IAsyncEnumerable<KubeLogLine> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            if (_follows) _run = (await RunOfAsync(cancellationToken).ConfigureAwait(false)).Id;
            while (true)
            {
                var response = await OpenAsync(cancellationToken).ConfigureAwait(false);
                if (response is null) yield break;
                await using var owned = response.ConfigureAwait(false);
                var reader = new LogReader(response.Body);
                await using var ownedReader = reader.ConfigureAwait(false);
                Exception? cut = null;
                while (true)
                {
                    KubeLogLine? line;
                    (line, cut) = await NextAsync(reader, cancellationToken).ConfigureAwait(false);
                    if (line is null) break;
                    if (!_memory.IsNew(line.Value)) continue;
                    _failures = 0;
                    yield return line.Value;
                }

                if (cut is null && await IsOverAsync(cancellationToken).ConfigureAwait(false))
                {
                    if (reader.Rest is { } rest && _memory.IsNew(rest)) yield return rest;
                    yield break;
                }

                await PauseAsync(cut, cancellationToken).ConfigureAwait(false);
            }
        }

        private static async ValueTask<(KubeLogLine? Line, Exception? Cut)> NextAsync(LogReader reader, CancellationToken cancellationToken)
        {
            try
            {
                return (await reader.NextAsync(cancellationToken).ConfigureAwait(false), null);
            }
            catch (KubeConnectionException e) when (e.Failure is KubeConnectionFailure.Interrupted or KubeConnectionFailure.Timeout)
            {
                // The line that broke off comes again, in one piece.
                return (null, e);
            }
        }

        /// <summary>Null when there is nothing more: the pod went away while its log was cut.</summary>
        private async Task<KubeResponse?> OpenAsync(CancellationToken cancellationToken)
        {
            while (true)
            {
                try
                {
                    var response = await client._sender.SendAsync(Request(), cancellationToken).ConfigureAwait(false);
                    if (response.Header("Content-Type")?.Contains("html", StringComparison.OrdinalIgnoreCase) != true) return response;
                    // Any text is a log; a kubelet calls it text/plain.
                    await response.DisposeAsync().ConfigureAwait(false);
                    throw KubeErrors.Malformed("it is HTML, as a proxy sends it");
                }
                catch (KubeApiException e) when (_memory.Since is not null && e.StatusCode is 404 or 400)
                {
                    KubeObserver.Current?.Decided($"The log of {ns}/{pod} has ended: {e.Message}");
                    return null;
                }
                catch (KubeException e) when (_memory.Since is not null && e is KubeConnectionException { Failure: KubeConnectionFailure.Unreachable or KubeConnectionFailure.Interrupted or KubeConnectionFailure.Timeout } or KubeApiException { StatusCode: 429 or >= 500 })
                {
                    await PauseAsync(e, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        private KubeRequest Request()
        {
            var query = new List<string> { "timestamps=true" };
            if (_follows) query.Add("follow=true");
            if (_isPrevious) query.Add("previous=true");
            if (options.Container is not null) query.Add("container=" + Uri.EscapeDataString(options.Container));
            // What is taken up again is asked for by time alone: counted from the end, it would be other lines.
            if ((_memory.Since ?? options.Since) is { } since) query.Add("sinceTime=" + Uri.EscapeDataString(KubeTime.Format(since)));
            if (_memory.Since is null && options.TailLines is { } tail) query.Add("tailLines=" + tail.ToString(CultureInfo.InvariantCulture));
            return new()
            {
                Method = HttpMethod.Get,
                PathAndQuery = KubeResources.Pods.Path(ns, pod, "log") + "?" + string.Join('&', query),
                Accept = "*/*",
                Streaming = _follows,
            };
        }

        /// <summary>Whether an orderly end is the end: of a followed log only when that run of the container is over.</summary>
        private async Task<bool> IsOverAsync(CancellationToken cancellationToken)
        {
            if (!_follows) return true;
            var (id, isRunning) = await RunOfAsync(cancellationToken).ConfigureAwait(false);
            return id is null || id != _run || !isRunning;
        }

        private async Task PauseAsync(Exception? cut, CancellationToken cancellationToken)
        {
            if (++_failures > MaxFailures) throw cut ?? new KubeConnectionException($"The log of {ns}/{pod} ends again and again although its container runs.", KubeConnectionFailure.Interrupted);
            var pause = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, _failures - 1), s_longestPause.TotalSeconds));
            KubeObserver.Current?.Decided($"The log of {ns}/{pod} was cut; it is taken up again in {pause.TotalSeconds:0} s.");
            await Task.Delay(pause, client._options.Clock, cancellationToken).ConfigureAwait(false);
            _memory.TakeUp();
            if (!_follows || _isPrevious || _run is null) return;
            // Restarted meanwhile: what the run wrote last is in its previous log, and with that it is over.
            var (id, _) = await RunOfAsync(cancellationToken).ConfigureAwait(false);
            if (id is null || id == _run) return;
            (_isPrevious, _follows) = (true, false);
        }

        /// <summary>Which run of the container there is; no id when it cannot be told.</summary>
        private async Task<(string? Id, bool IsRunning)> RunOfAsync(CancellationToken cancellationToken)
        {
            JsonObject found;
            try
            {
                found = await client.GetAsync(KubeResources.Pods, ns, pod, cancellationToken).ConfigureAwait(false);
            }
            catch (KubeApiException e) when (e.StatusCode is 403 or 404)
            {
                return default;
            }

            var statuses = new[] { "containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses" }
                .SelectMany(list => found["status"]?[list] as JsonArray ?? []).OfType<JsonObject>();
            var status = statuses.FirstOrDefault(s => options.Container is null || (string?)s["name"] == options.Container);
            return ((string?)status?["containerID"], status?["state"]?["running"] is not null);
        }
    }
}
