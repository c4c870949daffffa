using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Flux;

/// <summary>
/// Suspends apps and lets them go on. Who suspended an app, when, why and in which run stands in its annotations; what was frozen
/// together bears the name of that freeze, so that exactly this set is thawed, and nothing that was suspended before.
/// </summary>
public sealed class FluxSuspendService
{
    private static readonly string[] s_word = [FluxAnnotations.SuspendedBy, FluxAnnotations.SuspendedAt, FluxAnnotations.SuspendedReason, FluxAnnotations.SuspendedRun, FluxAnnotations.SuspendedSet];

    // An apply under this name touches nothing that k8sops has applied to the object otherwise.
    private const string TakeOver = "k8sops-suspend";
    private readonly Cluster _cluster;
    private readonly FluxClosure _closure;

    /// <summary>Creates the service.</summary>
    public FluxSuspendService(Cluster cluster)
    {
        _cluster = cluster;
        _closure = new FluxClosure(cluster);
    }

    /// <summary>
    /// What suspending would change; nothing where all is suspended already and no other reason is given. Warns of what goes on all the
    /// same, and of a suspension that will not hold. Needs <c>get</c> and <c>patch</c> of the kinds: the server is asked in a dry run.
    /// </summary>
    /// <exception cref="OperationException">What the cluster refuses.</exception>
    public async Task<FluxSuspensionPlan> PlanSuspendAsync(FluxTarget root, FluxSuspendOptions options, OperationContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(options);
        var apps = options.Recurse ? await _closure.OfAsync(root, context, cancellationToken).ConfigureAwait(false) : [root];
        var sources = options.WithSource ? await _closure.SourcesOfAsync(apps, context, cancellationToken).ConfigureAwait(false) : [];
        var isSet = apps.Count + sources.Count > 1;
        var set = !isSet ? null : SetOf(root) ?? $"{root.Kind}/{root.Namespace}/{root.Name}/{KubeTime.Format(_cluster.Clock.GetUtcNow())}";
        var steps = new List<FluxSuspensionPlan.Step>();
        foreach (var target in apps.Concat(sources))
        {
            if (Freeze(target, target == root, set, options, context) is not { } patch) continue;
            var isWeak = target.IsSuspended && FluxSuspension.IsTakenBack(FluxSuspension.Of(target.Live).By);
            var step = await StepAsync(target, isWeak ? Applied(target, patch) : patch, isWeak, "suspend", cancellationToken).ConfigureAwait(false);
            steps.Add(step);
            WarnIfTakenBack(target, apps, context);
        }

        if (!options.Recurse) WarnOfChildren(root, context);
        if (sources.Count > 0) await WarnOfOtherUsersAsync(sources, apps, context, cancellationToken).ConfigureAwait(false);
        return new FluxSuspensionPlan(root, suspends: true, [.. steps.Where(s => s.Changes.Count > 0)]);
    }

