using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kube;

namespace K8sOps.Ceph;

/// <summary>Changes how many copies a pool keeps and how much may be written into it, after it has looked whether there is room.</summary>
public sealed class CephPoolResizeService
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(2);
    private readonly Cluster _cluster;
    private readonly string? _namespace;

    /// <summary>Creates the service.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="ns">The namespace of the CephCluster; null for that of the only one there is.</param>
    public CephPoolResizeService(Cluster cluster, string? ns = null) => (_cluster, _namespace) = (cluster, ns);

    /// <summary>
    /// What would change, and whether there is room for it: raw space, and hosts for the copies. What an object of Rook states is changed
    /// there, the rest in Ceph. Needs <c>create</c> of <c>pods/exec</c>, and <c>get</c> and <c>patch</c> of the pool's object.
    /// </summary>
    /// <exception cref="OperationException"><c>NotFound</c>; <c>PoolNotReplicated</c>; <c>FluxOwned</c>; what Ceph does not answer; what the cluster refuses.</exception>
    public async Task<CephPlan> PlanAsync(string name, CephPoolResizeOptions options, OperationContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var tool = new CephTool(_cluster, _namespace);
        var pool = (await new CephService(_cluster, tool).GetPoolsAsync([NamePattern.Escape(name)], context, null, cancellationToken).ConfigureAwait(false)) is [var found] ? found
            : throw Asking.Missing(_cluster, "pool", null, name);
        var wanted = Different(pool, options);
        if (wanted.Replicas is not null && pool.Type != CephPoolType.Replicated)
            throw new OperationException("PoolNotReplicated", OperationCategory.InvalidArgument, name, $"Cannot set the copies of pool {name} on {_cluster.Context}: it is erasure-coded, and its pieces are those of its profile.", "Move its data to a new pool with another profile.");
        var writes = new CephWrites(_cluster, pool.Namespace);
        var steps = new List<CephStep>();
        var rest = wanted;
        if (await CephPoolSpec.FindAsync(writes, pool, cancellationToken).ConfigureAwait(false) is { } spec)
        {
            (var patch, var fields, rest) = spec.Patch(wanted);
            if (patch is not null)
            {
                await new FluxOwnership(_cluster).GuardAsync(spec.Live, fields, $"resize pool {name}", options.Force, context, cancellationToken).ConfigureAwait(false);
                steps.Add(await writes.PatchAsync(spec.Resource, spec.Live, patch, "patch", Back(pool, wanted), cancellationToken).ConfigureAwait(false));
            }
        }

        steps.AddRange(Commands(pool, rest).Select(c => writes.Exec(tool, c, "CephPool", name, Back(pool, wanted), new ChangedField(c.Arguments[^2], Before(pool, c.Arguments[^2])))));
        if (steps.Count == 0) return new CephPlan(name, []);
        var gates = await new CephPoolRoom(_cluster, tool, pool, context).JudgeAsync(wanted, cancellationToken).ConfigureAwait(false);
        return new CephPlan(name, steps)
        {
            Gates = gates,
            Refusal = Gates.RefusalOf($"resize pool {name}", gates, options.SkipGates, context),
            Remarks = [.. Remarks(pool, wanted)],
            IsDisruptive = wanted.Replicas < pool.Replicas,
        };
    }

    /// <summary>Makes the changes, waits until Ceph has them, and returns the pool as it then is. Data that has to move for them goes on moving.</summary>
    /// <exception cref="OperationException">The plan's refusal; <c>Timeout</c> with what is not so yet; what Ceph or the cluster refuses.</exception>
    public async Task<CephPool> ExecuteAsync(CephPlan plan, CephPoolResizeOptions options, OperationContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        if (plan.Refusal is { } refusal) throw refusal;
        var ns = await new CephTool(_cluster, _namespace).NamespaceAsync(cancellationToken).ConfigureAwait(false);
        await plan.SendAsync(_cluster, context, cancellationToken).ConfigureAwait(false);
        var activity = $"Resizing pool {plan.Target} on {_cluster.Context}";
        try
        {
            var wait = await new CephWaiting(_cluster, ns).UntilAsync(async (tool, ct) => (await new CephService(_cluster, tool).GetPoolsAsync([NamePattern.Escape(plan.Target)], context, null, ct).ConfigureAwait(false))[0], pool =>
            {
                context.Sink.Report(new OperationProgress(activity, Missing(pool, options) ?? "done"));
                return Missing(pool, options) is null;
            }, options.Timeout, s_look, context, cancellationToken).ConfigureAwait(false);
            if (!wait.IsReached)
            {
                throw new OperationException("Timeout", OperationCategory.OperationTimeout, plan.Target, string.Create(CultureInfo.InvariantCulture,
                    $"Pool {plan.Target} on {_cluster.Context} is not as it was asked for after {options.Timeout.TotalSeconds:0} s: {(wait.Last is { } last ? Missing(last, options) : "it was not seen")}.{wait.Caveat} The change stands in its spec, and Rook's operator makes it."),
                    CommandText.Line("Get-K8sLog", _cluster.Context, ("Namespace", ns), ("Name", "rook-ceph-operator-*")));
            }

            if (options.Replicas is not null && wait.Last!.MinReplicas >= wait.Last.Replicas)
                context.Sink.Warn(string.Create(CultureInfo.InvariantCulture, $"Pool {plan.Target} on {_cluster.Context} keeps {wait.Last.Replicas} copies and serves only with {wait.Last.MinReplicas}: one OSD that is down stops it."));
            return wait.Last!;
        }
        finally
        {
            context.Sink.Report(new OperationProgress(activity, "", Completed: true));
        }
    }

    /// <summary>What is asked for and not so already.</summary>
    private static CephPoolResizeOptions Different(CephPool pool, CephPoolResizeOptions options) => options with
    {
        Replicas = options.Replicas == pool.Replicas ? null : options.Replicas,
        MaxBytes = options.MaxBytes == (pool.QuotaBytes ?? 0) ? null : options.MaxBytes,
        MaxObjects = options.MaxObjects == (pool.QuotaObjects ?? 0) ? null : options.MaxObjects,
        TargetRatio = options.TargetRatio is { } ratio && Math.Abs(ratio - (pool.TargetRatio ?? 0)) < 0.000001 ? null : options.TargetRatio,
    };

    private static IEnumerable<CephCommand> Commands(CephPool pool, CephPoolResizeOptions rest)
    {
        if (rest.Replicas is { } replicas) yield return new CephCommand("osd", "pool", "set", pool.Pool, "size", Text(replicas));
        if (rest.MaxBytes is { } bytes) yield return new CephCommand("osd", "pool", "set-quota", pool.Pool, "max_bytes", Text(bytes));
        if (rest.MaxObjects is { } objects) yield return new CephCommand("osd", "pool", "set-quota", pool.Pool, "max_objects", Text(objects));
        if (rest.TargetRatio is { } ratio) yield return new CephCommand("osd", "pool", "set", pool.Pool, "target_size_ratio", ratio.ToString("0.######", CultureInfo.InvariantCulture));
    }

    private static string? Before(CephPool pool, string field) => field switch
    {
        "size" => Text(pool.Replicas),
        "max_bytes" => Text(pool.QuotaBytes ?? 0),
        "max_objects" => Text(pool.QuotaObjects ?? 0),
        _ => pool.TargetRatio?.ToString(CultureInfo.InvariantCulture),
    };

    private static string? Missing(CephPool pool, CephPoolResizeOptions options)
    {
        var left = Different(pool, options);
        string[] parts =
        [
            .. left.Replicas is { } replicas ? [string.Create(CultureInfo.InvariantCulture, $"{pool.Replicas} copies, not {replicas}")] : Array.Empty<string>(),
            .. left.MaxBytes is { } bytes ? [string.Create(CultureInfo.InvariantCulture, $"a quota of {pool.QuotaBytes ?? 0} bytes, not {bytes}")] : Array.Empty<string>(),
            .. left.MaxObjects is { } objects ? [string.Create(CultureInfo.InvariantCulture, $"a quota of {pool.QuotaObjects ?? 0} objects, not {objects}")] : Array.Empty<string>(),
            .. left.TargetRatio is { } ratio ? [string.Create(CultureInfo.InvariantCulture, $"a target ratio of {pool.TargetRatio ?? 0}, not {ratio}")] : Array.Empty<string>(),
        ];
        return parts.Length == 0 ? null : "it has " + string.Join(", ", parts);
    }

    private static IEnumerable<string> Remarks(CephPool pool, CephPoolResizeOptions wanted)
    {
        if (wanted.Replicas > pool.Replicas) yield return string.Create(CultureInfo.InvariantCulture, $"Ceph then makes {wanted.Replicas - pool.Replicas} more of each of {pool.Objects} objects, while clients go on");
        if (wanted.Replicas < pool.Replicas) yield return "copies are taken away: fewer disks may fail before data is lost";
        if (wanted.Replicas is { } copies && copies < pool.MinReplicas) yield return string.Create(CultureInfo.InvariantCulture, $"min_size goes down from {pool.MinReplicas} with it");
    }

    private string Back(CephPool pool, CephPoolResizeOptions wanted)
    {
        var line = CommandText.Line("Resize-CephPool", _cluster.Context, ("Namespace", pool.Namespace), ("Pool", pool.Pool));
        if (wanted.Replicas is not null) line += " -Replicas " + Text(pool.Replicas);
        if (wanted.MaxBytes is not null) line += " -MaxBytes " + Text(pool.QuotaBytes ?? 0);
        if (wanted.MaxObjects is not null) line += " -MaxObjects " + Text(pool.QuotaObjects ?? 0);
        if (wanted.TargetRatio is not null) line += " -TargetRatio " + (pool.TargetRatio ?? 0).ToString(CultureInfo.InvariantCulture);
        return wanted.Force ? line + " -Force" : line;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
