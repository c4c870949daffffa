using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>The logs of the pods of one cluster.</summary>
public sealed class LogService
{
    /// <summary>How many logs are read side by side, and how many can be followed: each holds a stream of its own at the API server.</summary>
    public const int MostSideBySide = 64;

    private static readonly TimeSpan s_longestMatch = TimeSpan.FromSeconds(1);
    private readonly Cluster _cluster;

    /// <summary>Creates the service.</summary>
    public LogService(Cluster cluster) => _cluster = cluster;

    /// <summary>
    /// Streams the lines of the logs that the query means. Up to <see cref="MostSideBySide"/> logs are read side by side and their lines
    /// merged by time; where there are more, the next ones follow after those. Followed logs come as they are written. Needs
    /// <c>get</c> or <c>list</c> of pods, and <c>get</c> of pods/log.
    /// </summary>
    /// <exception cref="OperationException">Without <see cref="LogQuery.OnError"/>: <c>NotFound</c>; <c>ContainerNotStarted</c>;
    /// <c>NoPreviousRun</c>; <c>Forbidden</c>. With it only <c>InvalidPattern</c>, <c>TooManyLogs</c> and what forbids finding the pods.</exception>
    public async IAsyncEnumerable<K8sLogLine> ReadAsync(LogQuery query, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // What is mistyped is told before anything is asked.
        _ = Pattern(query.Match);
        var sources = await SourcesAsync(query, cancellationToken).ConfigureAwait(false);
        await foreach (var line in ReadAsync(sources, query, context, cancellationToken).ConfigureAwait(false)) yield return line;
    }

    /// <summary>The same, of logs that are known already.</summary>
    internal async IAsyncEnumerable<K8sLogLine> ReadAsync(IReadOnlyList<LogSource> sources, LogQuery query, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var match = Pattern(query.Match);
        if (query.Follow && sources.Count > MostSideBySide)
        {
            throw new OperationException("TooManyLogs", OperationCategory.LimitsExceeded, _cluster.Context,
                $"Cannot follow {sources.Count} logs on {_cluster.Context}: {MostSideBySide} at most can be followed at once.", "Narrow it down with -Namespace, -Selector or -Container.");
        }

        foreach (var together in sources.Chunk(MostSideBySide))
        {
            context.Sink.Note($"{(query.Follow ? "Following" : "Reading")} {Listed(together)} on {_cluster.Context}.");
            var lines = query.Follow ? FollowAsync(together, query, cancellationToken) : MergeAsync(together, query, cancellationToken);
            await foreach (var line in lines.ConfigureAwait(false))
            {
                if (match is null || IsMatch(match, line)) yield return line;
            }
        }
    }

    private async Task<IReadOnlyList<LogSource>> SourcesAsync(LogQuery query, CancellationToken cancellationToken)
    {
        var found = new List<LogSource>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var containers = NamePattern.All(query.Containers);
        var pods = new ResourceQuery { Kind = "pods", Names = query.Names, Namespaces = query.Namespaces, LabelSelector = query.LabelSelector };
        await foreach (var pod in new ResourceService(_cluster).ReadAsync(KubeResources.Pods, pods, query.OnError, cancellationToken).ConfigureAwait(false))
        {
            names.UnionWith(PodContainers.All(pod));
            // Of a pod without a node the server says that its log is empty, which is not what keeps it from running.
            if (pod.Text("spec", "nodeName") is not { Length: > 0 }) Tell(query, NotPlaced(pod));
            else found.AddRange(LogSource.Of(pod, containers, query.Previous));
        }

        // A literal container that some pods lack is as a pattern is; one that no pod has is mistyped.
        foreach (var missing in containers.Where(p => names.Count > 0 && p.IsLiteral && !names.Any(p.IsMatch)))
        {
            Tell(query, new OperationException("NotFound", OperationCategory.ObjectNotFound, missing.Literal,
                $"Cannot find the container {missing.Literal} on {_cluster.Context}: none of the pods that were asked for has one of that name.", "Leave -Container out, or complete it with Tab."));
        }

        return found;
    }

    /// <summary>Lines of logs that are complete, in the order of their times.</summary>
    private async IAsyncEnumerable<K8sLogLine> MergeAsync(LogSource[] sources, LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var readers = sources.Select(s => LinesAsync(s, query, stop.Token).GetAsyncEnumerator(stop.Token)).ToArray();
        var steps = Array.ConvertAll(readers, r => r.MoveNextAsync().AsTask());
        var next = new PriorityQueue<int, (DateTimeOffset, int)>();
        var last = new DateTimeOffset[readers.Length];
        try
        {
            for (var i = 0; i < readers.Length; i++) await OfferAsync(i).ConfigureAwait(false);
            while (next.TryDequeue(out var i, out _))
            {
                yield return readers[i].Current;
                steps[i] = readers[i].MoveNextAsync().AsTask();
                await OfferAsync(i).ConfigureAwait(false);
            }
        }
        finally
        {
            // A reader can be disposed of only when it rests.
            await stop.CancelAsync().ConfigureAwait(false);
            foreach (Task step in steps) await step.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var reader in readers) await reader.DisposeAsync().ConfigureAwait(false);
        }

