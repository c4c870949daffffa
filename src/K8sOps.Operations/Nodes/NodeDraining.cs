using System.Globalization;
using System.Runtime.CompilerServices;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>
/// One node's evictions under way. In rounds: what is due is asked to go, then the node is looked at, then it rests. A pod is gone when
/// its uid is no longer on the node, so a StatefulSet's pod that has begun anew elsewhere under its old name is never waited for.
/// </summary>
internal sealed class NodeDraining
{
    private const int NamedPods = 10;
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(5);

    private readonly Cluster _cluster;
    private readonly NodeDrainPlan _plan;
    private readonly DrainOptions _options;
    private readonly OperationContext _context;
    private readonly List<EvictedPod> _pods;
    private readonly DateTimeOffset _started;

    public NodeDraining(Cluster cluster, NodeDrainPlan plan, DrainOptions options, OperationContext context)
    {
        (_cluster, _plan, _options, _context) = (cluster, plan, options, context);
        _started = cluster.Clock.GetUtcNow();
        _pods = [.. plan.Pods.Where(p => p.Step != DrainStep.Skip).Select(p => new EvictedPod(p))];
    }

    private string Node => _plan.Node.Name;

    private string Activity => $"Draining {Node} on {_cluster.Context}";

    public async IAsyncEnumerable<K8sEviction> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            foreach (var pod in _plan.Pods.Where(p => p.Step == DrainStep.Skip)) yield return ToRecord(new EvictedPod(pod) { Outcome = EvictionOutcome.Skipped, Reason = pod.Reason });
            while (true)
            {
                var isTimeLeft = await RoundAsync(cancellationToken).ConfigureAwait(false);
                foreach (var pod in _pods.Where(p => p.IsOver && !p.IsTold))
                {
                    pod.IsTold = true;
                    yield return ToRecord(pod);
                }

                if (!isTimeLeft || _pods.All(p => p.IsOver)) break;
            }

