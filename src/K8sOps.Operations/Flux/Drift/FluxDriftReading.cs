using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Flux;

/// <summary>Compares one object with what an app applies: the server is asked what it would be, and nothing is stored.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="app">The app.</param>
/// <param name="revision">What it was built from.</param>
/// <param name="placedIn">The namespace of objects that name none; null where they must name one.</param>
internal sealed class FluxDriftReading(Cluster cluster, FluxTarget app, string? revision, string? placedIn)
{
    /// <summary>Refusals after which nothing else on this cluster could be answered either.</summary>
    private static readonly string[] s_endsAll = ["ConnectionFailed", "Unauthorized", "CredentialFailed", "CertificateRejected"];

    private readonly IReadOnlyList<FluxIgnoreRule> _rules = FluxIgnoreRule.Of(app);
    private readonly ResourceService _resources = new(cluster);
    private readonly DateTimeOffset _now = cluster.Clock.GetUtcNow();

    private bool IsRelease => app.Resource == FluxKinds.HelmReleases;

    /// <summary>A record about the app as a whole.</summary>
    public FluxDrift Whole(FluxDriftState state, string? message) => new()
    {
        Cluster = cluster.Context,
        AppKind = app.Kind,
        AppNamespace = app.Namespace,
        App = app.Name,
        Revision = revision,
        Kind = app.Kind,
        ApiVersion = app.Resource.ApiVersion,
        Namespace = app.Namespace,
        Name = app.Name,
        State = state,
        Message = message,
        ObservedAt = _now,
    };

