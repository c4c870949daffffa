using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>Changes workloads: each change is planned by a dry run, held against what Flux owns, announced, and sent.</summary>
public sealed class WorkloadChangeService
{
    private const string RestartedAt = "kubectl.kubernetes.io/restartedAt";
    private static readonly FieldPath s_replicas = FieldPath.Of("spec", "replicas");
    private readonly Cluster _cluster;
    private readonly WorkloadService _workloads;
    private readonly FluxOwnership _flux;

    /// <summary>Creates the service.</summary>
    public WorkloadChangeService(Cluster cluster)
    {
        _cluster = cluster;
        _workloads = new WorkloadService(cluster);
        _flux = new FluxOwnership(cluster);
    }

    /// <summary>Plans to set images, replicas and resources.</summary>
    /// <exception cref="OperationException"><c>FluxOwned</c> unless <paramref name="force"/>; <c>KindMismatch</c> for replicas of a kind that
    /// has none; <c>ContainerNotNamed</c>, <c>InvalidSetting</c>, <c>NotFound</c> of a container; what the cluster refuses.</exception>
    public async Task<WorkloadPlan> PlanSetAsync(WorkloadTarget target, WorkloadSettings settings, bool force, OperationContext context, CancellationToken cancellationToken = default)
    {
        if (target.Kind is "Job" or "CronJob") throw new OperationException("KindMismatch", OperationCategory.InvalidArgument, target.Kind, $"Cannot set {target}: a {target.Kind} has no roll-out.");
        var steps = new List<WorkloadStep>();
        if (TemplatePatch.Of(target, settings) is { } patch) steps.Add(await PatchStepAsync(target, $"set {target}", (o, ct) => _cluster.Client.StrategicPatchAsync(target.Resource, target.Namespace, target.Name, target.Guarded(patch), o, ct), cancellationToken).ConfigureAwait(false));
        if (settings.Replicas is { } replicas) steps.Add(await ScaleStepAsync(target, replicas, cancellationToken).ConfigureAwait(false));
        return await PlanAsync(target, steps, $"set {target}", force, TakeBack(target, settings, force), context, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Plans to replace all pods, by the template's annotation <c>kubectl.kubernetes.io/restartedAt</c>. Flux does not take it back:
    /// the annotation is not Flux's.
    /// </summary>
    /// <exception cref="OperationException"><c>WorkloadPaused</c>; <c>KindMismatch</c>; what the cluster refuses.</exception>
    public async Task<WorkloadPlan> PlanRestartAsync(WorkloadTarget target, OperationContext context, CancellationToken cancellationToken = default)
    {
        if (target.Kind is "Job" or "CronJob") throw new OperationException("KindMismatch", OperationCategory.InvalidArgument, target.Kind, $"Cannot restart {target}: a {target.Kind} has no roll-out.");
        RefusePaused(target, "restart");
        var patch = new JsonObject
        {
            ["spec"] = new JsonObject { ["template"] = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [RestartedAt] = KubeTime.Format(_cluster.Clock.GetUtcNow()) } } } },
        };
        var step = await PatchStepAsync(target, $"restart {target}", (o, ct) => _cluster.Client.StrategicPatchAsync(target.Resource, target.Namespace, target.Name, target.Guarded(patch), o, ct), cancellationToken).ConfigureAwait(false);
        if (step.Changes.Count == 0) context.Sink.Warn($"{target} on {_cluster.Context} was restarted within this very second; nothing is done.");
        if (RolloutState.Of(target.Live).Stage == RolloutStage.OnDelete) context.Sink.Warn($"{target} replaces its pods only when they are deleted (updateStrategy OnDelete): none restarts by itself.");
        return new WorkloadPlan(target, [step]) { Changes = step.Changes };
    }

    /// <summary>Carries a plan out, and returns the workload as it then is. A plan without changes sends nothing.</summary>
    /// <exception cref="OperationException">What the cluster refuses.</exception>
    public async Task<K8sWorkload> ExecuteAsync(WorkloadPlan plan, OperationContext context, CancellationToken cancellationToken = default)
    {
        var target = plan.Target;
        foreach (var step in plan.Steps.Where(s => s.Changes.Count > 0))
        {
            var change = new Change
            {
                Command = context.Command,
                Cluster = _cluster.Context,
                Kind = target.Kind,
                Namespace = target.Namespace,
                Name = target.Name,
                Uid = target.Uid,
                Verb = step.Verb,
                Fields = [.. step.Changes.Select(c => c.ToField() with { After = null })],
                Compensation = plan.Compensation,
            };
            await Writing.AnnouncedAsync(context, change, () => AskAsync(step.Send(WriteOptions.Default, cancellationToken), $"{step.Verb} {target}", target), _ => [.. step.Changes.Select(c => c.ToField())]).ConfigureAwait(false);
        }

        return _workloads.ToRecord(await _workloads.ReadAgainAsync(target, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>A paused Deployment takes no change of its template in until it is resumed.</summary>
    internal static void RefusePaused(WorkloadTarget target, string verb)
    {
        if (!target.Live.Flag("spec", "paused")) return;
        throw new OperationException("WorkloadPaused", OperationCategory.InvalidOperation, target.ToString(), $"Cannot {verb} {target}: its roll-out is paused (spec.paused), and nothing would happen until it is resumed.",
            "Set spec.paused to false first.");
    }

    /// <summary>A step of one patch, with what it would change.</summary>
    internal async Task<WorkloadStep> PatchStepAsync(WorkloadTarget target, string action, Func<WriteOptions, CancellationToken, Task<JsonObject>> send, CancellationToken cancellationToken)
    {
        var after = await AskAsync(send(new WriteOptions { DryRun = true }, cancellationToken), action, target).ConfigureAwait(false);
        return new WorkloadStep("patch", send, ObjectDiff.Compare(target.Live, after));
    }

    /// <summary>A plan of steps, held against what Flux owns.</summary>
    internal async Task<WorkloadPlan> PlanAsync(WorkloadTarget target, IReadOnlyList<WorkloadStep> steps, string action, bool force, string? compensation, OperationContext context, CancellationToken cancellationToken)
    {
        List<ObjectChange> changes = [.. steps.SelectMany(s => s.Changes)];
        if (changes.Count > 0) await _flux.GuardAsync(target.Live, [.. changes.Select(c => c.Path)], action, force, context, cancellationToken).ConfigureAwait(false);
        return new WorkloadPlan(target, steps) { Changes = changes, Compensation = changes.Count > 0 ? compensation : null };
    }

    private async Task<WorkloadStep> ScaleStepAsync(WorkloadTarget target, int replicas, CancellationToken cancellationToken)
    {
        if (target.Kind == "DaemonSet") throw new OperationException("KindMismatch", OperationCategory.InvalidArgument, target.Kind, $"Cannot scale {target}: a DaemonSet has a pod on every node that it selects.");
        Task<JsonObject> Send(WriteOptions o, CancellationToken ct) => _cluster.Client.MergePatchAsync(target.Resource, target.Namespace, target.Name,
            new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } }, o with { Subresource = "scale" }, ct);
        await AskAsync(Send(new WriteOptions { DryRun = true }, cancellationToken), $"scale {target}", target).ConfigureAwait(false);
        var before = target.Live.Whole("spec", "replicas") ?? 1;
        return new WorkloadStep("scale", Send, before == replicas ? [] : [new ObjectChange(s_replicas, before.ToString(CultureInfo.InvariantCulture), replicas.ToString(CultureInfo.InvariantCulture))]);
    }

    /// <summary>The same command with the values of now.</summary>
    private string TakeBack(WorkloadTarget target, WorkloadSettings settings, bool force)
    {
        var line = CommandText.Line("Set-K8sWorkload", _cluster.Context, ("Kind", target.Kind), ("Namespace", target.Namespace), ("Name", target.Name));
        var containers = target.Live.Items("spec", "template", "spec", "containers").Concat(target.Live.Items("spec", "template", "spec", "initContainers")).ToList();
        if (settings.Images is { Count: > 0 } images)
        {
            var named = images.Select(i => i.Split('=', 2) is [var n, _] ? n : containers[0].Text("name")).ToList();
            line += " -Image " + string.Join(", ", containers.Where(c => named.Contains(c.Text("name"))).Select(c => CommandText.Quote($"{c.Text("name")}={c.Text("image")}")));
        }

        if (settings.Replicas is not null) line += string.Create(CultureInfo.InvariantCulture, $" -Replicas {target.Live.Whole("spec", "replicas") ?? 1}");
        var container = containers.FirstOrDefault(c => settings.Container is null || c.Text("name") == settings.Container);
        line += Amounts("Request", settings.Requests, container.Texts("resources", "requests")) + Amounts("Limit", settings.Limits, container.Texts("resources", "limits"));
        if (settings.Container is { } named_) line += " -Container " + CommandText.Quote(named_);
        return force ? line + " -Force" : line;
    }

    private static string Amounts(string parameter, IReadOnlyList<string>? set, Dictionary<string, string> now)
        => set is not { Count: > 0 } ? "" : $" -{parameter} " + string.Join(", ", set.Select(s => s.Split('=')[0]).Select(r => CommandText.Quote($"{r}={now.GetValueOrDefault(r, "none")}")));

    private Task<JsonObject> AskAsync(Task<JsonObject> answer, string action, WorkloadTarget target) => Asking.For(answer, _cluster, action, target.ToString());
}
