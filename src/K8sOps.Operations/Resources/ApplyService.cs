using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>
/// Server-side apply of any kind. What is wanted is planned first, for all objects, by a dry run against what is there; only then is
/// anything sent.
/// </summary>
public sealed class ApplyService
{
    private static readonly TimeSpan s_establish = TimeSpan.FromSeconds(30);
    private static readonly string[] s_fluxManagers = ["kustomize-controller", "helm-controller"];
    private readonly Cluster _cluster;
    private readonly ResourceService _resources;
    private readonly FluxOwnership _flux;

    /// <summary>Creates the service.</summary>
    public ApplyService(Cluster cluster)
    {
        _cluster = cluster;
        _resources = new ResourceService(cluster);
        _flux = new FluxOwnership(cluster);
    }

    /// <summary>The order in which objects are sent: namespaces, then definitions, then all else as it came.</summary>
    public static IReadOnlyList<Manifest> InOrder(IReadOnlyList<Manifest> manifests)
        => [.. manifests.OrderBy(m => IsNamespace(m) ? 0 : IsDefinition(m) ? 1 : 2)];

    /// <summary>
    /// Asks the server what applying a manifest would do. Where its namespace or its definition comes with the same call and is not
    /// there yet, the plan says so (<see cref="ApplyPlan.Awaits"/>) and the server is asked again before it is sent.
    /// </summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="ns">The namespace for a manifest that names none; null for the context's own.</param>
    /// <param name="others">Everything that is applied in the same call.</param>
    /// <param name="force">True to take fields over from other managers, Flux included.</param>
    /// <param name="context">Where warnings go.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationException"><c>KindNotServed</c>, <c>NamespaceMismatch</c>, <c>FieldManagerConflict</c>, <c>FluxOwned</c>,
    /// <c>Invalid</c>, and what else the cluster refuses.</exception>
    public async Task<ApplyPlan> PlanAsync(Manifest manifest, string? ns, IReadOnlyList<Manifest> others, bool force, OperationContext context, CancellationToken cancellationToken = default)
    {
        KubeResource resource;
        try
        {
            resource = (await KindLookup.FindAsync(_cluster, manifest.Kind, manifest.ApiVersion, cancellationToken).ConfigureAwait(false)).Resource;
        }
        catch (OperationException e) when (e.Id == "KindNotServed" && others.FirstOrDefault(o => Defines(o, manifest)) is { } definition)
        {
            var isNamespaced = definition.Body.Text("spec", "scope") != "Cluster";
            var coming = new KubeResource(definition.Body.Text("spec", "group") ?? "", manifest.ApiVersion.Split('/')[^1], definition.Body.Text("spec", "names", "plural") ?? "", manifest.Kind, isNamespaced);
            return new ApplyPlan(manifest, coming, NamespaceOf(manifest, coming, ns)) { Action = ResourceAction.Created, Awaits = $"CustomResourceDefinition {definition.Name}" };
        }

        var plan = new ApplyPlan(manifest, resource, NamespaceOf(manifest, resource, ns));
        var live = await _resources.FindAsync(resource, plan.Namespace, manifest.Name, cancellationToken).ConfigureAwait(false);
        if (live is null && plan.Namespace is { } wanted && others.Any(o => IsNamespace(o) && o.Name == wanted) && await _resources.FindAsync(KubeResources.Namespaces, null, wanted, cancellationToken).ConfigureAwait(false) is null)
        {
            return new ApplyPlan(manifest, resource, wanted) { Action = ResourceAction.Created, Awaits = $"Namespace {wanted}" };
        }

        var takesOver = force;
        JsonObject after;
        try
        {
            after = await SendAsync(plan, takesOver, isDryRun: true, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (!force && live is not null && e.FieldConflicts is { Count: > 0 } conflicts && conflicts.All(c => s_fluxManagers.Contains(c.Manager)))
        {
            // Flux is the only one in the way: whether that is a refusal, the app's suspension decides below.
            takesOver = true;
            after = await DryRunAsync(plan, takesOver, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeException e)
        {
            throw ApplyErrors.From(e, _cluster, plan);
        }

        var changes = ObjectDiff.Compare(live, after);
        if (live is not null && changes.Count > 0) await _flux.GuardAsync(live, [.. changes.Select(c => c.Path)], $"apply {plan.Target}", force, context, cancellationToken).ConfigureAwait(false);
        var action = live is null ? ResourceAction.Created : changes.Count == 0 ? ResourceAction.Unchanged : ResourceAction.Changed;
        return new ApplyPlan(manifest, resource, plan.Namespace) { Action = action, Changes = changes, Live = live, TakesOver = takesOver, IsForced = force };
    }

    /// <summary>Applies what was planned, and returns the object as it then is. One that is as it should be is not sent.</summary>
    /// <exception cref="OperationException">What the cluster refuses.</exception>
    public async Task<K8sResource> ApplyAsync(ApplyPlan plan, OperationContext context, CancellationToken cancellationToken = default)
    {
        if (plan.Action == ResourceAction.Unchanged) return ToRecord(plan, plan.Live!);
        var change = new Change
        {
            Command = context.Command,
            Cluster = _cluster.Context,
            Kind = plan.Resource.Kind,
            Namespace = plan.Namespace,
            Name = plan.Manifest.Name,
            Uid = plan.Live.Text("metadata", "uid"),
            Verb = plan.Live is null ? "create" : "apply",
            Fields = [.. plan.Changes.Select(c => c.ToField() with { After = null })],
        };
        var after = await Writing.AnnouncedAsync(context, change, async () =>
        {
            try
            {
                return await SendAsync(plan, plan.IsForced, isDryRun: false, cancellationToken).ConfigureAwait(false);
            }
            catch (KubeApiException e) when (plan.TakesOver && !plan.IsForced && e.FieldConflicts is { Count: > 0 } conflicts && conflicts.All(c => s_fluxManagers.Contains(c.Manager)))
            {
                // Still Flux alone: nobody took a field while the operator was asked.
                return await SendAsync(plan, force: true, isDryRun: false, cancellationToken).ConfigureAwait(false);
            }
            catch (KubeException e)
            {
                throw ApplyErrors.From(e, _cluster, plan);
            }
        }, _ => [.. plan.Changes.Select(c => c.ToField())]).ConfigureAwait(false);

        if (IsDefinition(plan.Manifest)) after = await EstablishedAsync(plan, after, context, cancellationToken).ConfigureAwait(false);
        return ToRecord(plan, after);
    }

    private static bool IsNamespace(Manifest m) => m is { ApiVersion: "v1", Kind: "Namespace" };

    private static bool IsDefinition(Manifest m) => m is { Kind: "CustomResourceDefinition", ApiVersion: "apiextensions.k8s.io/v1" };

    private static bool Defines(Manifest definition, Manifest of)
        => IsDefinition(definition) && definition.Body.Text("spec", "names", "kind") == of.Kind
            && definition.Body.Items("spec", "versions").Any(v => $"{definition.Body.Text("spec", "group")}/{v.Text("name")}" == of.ApiVersion);

    private string? NamespaceOf(Manifest manifest, KubeResource resource, string? ns)
    {
        if (!resource.IsNamespaced) return null;
        if (manifest.Namespace is { Length: > 0 } own && ns is not null && own != ns)
        {
            throw new OperationException("NamespaceMismatch", OperationCategory.InvalidArgument, manifest.Name,
                $"Cannot apply {resource.Kind} {own}/{manifest.Name} on {_cluster.Context}: the manifest names the namespace {own}, and -Namespace is {ns}.", "Leave -Namespace out, or take metadata.namespace out of the manifest.");
        }

        return manifest.Namespace is { Length: > 0 } named ? named : ns ?? _cluster.DefaultNamespace ?? "default";
    }

    private async Task<JsonObject> DryRunAsync(ApplyPlan plan, bool force, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(plan, force, isDryRun: true, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeException e)
        {
            throw ApplyErrors.From(e, _cluster, plan);
        }
    }

    private Task<JsonObject> SendAsync(ApplyPlan plan, bool force, bool isDryRun, CancellationToken cancellationToken)
    {
        var body = plan.Manifest.Body.Copy()!;
        if (plan.Namespace is not null) body["metadata"]!["namespace"] = plan.Namespace;
        else body["metadata"]!.AsObject().Remove("namespace");
        // The very object that was planned with: the server refuses one that took its place meanwhile, and makes none anew.
        if (plan.Live.Text("metadata", "uid") is { } uid) body["metadata"]!["uid"] = uid;
        return _cluster.Client.ApplyAsync(plan.Resource, plan.Namespace, plan.Manifest.Name, body, new WriteOptions { DryRun = isDryRun, Force = force }, cancellationToken);
    }

    /// <summary>A definition's kind can be used only once the server has taken it in.</summary>
    private async Task<JsonObject> EstablishedAsync(ApplyPlan plan, JsonObject after, OperationContext context, CancellationToken cancellationToken)
    {
        try
        {
            var established = await _cluster.Client.WaitAsync(plan.Resource, null, plan.Manifest.Name, KubeJson.Object, o => o is not null && ObjectState.Condition(o, "Established").Text("status") == "True", s_establish, cancellationToken).ConfigureAwait(false);
            _cluster.Client.Discovery.Invalidate();
            return established ?? after;
        }
        catch (KubeWaitTimeoutException e)
        {
            context.Sink.Warn($"{plan.Target} was applied on {_cluster.Context}, and its kind is not served {e.Waited.TotalSeconds:0} s later.");
            return after;
        }
        catch (KubeException e)
        {
            context.Sink.Warn($"{plan.Target} was applied on {_cluster.Context}; whether its kind is served yet could not be seen: {e.Message}");
            return after;
        }
    }

    private K8sResource ToRecord(ApplyPlan plan, JsonObject o) => ResourceReading.ToRecord(o, plan.Resource, _cluster.Context, _cluster.Clock.GetUtcNow(), action: plan.Action);
}