    /// <summary>
    /// What resuming would change: the app itself, and, where it was frozen with others, exactly those, sources first, then apps after what
    /// they depend on. Needs <c>get</c>, <c>list</c> and <c>patch</c> of the kinds.
    /// </summary>
    /// <exception cref="OperationException">What the cluster refuses.</exception>
    public async Task<FluxSuspensionPlan> PlanResumeAsync(FluxTarget root, OperationContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(root);
        var members = new List<FluxTarget>();
        if (SetOf(root) is { } set) members.AddRange(await MembersAsync(set, root, context, cancellationToken).ConfigureAwait(false));
        if (root.IsSuspended || HasWord(root)) members.Insert(0, root);
        else context.Sink.Note($"{root} on {_cluster.Context} is not suspended.");
        var steps = new List<FluxSuspensionPlan.Step>();
        foreach (var target in FluxOrder.DependenciesFirst(members))
        {
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = target.Uid, ["annotations"] = new JsonObject(s_word.Select(a => KeyValuePair.Create<string, JsonNode?>(a, null))) } };
            // Taken off, not set to false: a field of ours would keep Git from suspending the app later.
            if (target.IsSuspended) patch["spec"] = new JsonObject { ["suspend"] = null };
            steps.Add(await StepAsync(target, patch, applies: false, "resume", cancellationToken).ConfigureAwait(false));
            if (target.IsSuspended && IsSetInGit(target) && FluxReferences.ParentOf(target.Live) is { } parent)
                context.Sink.Warn($"{target} is suspended in Git: {parent} suspends it again at its next reconcile. Take spec.suspend off there.");
        }

        return new FluxSuspensionPlan(root, suspends: false, [.. steps.Where(s => s.Changes.Count > 0)]);
    }

    /// <summary>Makes the changes of a plan, in order, and returns the objects as they then are.</summary>
    /// <exception cref="OperationException">What the cluster refuses, with what was changed before; <c>Conflict</c> when a name now belongs to another object.</exception>
    public async Task<IReadOnlyList<FluxTarget>> ExecuteAsync(FluxSuspensionPlan plan, OperationContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var done = new List<FluxTarget>();
        foreach (var step in plan.Steps)
        {
            context.Sink.Report(new OperationProgress($"{(plan.Suspends ? "Suspending" : "Resuming")} {plan.Root} on {_cluster.Context}", step.Target.ToString(), 100.0 * done.Count / plan.Steps.Count));
            try
            {
                done.Add(step.Target with { Live = await SendAsync(step, plan, context, cancellationToken).ConfigureAwait(false) });
            }
            catch (OperationException e) when (done.Count > 0)
            {
                throw new OperationException(e.Id, e.Category, e.Target, $"{e.Message} {(plan.Suspends ? "Suspended" : "Resumed")} before: {string.Join(", ", done)}.",
                    plan.Suspends ? Line("Resume-FluxApp", plan.Root) : e.Remedy, e);
            }
            finally
            {
                context.Sink.Report(new OperationProgress($"{(plan.Suspends ? "Suspending" : "Resuming")} {plan.Root} on {_cluster.Context}", "", Completed: true));
            }
        }

        return done;
    }

    /// <summary>Waits until a resumed object has settled. Needs <c>get</c>, <c>list</c> and <c>watch</c> of its kind.</summary>
    /// <exception cref="OperationException"><c>ReconcileStalled</c> with the controller's message; <c>Timeout</c> with the state that is left;
    /// <c>AppSuspended</c> when it was suspended again meanwhile; what the cluster refuses.</exception>
    public async Task<FluxTarget> WaitAsync(FluxTarget target, TimeSpan timeout, OperationContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        // A registry, or what its controller has nothing to do for, has no state to wait for.
        if (FluxReading.IsStatic(target)) return target;
        return await new FluxWaiting(_cluster).WaitAsync(target, request: null, "It was resumed.", timeout, context, cancellationToken).ConfigureAwait(false);
    }

    private Task<JsonObject> SendAsync(FluxSuspensionPlan.Step step, FluxSuspensionPlan plan, OperationContext context, CancellationToken cancellationToken)
    {
        var target = step.Target;
        var change = new Change
        {
            Command = context.Command,
            Cluster = _cluster.Context,
            Kind = target.Kind,
            Namespace = target.Namespace,
            Name = target.Name,
            Uid = target.Uid,
            Verb = "patch",
            Fields = [.. step.Changes.Select(c => c.ToField() with { After = null })],
            // A suspension that was there before is not ours to take back; only the word on it was written anew.
            Compensation = plan.Suspends ? (target.IsSuspended ? null : Line("Resume-FluxApp", target)) : target.IsSuspended ? Line("Suspend-FluxApp", target) : null,
        };
        return Writing.AnnouncedAsync(context, change, () => WriteAsync(step, plan.Suspends ? "suspend" : "resume", isDryRun: false, cancellationToken), _ => [.. step.Changes.Select(c => c.ToField())]);
    }

    /// <summary>The patch that suspends; null where there is nothing to do.</summary>
    private JsonObject? Freeze(FluxTarget target, bool isRoot, string? set, FluxSuspendOptions options, OperationContext context)
    {
        var annotations = new JsonObject();
        if (target.IsSuspended)
        {
            var by = FluxSuspension.Of(target.Live).By;
            if (!isRoot)
            {
                context.Sink.Note($"{target} on {_cluster.Context} is suspended already{Story(target)}: it is left so, and stays so when {set} is thawed.");
                return null;
            }

            // Under kubectl's name it would not hold: written once more under ours, it does.
            var isWeak = FluxSuspension.IsTakenBack(by);
            if (isWeak) context.Sink.Warn($"{target} was suspended by {by}, which its parent takes back; it is now suspended as k8sops, which it does not.");
            var isNew = options.Reason is not null && options.Reason != target.Live.Text("metadata", "annotations", FluxAnnotations.SuspendedReason);
            if (isNew) annotations[FluxAnnotations.SuspendedReason] = options.Reason;
            if (set is not null && SetOf(target) is null) annotations[FluxAnnotations.SuspendedSet] = set;
            if (isWeak) Tell(annotations, options, set);
            if (annotations.Count > 0) return Patch(target, annotations);
            context.Sink.Note($"{target} on {_cluster.Context} is suspended already{Story(target)}.");
            return null;
        }

        Tell(annotations, options, set);
        return Patch(target, annotations);
    }

    private void Tell(JsonObject annotations, FluxSuspendOptions options, string? set)
    {
        annotations[FluxAnnotations.SuspendedBy] = $"{Environment.UserName}@{Environment.MachineName}";
        annotations[FluxAnnotations.SuspendedAt] = KubeTime.Format(_cluster.Clock.GetUtcNow());
        annotations[FluxAnnotations.SuspendedReason] = options.Reason;
        annotations[FluxAnnotations.SuspendedRun] = options.Run;
        annotations[FluxAnnotations.SuspendedSet] = set;
    }

    // The uid makes it this very object: a namesake that took its place meanwhile is left alone.
    private static JsonObject Patch(FluxTarget target, JsonObject annotations)
        => new() { ["metadata"] = new JsonObject { ["uid"] = target.Uid, ["annotations"] = annotations }, ["spec"] = new JsonObject { ["suspend"] = true } };

    private static JsonObject Applied(FluxTarget target, JsonObject patch)
    {
        var annotations = (JsonObject)patch["metadata"]!["annotations"]!.DeepClone();
        foreach (var none in annotations.Where(a => a.Value is null).Select(a => a.Key).ToArray()) annotations.Remove(none);
        return new JsonObject
        {
            ["apiVersion"] = target.Resource.ApiVersion,
            ["kind"] = target.Kind,
            ["metadata"] = new JsonObject { ["name"] = target.Name, ["namespace"] = target.Namespace, ["uid"] = target.Uid, ["annotations"] = annotations },
            ["spec"] = new JsonObject { ["suspend"] = true },
        };
    }

    private async Task<FluxSuspensionPlan.Step> StepAsync(FluxTarget target, JsonObject patch, bool applies, string verb, CancellationToken cancellationToken)
    {
        var step = new FluxSuspensionPlan.Step(target, patch, [], applies);
        return step with { Changes = ObjectDiff.Compare(target.Live, await WriteAsync(step, verb, isDryRun: true, cancellationToken).ConfigureAwait(false)) };
    }

    private Task<JsonObject> WriteAsync(FluxSuspensionPlan.Step step, string verb, bool isDryRun, CancellationToken cancellationToken)
    {
        var (target, body) = (step.Target, (JsonObject)step.Patch.DeepClone());
        var options = new WriteOptions { DryRun = isDryRun };
        var write = step.Applies
            ? _cluster.Client.ApplyAsync(target.Resource, target.Namespace, target.Name, body, options with { FieldManager = TakeOver, Force = true }, cancellationToken)
            : _cluster.Client.MergePatchAsync(target.Resource, target.Namespace, target.Name, body, options, cancellationToken);
        return Asking.For(write, _cluster, $"{verb} {target}", target.Path);
    }

    /// <summary>What else was frozen with the root, and is suspended still.</summary>
    private async Task<IReadOnlyList<FluxTarget>> MembersAsync(string set, FluxTarget root, OperationContext context, CancellationToken cancellationToken)
    {
        // Only the root's resume thaws the set; a member's is its own.
        if (!set.StartsWith($"{root.Kind}/{root.Namespace}/{root.Name}/", StringComparison.Ordinal)) return [];
        var found = new List<FluxTarget>();
        foreach (var kinds in (IReadOnlyList<KubeResource>[])[FluxKinds.Sources, FluxKinds.Apps])
        {
            var all = new FluxListing(_cluster, kinds, null, null, null, "object");
            await foreach (var target in all.ReadWholeAsync(context, cancellationToken).ConfigureAwait(false))
            {
                if (target.IsSuspended && SetOf(target) == set && target.ToString() != root.ToString()) found.Add(target);
            }
        }

        return found;
    }

    private void WarnOfChildren(FluxTarget root, OperationContext context)
    {
        var children = FluxClosure.ChildrenOf(root).ToList();
        if (children.Count == 0) return;
        context.Sink.Warn($"{root} applies {children.Count} app{(children.Count == 1 ? "" : "s")} that go{(children.Count == 1 ? "es" : "")} on reconciling by {(children.Count == 1 ? "itself" : "themselves")}: {Some(children)}. -Recurse suspends {(children.Count == 1 ? "it" : "them")} too.");
    }

    /// <summary>Where Git itself sets <c>spec.suspend</c>, the parent writes it again.</summary>
    private void WarnIfTakenBack(FluxTarget target, IReadOnlyList<FluxTarget> frozen, OperationContext context)
    {
        if (!IsSetInGit(target) || FluxReferences.ParentOf(target.Live) is not { } parent || frozen.Any(f => f.ToString() == parent.ToString())) return;
        context.Sink.Warn($"{parent} sets spec.suspend of {target} from Git, and takes the suspension on {_cluster.Context} back at its next reconcile. Suspend it too, or change Git.");
    }

    private async Task WarnOfOtherUsersAsync(IReadOnlyList<FluxTarget> sources, IReadOnlyList<FluxTarget> frozen, OperationContext context, CancellationToken cancellationToken)
    {
        var inside = frozen.Select(f => f.ToString()).ToHashSet(StringComparer.Ordinal);
        var suspended = sources.Select(s => s.ToString()).ToHashSet(StringComparer.Ordinal);
        var outside = new List<FluxReference>();
        await foreach (var app in new FluxListing(_cluster, FluxKinds.Apps, null, null, null, "app").ReadWholeAsync(context, cancellationToken).ConfigureAwait(false))
        {
            if (!inside.Contains(app.ToString()) && FluxClosure.References(app).Any(r => suspended.Contains(r.ToString()))) outside.Add(new FluxReference(app.Kind, app.Namespace, app.Name));
        }

        if (outside.Count > 0) context.Sink.Warn($"The sources feed {outside.Count} more app{(outside.Count == 1 ? "" : "s")}, which get{(outside.Count == 1 ? "s" : "")} no new revision meanwhile: {Some(outside)}.");
    }

    private static bool IsSetInGit(FluxTarget target) => ManagedFields.EntriesOf(target.Live, "kustomize-controller", "Apply").Any(e => ManagedFields.Owns(e, FieldPath.Of("spec", "suspend")));

    private static string? SetOf(FluxTarget target) => target.Live.Text("metadata", "annotations", FluxAnnotations.SuspendedSet) is { Length: > 0 } set ? set : null;

    private static bool HasWord(FluxTarget target) => target.Live.At("metadata", "annotations") is JsonObject annotations && s_word.Any(annotations.ContainsKey);

    private static string Story(FluxTarget target)
    {
        var annotations = target.Live.Texts("metadata", "annotations");
        var (by, _) = FluxSuspension.Of(target.Live);
        var who = annotations.GetValueOrDefault(FluxAnnotations.SuspendedBy) ?? by;
        var why = annotations.GetValueOrDefault(FluxAnnotations.SuspendedReason);
        return $"{(who is null ? "" : " by " + who)}{(why is null ? "" : $" ({why})")}";
    }

    private string Line(string command, FluxTarget target) => CommandText.Line(command, _cluster.Context, ("Kind", target.Kind), ("Namespace", target.Namespace), ("Name", target.Name));

    private static string Some(IReadOnlyList<FluxReference> all) => string.Join(", ", all.Take(5)) + (all.Count > 5 ? $" and {all.Count - 5} more" : "");
}
