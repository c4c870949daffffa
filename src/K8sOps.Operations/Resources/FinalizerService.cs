using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>
/// Takes a finalizer off objects whose controller will not do it any more. What the controller would have cleaned up stays behind.
/// Finalizers are <c>metadata.finalizers</c>; <c>spec.finalizers</c> of a namespace is the server's own and is not touched.
/// </summary>
public sealed class FinalizerService
{
    private const int Attempts = 5;
    private static readonly FieldPath s_field = FieldPath.Of("metadata", "finalizers");
    private readonly Cluster _cluster;
    private readonly ResourceService _resources;

    /// <summary>Creates the service.</summary>
    public FinalizerService(Cluster cluster)
    {
        _cluster = cluster;
        _resources = new ResourceService(cluster);
    }

    /// <summary>
    /// The objects that the finalizer holds. Needs <c>list</c> of each kind, or <c>get</c> where objects are named, and <c>get</c> of the
    /// namespace; a kind that cannot be looked at is an error of its own, and the others go on.
    /// </summary>
    /// <exception cref="OperationException"><c>KindNotServed</c>; <c>NotFound</c> for the namespace; what the cluster refuses.</exception>
    public async IAsyncEnumerable<HeldObject> FindAsync(FinalizerQuery query, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (query is { Kind: null, Namespace: { } ns } && await _resources.FindAsync(KubeResources.Namespaces, null, ns, cancellationToken).ConfigureAwait(false) is null)
        {
            throw Asking.Missing(_cluster, "Namespace", null, ns);
        }

        var kinds = await KindsAsync(query, cancellationToken).ConfigureAwait(false);
        var activity = $"Looking for {query.Finalizer} on {_cluster.Context}";
        for (var i = 0; i < kinds.Count; i++)
        {
            context.Sink.Report(new OperationProgress(activity, kinds[i].QualifiedName, kinds.Count == 1 ? null : 100.0 * i / kinds.Count));
            foreach (var held in await OfKindAsync(kinds[i], query, cancellationToken).ConfigureAwait(false)) yield return held;
        }

        context.Sink.Report(new OperationProgress(activity, "", Completed: true));
    }

    /// <summary>Asks the server whether it would be taken off (a dry run).</summary>
    /// <exception cref="OperationException">What the cluster refuses; <c>Conflict</c> when the object was changed since it was read.</exception>
    public Task CheckAsync(HeldObject held, CancellationToken cancellationToken = default) => SendAsync(held, isDryRun: true, cancellationToken);