            foreach (var pod in _pods.Where(p => !p.IsOver))
            {
                pod.Outcome = pod.IsAccepted || pod.Pod.Step == DrainStep.Await ? EvictionOutcome.Terminating : EvictionOutcome.Blocked;
                if (pod.Outcome == EvictionOutcome.Blocked && !pod.MayBeMade) pod.Change?.Refused(pod.Reason ?? "the time ran out");
                yield return ToRecord(pod);
            }
        }
        finally
        {
            _context.Sink.Report(new OperationProgress(Activity, "", Completed: true));
            foreach (var pod in _pods.Where(p => p.Change is not null)) await pod.Change!.DisposeAsync().ConfigureAwait(false);
        }

        if (Failure() is { } failure) throw failure;
    }

    /// <summary>One round; false when the time is over. No round is cut short: how long a request may take is the client's to say.</summary>
    private async Task<bool> RoundAsync(CancellationToken cancellationToken)
    {
        var now = _cluster.Clock.GetUtcNow();
        var due = _pods.Where(p => !p.IsOver && !p.IsAccepted && p.Pod.Step == DrainStep.Evict && p.NextTry <= now).ToList();
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = _options.ThrottleLimit, CancellationToken = cancellationToken }, (pod, ct) => new ValueTask(EvictAsync(pod, ct))).ConfigureAwait(false);
        await LookAsync(cancellationToken).ConfigureAwait(false);
        Report();
        var left = _started + _options.Timeout - _cluster.Clock.GetUtcNow();
        if (left <= TimeSpan.Zero) return false;
        // The clock is waited on for the next round only: a world's clock jumps to whatever it is waited on for.
        if (!_pods.All(p => p.IsOver)) await Task.Delay(left < s_round ? left : s_round, _cluster.Clock, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task EvictAsync(EvictedPod pod, CancellationToken cancellationToken)
    {
        pod.Change ??= _context.Sink.Changing(new Change { Command = _context.Command, Cluster = _cluster.Context, Kind = "Pod", Namespace = pod.Pod.Namespace, Name = pod.Pod.Name, Uid = pod.Pod.Uid, Verb = "evict" });
        pod.Attempts++;
        var wasUnknown = pod.MayBeMade;
        pod.MayBeMade = true;
        try
        {
            var options = new EvictionOptions { Uid = pod.Pod.Uid, GracePeriodSeconds = _options.GracePeriod is { } g ? (int)Math.Clamp(g.TotalSeconds, 0, int.MaxValue) : null };
            await _cluster.Client.EvictAsync(pod.Pod.Namespace, pod.Pod.Name, options, cancellationToken).ConfigureAwait(false);
            pod.IsAccepted = true;
            pod.Change.Made();
            _context.Sink.Note($"Pod {pod.Pod} is evicted from {Node}, and ends.");
        }
        catch (KubeApiException e) when (e.StatusCode < 500)
        {
            pod.MayBeMade = wasUnknown;
            Refused(pod, e);
        }
        catch (KubeException e)
        {
            // It may have been carried out; asking again is safe, since the uid says which pod is meant.
            if (e is KubeConnectionException { Failure: KubeConnectionFailure.Unreachable }) pod.MayBeMade = wasUnknown;
            Wait(pod, e.Message, s_retry);
        }
    }

    private void Refused(EvictedPod pod, KubeApiException e)
    {
        if (e.StatusCode == 429) Wait(pod, EvictionRefusal.Why(e), e.RetryAfter is { TotalSeconds: >= 1 } after ? TimeSpan.FromSeconds(Math.Min(after.TotalSeconds, 30)) : s_retry);
        else if (EvictionRefusal.IsOver(e)) Wait(pod, "gone, or replaced by another of its name", TimeSpan.Zero);
        else if (EvictionRefusal.IsNamespaceTerminating(e)) Wait(pod, "its namespace is being deleted", s_retry);
        else
        {
            pod.Outcome = EvictionOutcome.Failed;
            pod.Reason = e.Message;
            pod.Change!.Refused(e.Message);
        }
    }

    private void Wait(EvictedPod pod, string why, TimeSpan pause)
    {
        if (pod.Reason != why) _context.Sink.Note($"Pod {pod.Pod} is not evicted yet: {why}.");
        pod.Reason = why;
        pod.NextTry = _cluster.Clock.GetUtcNow() + pause;
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var there = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            var options = new ListOptions { FieldSelector = "spec.nodeName=" + Node, MetadataOnly = true };
            await foreach (var pod in _cluster.Client.ListAsync(KubeResources.Pods, options, KubeJson.Partial, cancellationToken).ConfigureAwait(false)) there.Add(pod.Metadata.Uid ?? "");
        }
        catch (KubeException e) when (e is KubeApiException { StatusCode: 429 or >= 500 } or KubeConnectionException)
        {
            // The server may be away for a while, of all things during a drain: the time-out is what ends the wait.
            _context.Sink.Note($"The pods of {Node} could not be looked at just now: {e.Message}");
            return;
        }
        catch (KubeException e)
        {
            throw OperationErrors.From(e, _cluster.Context, $"list the pods of node {Node}", Node);
        }

        foreach (var pod in _pods.Where(p => !p.IsOver && !there.Contains(p.Pod.Uid)))
        {
            pod.Outcome = pod.IsAccepted ? EvictionOutcome.Evicted : EvictionOutcome.Gone;
            if (!pod.IsAccepted && !pod.MayBeMade) pod.Change?.Refused("it was gone already");
            _context.Sink.Note($"Pod {pod.Pod} is gone from {Node}.");
        }
    }

    private void Report()
    {
        var left = _pods.Where(p => !p.IsOver).ToList();
        var over = _pods.Count - left.Count;
        // What is held up is worth more than what takes its course.
        var shown = left.Find(p => !p.IsAccepted && p.Reason is not null) ?? left.FirstOrDefault();
        var now = shown is null ? "" : $"; {shown.Pod}: {Doing(shown)}";
        _context.Sink.Report(new OperationProgress(Activity, string.Create(CultureInfo.InvariantCulture, $"{over} of {_pods.Count} pods gone{now}"), _pods.Count == 0 ? 100 : 100.0 * over / _pods.Count));
    }

    private static string Doing(EvictedPod pod) => pod.IsAccepted || pod.Pod.Step == DrainStep.Await ? "still ending" : pod.Reason ?? "not evicted yet";

    private OperationException? Failure()
    {
        var left = _pods.Where(p => p.Outcome is EvictionOutcome.Terminating or EvictionOutcome.Blocked).ToList();
        var failed = _pods.Where(p => p.Outcome == EvictionOutcome.Failed).ToList();
        if (left.Count + failed.Count == 0) return null;
        var gone = _pods.Count - left.Count - failed.Count;
        var stays = _plan.Cordon.Node.Unschedulable ? "The node is cordoned, as it was before." : "The node stays cordoned.";
        var rest = left.Count > 0 ? left : failed;
        var names = string.Join(", ", rest.Take(NamedPods).Select(p => $"{p.Pod} ({Doing(p)})")) + (rest.Count > NamedPods ? $" and {rest.Count - NamedPods} more" : "");
        var again = CommandText.Line("Clear-K8sNode", _cluster.Context, ("Name", Node));
        var remedy = _plan.Cordon.Node.Unschedulable ? again : $"{again} goes on with it; {CommandText.Line("Enable-K8sNode", _cluster.Context, ("Name", Node))} takes the cordon back.";
        string Say(string what) => string.Create(CultureInfo.InvariantCulture, $"Cannot drain node {Node} on {_cluster.Context}{what}: {names}. {gone} of {_pods.Count} pods are gone. {stays}");
        return left.Count > 0
            ? new OperationException("Timeout", OperationCategory.OperationTimeout, Node, Say(string.Create(CultureInfo.InvariantCulture, $" within {_options.Timeout.TotalSeconds:0.#} s, these pods are left")), remedy)
            : new OperationException("DrainIncomplete", OperationCategory.WriteError, Node, Say(", the server refuses these evictions"), remedy);
    }

    private K8sEviction ToRecord(EvictedPod pod)
    {
        var now = _cluster.Clock.GetUtcNow();
        return new K8sEviction
        {
            Cluster = _cluster.Context,
            Node = Node,
            Namespace = pod.Pod.Namespace,
            Name = pod.Pod.Name,
            Outcome = pod.Outcome,
            Reason = pod.Reason,
            Owner = pod.Pod.Owner,
            Attempts = pod.Attempts,
            Elapsed = now - _started,
            Uid = pod.Pod.Uid,
            ObservedAt = now,
        };
    }

    /// <summary>One pod's way. A pod is in the hands of one eviction at a time, and read between the rounds.</summary>
    private sealed class EvictedPod(DrainPod pod)
    {
        public DrainPod Pod { get; } = pod;

        public PendingChange? Change { get; set; }

        public EvictionOutcome Outcome { get; set; }

        public string? Reason { get; set; } = pod.Reason;

        public int Attempts { get; set; }

        public DateTimeOffset NextTry { get; set; }

        /// <summary>The server took the eviction on.</summary>
        public bool IsAccepted { get; set; }

        /// <summary>Some attempt ended without an answer that proves that it was refused.</summary>
        public bool MayBeMade { get; set; }

        public bool IsTold { get; set; }

        public bool IsOver => Outcome != EvictionOutcome.Unknown;
    }
}
