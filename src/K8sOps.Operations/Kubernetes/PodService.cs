using System.Runtime.CompilerServices;
using K8sOps.Kube.Wire;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>The pods of one cluster.</summary>
public sealed class PodService
{
    private readonly Cluster _cluster;

    /// <summary>Creates the service.</summary>
    public PodService(Cluster cluster) => _cluster = cluster;

    /// <summary>
    /// Streams the pods that the query asks for, as the server hands them out. Selectors, one literal node and literal names are
    /// selected by the server. Needs <c>list</c> of pods (and <c>get</c>, where a name and its namespace are both literal).
    /// </summary>
    /// <exception cref="OperationException"><c>NotFound</c> for a literal name or namespace that is not there (unless
    /// <see cref="PodQuery.OnMissing"/> takes it), and what the cluster refuses.</exception>
    public async IAsyncEnumerable<K8sPod> ListAsync(PodQuery query, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var now = _cluster.Clock.GetUtcNow();
        context.Sink.Note($"Listing pods on {_cluster.Context}.");
        await foreach (var pod in ReadAsync(query, now, cancellationToken).ConfigureAwait(false))
        {
            if (query.Uid is { } uid && pod.Metadata.Uid != uid) continue;
            if (query.EndStates is { Count: > 0 } ends && !ends.Any(e => HasEnded(pod, e))) continue;
            if (query.UnhealthyOnly && PodReading.IsHealthy(pod, now)) continue;
            yield return PodReading.ToRecord(pod, _cluster.Context, now);
        }
    }

    /// <summary>One pod.</summary>
    /// <exception cref="OperationException"><c>NotFound</c>, and what the cluster refuses.</exception>
    public async Task<K8sPod> GetAsync(string ns, string name, CancellationToken cancellationToken = default)
    {
        var pod = await Asking.For(_cluster.Client.GetAsync(KubeResources.Pods, ns, name, KubeWire.Default.PodWire, cancellationToken), _cluster, $"get pod {ns}/{name}", $"{ns}/{name}").ConfigureAwait(false);
        return PodReading.ToRecord(pod, _cluster.Context, _cluster.Clock.GetUtcNow());
    }

    /// <summary>
    /// Deletes this very pod (its uid is a precondition, so a namesake that came after it is safe). Returns when the API server has
    /// accepted it; the pod then ends within its grace period. With <paramref name="dryRun"/> the server only says whether it would.
    /// </summary>
    /// <param name="pod">The pod, as it was listed.</param>
    /// <param name="context">Where the change is announced.</param>
    /// <param name="grace">The grace period, in whole seconds; null for the pod's own; zero kills at once.</param>
    /// <param name="dryRun">True to change nothing.</param>
    /// <param name="cancellationToken">Cancels the wait for the answer; what was sent is then <see cref="ChangeOutcome.Unknown"/>.</param>
    /// <exception cref="OperationException"><c>NotFound</c>; <c>Conflict</c> when the name now belongs to another pod; what the cluster refuses.</exception>
    public async Task RemoveAsync(K8sPod pod, OperationContext context, TimeSpan? grace = null, bool dryRun = false, CancellationToken cancellationToken = default)
    {
        // kubectl's -1 means "the pod's own", and zero kills: what is less than zero is refused rather than guessed, a part of a second rounded up.
        if (grace < TimeSpan.Zero)
        {
            throw new OperationException("InvalidDuration", OperationCategory.InvalidArgument, $"{pod.Namespace}/{pod.Name}",
                $"Cannot delete pod {pod.Namespace}/{pod.Name} on {_cluster.Context}: a grace period of {grace.Value.TotalSeconds:0.#} s is less than none.", "Leave -GracePeriod out for the pod's own.");
        }

        var options = new DeleteOptions { Uid = pod.Uid, DryRun = dryRun, GracePeriodSeconds = grace is { } g ? (int)Math.Ceiling(Math.Min(g.TotalSeconds, int.MaxValue)) : null };
        if (dryRun)
        {
            await DeleteAsync(pod, options, cancellationToken).ConfigureAwait(false);
            context.Sink.Note($"{_cluster.Context} would delete pod {pod.Namespace}/{pod.Name}.");
            return;
        }

        await Writing.AnnouncedAsync(context, new Change
        {
            Command = context.Command,
            Cluster = _cluster.Context,
            Kind = "Pod",
            Namespace = pod.Namespace,
            Name = pod.Name,
            Uid = pod.Uid,
            Verb = "delete",
        }, async () =>
        {
            await DeleteAsync(pod, options, cancellationToken).ConfigureAwait(false);
            return pod;
        }).ConfigureAwait(false);
    }