    /// <summary>
    /// Takes it off; an object that was deleted goes with its last one. Another writer's change is read and the finalizer taken off what came
    /// of it. Needs <c>patch</c>, and <c>get</c> after a conflict.
    /// </summary>
    /// <exception cref="OperationException"><c>Conflict</c> when others change the object again and again; what the cluster refuses.</exception>
    public async Task RemoveAsync(HeldObject held, OperationContext context, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            var change = new Change
            {
                Command = context.Command,
                Cluster = _cluster.Context,
                Kind = held.Resource.Kind,
                Namespace = held.Namespace,
                Name = held.Name,
                Uid = held.Uid,
                Verb = "patch",
                Fields = [Field(held)],
            };
            try
            {
                var sent = held;
                await Writing.AnnouncedAsync(context, change, () => SendAsync(sent, isDryRun: false, cancellationToken), _ => [Field(sent)]).ConfigureAwait(false);
                return;
            }
            catch (OperationException e) when (e.Id == "Conflict" && attempt < Attempts)
            {
                var now = await _resources.FindAsync(held.Resource, held.Namespace, held.Name, cancellationToken).ConfigureAwait(false);
                if (now is null || now.Text("metadata", "uid") != held.Uid || !HeldObject.FinalizersOf(now).Contains(held.Finalizer))
                {
                    context.Sink.Warn($"{held.Target} on {_cluster.Context} has lost {held.Finalizer} meanwhile; nothing was changed.");
                    return;
                }

                held = held with { Live = now };
            }
        }
    }

    /// <summary>What taking it off changes.</summary>
    public static ChangedField Field(HeldObject held) => new(s_field.ToString(), Json(held.Before).ToJsonString(), held.After.Count == 0 ? null : Json(held.After).ToJsonString());

    private async Task<IReadOnlyList<KubeResource>> KindsAsync(FinalizerQuery query, CancellationToken cancellationToken)
    {
        if (query.Kind is { } kind) return [(await KindLookup.FindAsync(_cluster, kind, query.ApiVersion, cancellationToken).ConfigureAwait(false)).Resource];
        var all = await Asking.For(_cluster.Client.Discovery.ResourcesAsync(cancellationToken), _cluster, "find the kinds that there are").ConfigureAwait(false);
        return [.. all.Where(r => r.IsPreferred && r.Resource.IsNamespaced && r.Verbs.Contains("list") && r.Verbs.Contains("patch")).Select(r => r.Resource)];
    }

    private async Task<IReadOnlyList<HeldObject>> OfKindAsync(KubeResource resource, FinalizerQuery query, CancellationToken cancellationToken)
    {
        var found = new List<HeldObject>();
        try
        {
            await foreach (var live in Read(resource, query, cancellationToken).ConfigureAwait(false))
            {
                var held = new HeldObject(resource, query.Finalizer, live);
                if (!held.Before.Contains(query.Finalizer)) continue;
                if (Refusal(held, query) is { } refusal) query.OnError(refusal);
                else found.Add(held);
            }
        }
        catch (OperationException e) when (query.Kind is null)
        {
            query.OnError(e);
        }

        return found;
    }

    private IAsyncEnumerable<JsonObject> Read(KubeResource resource, FinalizerQuery query, CancellationToken cancellationToken)
    {
        if (query.Kind is null)
        {
            var all = _cluster.Client.ListAsync(resource, new ListOptions { Namespace = query.Namespace }, KubeJson.Object, cancellationToken);
            return Asking.ForEach(all, _cluster, $"list {resource.QualifiedName} in namespace {query.Namespace}", cancellationToken);
        }

        var named = new ResourceQuery { Kind = query.Kind, Names = query.Names, Namespaces = query.Namespace is { } ns ? [NamePattern.Escape(ns)] : null };
        return _resources.ReadAsync(resource, named, query.OnError, cancellationToken);
    }

    private OperationException? Refusal(HeldObject held, FinalizerQuery query)
    {
        var what = $"Cannot take {held.Finalizer} off {held.Target} on {_cluster.Context}: ";
        if (query.Uid is { } uid && held.Uid != uid)
        {
            return new OperationException("Conflict", OperationCategory.ResourceBusy, held.Target, what + "it was replaced by another of that name since it was read.", "Read the object again and repeat the command.");
        }

        if (query.Force) return null;
        if (!held.IsDeleted)
        {
            return new OperationException("NotTerminating", OperationCategory.InvalidOperation, held.Target, what + "it is not being deleted, and its controller would set the finalizer again.", "Delete the object first; -Force takes it off all the same.");
        }

        return IsOwn(held.Finalizer)
            ? new OperationException("BuiltInFinalizer", OperationCategory.InvalidOperation, held.Target,
                what + "it is one of Kubernetes' own, whose controllers run in every cluster and take it off once nothing uses the object any more.", "Find what still uses it (a pod that mounts the claim, an object that it owns); -Force takes it off all the same.")
            : null;
    }

    /// <summary>Those of the garbage collector and of Kubernetes' own controllers, such as <c>kubernetes.io/pvc-protection</c>.</summary>
    private static bool IsOwn(string finalizer) => finalizer is "foregroundDeletion" or "orphan" || finalizer.Split('/')[0] is "kubernetes.io" or "batch.kubernetes.io" or "service.kubernetes.io";

    private Task<JsonObject> SendAsync(HeldObject held, bool isDryRun, CancellationToken cancellationToken)
    {
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                // The list is replaced whole, so only as it was read: who adds or takes one off meanwhile is not overwritten.
                ["resourceVersion"] = held.Live.Text("metadata", "resourceVersion"),
                ["finalizers"] = Json(held.After),
            },
        };
        return Asking.For(_cluster.Client.MergePatchAsync(held.Resource, held.Namespace, held.Name, patch, new WriteOptions { DryRun = isDryRun }, cancellationToken), _cluster, $"take {held.Finalizer} off {held.Target}", held.Target);
    }

    private static JsonArray Json(IReadOnlyList<string> finalizers) => [.. finalizers.Select(f => JsonValue.Create(f))];
}