    /// <summary>Compares one object; one record for each field that differs, else one for the object.</summary>
    public async Task<IReadOnlyList<FluxDrift>> CompareAsync(JsonObject wanted, CancellationToken cancellationToken)
    {
        var about = Whole(FluxDriftState.Unknown, null) with { ApiVersion = wanted.Text("apiVersion"), Kind = wanted.Text("kind") ?? "", Namespace = wanted.Text("metadata", "namespace"), Name = wanted.Text("metadata", "name") ?? "" };
        try
        {
            KubeResource resource;
            try
            {
                resource = (await KindLookup.FindAsync(cluster, about.Kind, about.ApiVersion, cancellationToken).ConfigureAwait(false)).Resource;
            }
            catch (OperationException e) when (e.Id == "KindNotServed")
            {
                return [about with { State = FluxDriftState.Missing, Message = e.Message }];
            }

            var ns = resource.IsNamespaced ? about.Namespace ?? placedIn : null;
            about = about with { Namespace = ns };
            if (resource.IsNamespaced && ns is null) return [about with { Message = "It names no namespace: Flux refuses to apply it." }];
            var body = wanted.DeepClone().AsObject();
            if (ns is not null) body["metadata"]!["namespace"] = ns;
            else body["metadata"]!.AsObject().Remove("namespace");
            var live = await _resources.FindAsync(resource, ns, about.Name, cancellationToken).ConfigureAwait(false);
            return await CompareAsync(about, resource, body, live, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationException e) when (!s_endsAll.Contains(e.Id))
        {
            return [about with { Message = e.Message }];
        }
        catch (FormatException e)
        {
            return [about with { Message = $"Not compared: {e.Message.TrimEnd('.')}." }];
        }
    }

    private async Task<IReadOnlyList<FluxDrift>> CompareAsync(FluxDrift about, KubeResource resource, JsonObject body, JsonObject? live, CancellationToken cancellationToken)
    {
        if (LeftAlone(body, live) is { } why) return [about with { State = FluxDriftState.Ignored, Message = why }];
        if (live is null && IsSealed(body)) return [about with { Message = $"{app} decrypts what it builds, and the name of a generated Secret bears a hash of what is in it: it cannot be told from outside." }];
        if (live is null) return [about with { State = FluxDriftState.Missing }];
        if (body["sops"] is JsonObject) return CompareKeys(about, body, live);
        JsonObject after;
        try
        {
            var manager = IsRelease ? "helm-controller" : "kustomize-controller";
            after = await cluster.Client.DryRunApplyAsync(resource, about.Namespace, about.Name, body, manager, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeException e)
        {
            var target = ResourceService.NameOf(resource, about.Namespace, about.Name);
            throw OperationErrors.From(e, cluster.Context, $"ask what applying {target} would do", target);
        }

        if (!IsRelease && !Says(body, live, "ssa", "Merge")) KubectlTakeover.Drop(live, body, after);
        var all = ObjectDiff.Compare(live, after);
        var (kept, keptAfter) = (live.DeepClone().AsObject(), after.DeepClone().AsObject());
        foreach (var rule in _rules.Where(r => r.IsAbout(body))) rule.TakeOut(kept, keptAfter);
        var counted = ObjectDiff.Compare(kept, keptAfter).Select(c => c.Path.ToString()).ToHashSet(StringComparer.Ordinal);
        if (all.Count == 0) return [about with { State = FluxDriftState.InSync }];
        return [.. all.Select(c =>
        {
            var isIgnored = !counted.Contains(c.Path.ToString());
            return about with
            {
                State = isIgnored ? FluxDriftState.Ignored : FluxDriftState.Changed,
                Path = c.Path.ToString(),
                Live = c.Before,
                Applied = c.After,
                Owner = OwnerOf(live, c.Path),
                Message = isIgnored ? $"{app} is told to ignore this field." : null,
            };
        })];
    }

    private bool IsSealed(JsonObject body) => SecretText.IsSecret(body) && body["sops"] is null && app.Live.At("spec", "decryption") is JsonObject;

    /// <summary>Of what only the controller can decrypt, the names of the keys.</summary>
    private static List<FluxDrift> CompareKeys(FluxDrift about, JsonObject body, JsonObject live)
    {
        if (!SecretText.IsSecret(body)) return [about with { Message = "It is encrypted with SOPS: only its controller can read it." }];
        var wanted = body.Texts("data").Keys.Concat(body.Texts("stringData").Keys).ToHashSet(StringComparer.Ordinal);
        var there = live.Texts("data").Keys.ToHashSet(StringComparer.Ordinal);
        var differs = wanted.Union(there, StringComparer.Ordinal).Where(k => wanted.Contains(k) != there.Contains(k)).Select(key => about with
        {
            State = FluxDriftState.Changed,
            Path = FieldPath.Of("data", key).ToString(),
            Applied = wanted.Contains(key) ? SecretText.Redacted : null,
            Live = there.Contains(key) ? SecretText.Redacted : null,
            Owner = OwnerOf(live, FieldPath.Of("data", key)),
        }).ToList();
        return differs.Count > 0 ? differs : [about with { State = FluxDriftState.InSync, Message = "It is encrypted with SOPS: the names of its keys were compared, not their values." }];
    }

    /// <summary>Why the controller leaves the object alone; null where it does not.</summary>
    private string? LeftAlone(JsonObject body, JsonObject? live)
    {
        if (IsRelease) return Says(body, live, "driftDetection", "disabled") ? FluxAnnotations.HelmPrefix + "driftDetection is disabled on it." : null;
        if (Says(body, live, "reconcile", "disabled")) return FluxAnnotations.KustomizePrefix + "reconcile is disabled on it.";
        if (Says(body, live, "ssa", "Ignore")) return FluxAnnotations.KustomizePrefix + "ssa is Ignore on it.";
        return live is not null && Says(body, live, "ssa", "IfNotPresent") ? FluxAnnotations.KustomizePrefix + "ssa is IfNotPresent on it, and it is there." : null;
    }

    private bool Says(JsonObject body, JsonObject? live, string key, string value)
    {
        var name = (IsRelease ? FluxAnnotations.HelmPrefix : FluxAnnotations.KustomizePrefix) + key;
        return new[] { body, live }.Any(o => new[] { "labels", "annotations" }.Any(part => string.Equals(o.Text("metadata", part, name), value, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>
    /// Who owns a field as it is; somebody else before the controller itself, who owns it too where both say the same. What scales owns
    /// its field through the subresource <c>scale</c>.
    /// </summary>
    private static string? OwnerOf(JsonObject live, FieldPath path)
    {
        var owners = live.Items("metadata", "managedFields").Where(e => e.Text("subresource") != "status" && ManagedFields.Owns(e, path)).OrderByDescending(e => e.Text("time"), StringComparer.Ordinal).Select(e => e.Text("manager")).OfType<string>().ToList();
        return owners.Find(o => o is not ("kustomize-controller" or "helm-controller")) ?? owners.FirstOrDefault();
    }
}