    /// <summary>The pods in their wire shape, for checks that look at all of them once.</summary>
    internal async IAsyncEnumerable<PodWire> ReadAsync(PodQuery query, DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var names = new NameFilter(query.Names);
        var namespaces = new NameFilter(query.Namespaces);
        var nodes = new NameFilter(query.Node is { Length: > 0 } node ? [node] : []);
        var selector = Asking.Selector(query.FieldSelector, nodes.Literals is [var single] ? "spec.nodeName=" + single : null);
        var seenNamespaces = new HashSet<string>(StringComparer.Ordinal);

        foreach (var ns in namespaces.Literals ?? [null!])
        {
            var source = ns is not null && selector is null && query.LabelSelector is null && names.Literals is { } exact
                ? GetEachAsync(ns, exact, cancellationToken)
                : ListEachAsync(ns, names, selector, query.LabelSelector, cancellationToken);
            await foreach (var pod in source.ConfigureAwait(false))
            {
                if (pod.Metadata.Namespace is { } found && ns is not null) seenNamespaces.Add(found);
                if (!namespaces.Sees(pod.Metadata.Namespace ?? "") || !names.Sees(pod.Metadata.Name) || !nodes.Sees(pod.Spec.NodeName ?? "")) continue;
                yield return pod;
            }
        }

        foreach (var missing in await MissingAsync(names, namespaces, seenNamespaces, cancellationToken).ConfigureAwait(false))
        {
            if (query.OnMissing is null) throw missing;
            query.OnMissing(missing);
        }
    }

    private static bool HasEnded(PodWire pod, PodEndState state) => state switch
    {
        PodEndState.Failed => pod.Status.Phase == "Failed",
        PodEndState.Succeeded => pod.Status.Phase == "Succeeded",
        PodEndState.Evicted => pod.Status is { Phase: "Failed", Reason: "Evicted" },
        _ => false,
    };

    private IAsyncEnumerable<PodWire> ListAsync(string? ns, string? fields, string? labels, CancellationToken cancellationToken)
    {
        var options = new ListOptions { Namespace = ns, FieldSelector = fields, LabelSelector = labels };
        var action = ns is null ? "list pods" : $"list pods in namespace {ns}";
        return Asking.ForEach(_cluster.Client.ListAsync(KubeResources.Pods, options, KubeWire.Default.PodWire, cancellationToken), _cluster, action, cancellationToken);
    }

    /// <summary>One list; or one for each name, where all are literal and few, so that the server hands out no more than is wanted.</summary>
    private async IAsyncEnumerable<PodWire> ListEachAsync(string? ns, NameFilter names, string? fields, string? labels, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<string?> selectors = names.Literals is { Count: <= 8 } literals ? [.. literals.Select(n => "metadata.name=" + n)] : [null];
        foreach (var selector in selectors)
        {
            await foreach (var pod in ListAsync(ns, Asking.Selector(fields, selector), labels, cancellationToken).ConfigureAwait(false)) yield return pod;
        }
    }

    private async IAsyncEnumerable<PodWire> GetEachAsync(string ns, IReadOnlyList<string> names, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var name in names)
        {
            PodWire? pod = null;
            try
            {
                pod = await _cluster.Client.GetAsync(KubeResources.Pods, ns, name, KubeWire.Default.PodWire, cancellationToken).ConfigureAwait(false);
            }
            catch (KubeApiException e) when (e is { Reason: "NotFound", HasStatus: true })
            {
                // Told at the end, with everything else that is missing.
            }
            catch (KubeException e)
            {
                throw OperationErrors.From(e, _cluster.Context, $"get pod {ns}/{name}", $"{ns}/{name}");
            }

            if (pod is not null) yield return pod;
        }
    }

    private async Task<IReadOnlyList<OperationException>> MissingAsync(NameFilter names, NameFilter namespaces, HashSet<string> seen, CancellationToken cancellationToken)
    {
        var missing = new List<OperationException>();
        foreach (var ns in namespaces.Literals ?? [])
        {
            // An empty namespace and a mistyped one list alike; only asking for it tells them apart.
            if (!seen.Contains(ns) && !await NamespaceExistsAsync(ns, cancellationToken).ConfigureAwait(false)) missing.Add(Asking.Missing(_cluster, "namespace", null, ns));
        }

        if (missing.Count > 0) return missing;
        var where = namespaces.Literals is [var only] ? only : null;
        missing.AddRange(names.Missing.Select(name => Asking.Missing(_cluster, "pod", where, name)));
        return missing;
    }

    private async Task<bool> NamespaceExistsAsync(string ns, CancellationToken cancellationToken)
    {
        try
        {
            await _cluster.Client.GetAsync(KubeResources.Namespaces, null, ns, KubeWire.Default.NamespaceWire, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (KubeApiException e)
        {
            // Who may list the pods of a namespace need not be allowed to read the namespace: then the empty list stands.
            return e is not { Reason: "NotFound", HasStatus: true };
        }
        catch (KubeException e)
        {
            throw OperationErrors.From(e, _cluster.Context, $"get namespace {ns}", ns);
        }
    }

    private async Task DeleteAsync(K8sPod pod, DeleteOptions options, CancellationToken cancellationToken)
    {
        var target = $"{pod.Namespace}/{pod.Name}";
        try
        {
            await _cluster.Client.DeleteAsync(KubeResources.Pods, pod.Namespace, pod.Name, options, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeException e)
        {
            throw OperationErrors.From(e, _cluster.Context, $"delete pod {target}", target);
        }
    }
}