        async Task OfferAsync(int i)
        {
            if (!await steps[i].ConfigureAwait(false)) return;
            // A line without a time belongs to the one before it.
            last[i] = readers[i].Current.Time ?? last[i];
            next.Enqueue(i, (last[i], i));
        }
    }

    /// <summary>Lines as they are written, whichever log they are of.</summary>
    private async IAsyncEnumerable<K8sLogLine> FollowAsync(LogSource[] sources, LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var lines = Channel.CreateBounded<K8sLogLine>(new BoundedChannelOptions(256) { SingleReader = true });
        var all = Task.WhenAll(sources.Select(s => PassOnAsync(s, query, lines.Writer, stop.Token)));
        Task closing = all.ContinueWith(t => lines.Writer.TryComplete(t.Exception?.InnerException), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            await foreach (var line in lines.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return line;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await closing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PassOnAsync(LogSource source, LogQuery query, ChannelWriter<K8sLogLine> lines, CancellationToken cancellationToken)
    {
        await foreach (var line in LinesAsync(source, query, cancellationToken).ConfigureAwait(false)) await lines.WriteAsync(line, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One log. What fails is told, and the log then counts as read to its end.</summary>
    private async IAsyncEnumerable<K8sLogLine> LinesAsync(LogSource source, LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = new LogOptions { Container = source.Container, Follow = query.Follow, Previous = query.Previous, Since = query.Since, TailLines = query.Tail };
        var lines = _cluster.Client.LogAsync(source.Namespace, source.Name, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var owned = lines.ConfigureAwait(false);
        while (true)
        {
            try
            {
                if (!await lines.MoveNextAsync().ConfigureAwait(false)) yield break;
            }
            catch (KubeException e)
            {
                Tell(query, Explained(e, source, query));
                yield break;
            }

            var line = lines.Current;
            yield return new K8sLogLine { Cluster = _cluster.Context, Namespace = source.Namespace, Name = source.Name, Container = source.Container, Time = line.Time, Text = line.Text };
        }
    }

    /// <summary>What the server's 400 means: it says it in words only, the pod's status says it in fields.</summary>
    private OperationException Explained(KubeException e, LogSource source, LogQuery query)
    {
        var target = $"{source.Namespace}/{source.Name}";
        var action = $"read the log of {source}";
        if (e is not KubeApiException { StatusCode: 400 }) return OperationErrors.From(e, _cluster.Context, action, target);
        if (query.Previous && !PodContainers.HasPreviousRun(source.Pod, source.Container))
        {
            return new("NoPreviousRun", OperationCategory.ObjectNotFound, target, $"Cannot {action} before its restart on {_cluster.Context}: the container has not been restarted, or the kubelet keeps that log no longer. {e.Message}",
                CommandText.Line("Get-K8sLog", _cluster.Context, ("Namespace", source.Namespace), ("Name", source.Name), ("Container", source.Container)), e);
        }

        if (PodContainers.StatusOf(source.Pod, source.Container).At("state", "waiting") is not { } waiting) return OperationErrors.From(e, _cluster.Context, action, target);
        var why = string.Join(": ", new[] { waiting.Text("reason"), waiting.Text("message") }.OfType<string>());
        return new("ContainerNotStarted", OperationCategory.ResourceUnavailable, target, $"Cannot {action} on {_cluster.Context}: the container has not started yet{(why.Length == 0 ? "" : $" ({why})")}.",
            EventsOf(source.Namespace, source.Name), e);
    }

    private OperationException NotPlaced(JsonObject pod)
    {
        var (ns, name) = (pod.Text("metadata", "namespace") ?? "", pod.Text("metadata", "name") ?? "");
        var condition = pod.Items("status", "conditions").FirstOrDefault(c => c.Text("type") == "PodScheduled" && c.Text("status") != "True");
        return new("ContainerNotStarted", OperationCategory.ResourceUnavailable, $"{ns}/{name}",
            $"Cannot read the log of {ns}/{name} on {_cluster.Context}: the pod has no node yet{(condition.Text("message") is { Length: > 0 } why ? $" ({why})" : "")}.", EventsOf(ns, name));
    }

    private string EventsOf(string ns, string name) => CommandText.Line("Get-K8sEvent", _cluster.Context, ("Namespace", ns), ("Kind", "Pod"), ("Name", name));

    private static void Tell(LogQuery query, OperationException error)
    {
        if (query.OnError is null) throw error;
        query.OnError(error);
    }

    private static Regex? Pattern(string? text)
    {
        if (text is null) return null;
        try
        {
            return new Regex(text, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, s_longestMatch);
        }
        catch (ArgumentException e)
        {
            throw new OperationException("InvalidPattern", OperationCategory.InvalidArgument, text, $"Cannot read -Match as a regular expression: {e.Message}", "To find a text as it stands: -Match ([regex]::Escape('text'))", e);
        }
    }

    private static bool IsMatch(Regex pattern, K8sLogLine line)
    {
        try
        {
            return pattern.IsMatch(line.Text);
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new OperationException("InvalidPattern", OperationCategory.InvalidArgument, pattern.ToString(),
                $"Cannot go on with -Match {pattern}: on a line of {line.Namespace}/{line.Name} it took longer than {s_longestMatch.TotalSeconds:0} s.", "Write the expression without nested repetitions.", e);
        }
    }

    private static string Listed(IReadOnlyList<LogSource> sources) => sources.Count <= 3 ? "the log of " + string.Join(", ", sources) : $"the logs of {sources.Count} containers";
}
