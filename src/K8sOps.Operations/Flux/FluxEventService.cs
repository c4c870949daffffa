using System.Runtime.CompilerServices;
using K8sOps.Kube;
using K8sOps.Kube.Wire;

namespace K8sOps.Flux;

/// <summary>The events of Flux on one cluster.</summary>
public sealed class FluxEventService
{
    private readonly Cluster _cluster;

    /// <summary>Creates the service.</summary>
    public FluxEventService(Cluster cluster) => _cluster = cluster;

    /// <summary>
    /// The events of Flux's objects, the newest last. Those of an app that is named come with those of its source, and of a HelmRelease's
    /// chart and the repository behind it. Needs <c>list</c> of events; for names also <c>list</c> of the kinds, and <c>get</c> of a
    /// HelmRelease's chart.
    /// </summary>
    /// <exception cref="OperationException"><c>KindMismatch</c>; <c>NotFound</c> for a literal name that is not there (unless
    /// <see cref="FluxEventQuery.OnMissing"/> takes it); what the cluster refuses.</exception>
    public async IAsyncEnumerable<K8sEvent> ListAsync(FluxEventQuery query, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var kinds = query.Kinds is { Count: > 0 } given ? given.Select(KindOf).ToHashSet(StringComparer.Ordinal) : null;
        var asked = new EventQuery { Namespaces = query.Namespaces, Type = query.Type, Since = query.Since };
        Func<EventObjectWire, bool> only = o => IsOfFlux(o) && (kinds is null || kinds.Contains(o.Kind ?? ""));
        if (query.Names is { Count: > 0 })
        {
            var meant = await MeantAsync(query, kinds, context, cancellationToken).ConfigureAwait(false);
            var others = (kinds ?? []).Where(k => FluxKinds.Others.Contains(k)).ToHashSet(StringComparer.Ordinal);
            if (meant.Count == 0 && others.Count == 0) yield break;
            var (names, namespaces) = (new NameFilter(query.Names), new NameFilter(query.Namespaces));

            // The source of an app may live elsewhere than the app.
            asked = asked with { Namespaces = others.Count > 0 ? null : [.. meant.Select(m => NamePattern.Escape(m.Namespace)).Distinct(StringComparer.Ordinal)] };
            only = o => IsOfFlux(o) && (meant.Contains(new FluxReference(o.Kind ?? "", o.Namespace ?? "", o.Name ?? ""))
                || (others.Contains(o.Kind ?? "") && names.Sees(o.Name ?? "") && namespaces.Sees(o.Namespace ?? "")));
        }

        await foreach (var e in new EventService(_cluster).ListAsync(asked, only, context, cancellationToken).ConfigureAwait(false)) yield return e;
    }

    /// <summary>A kind as Flux spells it.</summary>
    /// <exception cref="OperationException"><c>KindMismatch</c>.</exception>
    internal static string KindOf(string text)
        => FluxKinds.Others.FirstOrDefault(k => string.Equals(k, text, StringComparison.OrdinalIgnoreCase)) ?? FluxKinds.Get(text, FluxKinds.All).Kind;

    private static bool IsOfFlux(EventObjectWire o)
    {
        // Other systems have a HelmChart, a Bucket and a Provider too; only an event that does not tell the group is judged by the kind.
        if (o.ApiVersion is { Length: > 0 } version) return version.Contains(".toolkit.fluxcd.io/", StringComparison.Ordinal) || version.Contains(".extensions.fluxcd.io/", StringComparison.Ordinal);
        return o.Kind is { } kind && (FluxKinds.All.Any(r => r.Kind == kind) || FluxKinds.Others.Contains(kind));
    }

    /// <summary>The apps and sources that are named, and what each of the apps is made from.</summary>
    private async Task<HashSet<FluxReference>> MeantAsync(FluxEventQuery query, HashSet<string>? kinds, OperationContext context, CancellationToken cancellationToken)
    {
        var meant = new HashSet<FluxReference>();
        var among = FluxKinds.All.Where(r => kinds is null || kinds.Contains(r.Kind)).ToList();
        if (among.Count == 0) return meant;
        var listing = new FluxListing(_cluster, among, query.Names, query.Namespaces, null, "app or source") { OnMissing = query.OnMissing };
        await foreach (var target in listing.ReadWholeAsync(context, cancellationToken).ConfigureAwait(false))
        {
            meant.Add(new FluxReference(target.Kind, target.Namespace, target.Name));
            if (FluxReferences.SourceOf(target.Live) is { } source) meant.Add(source);
            if (FluxReferences.ChartOf(target.Live) is { } chart) meant.Add(chart);
            // A chartRef names the chart; the repository is behind it.
            if (target.Resource == FluxKinds.HelmReleases && FluxReferences.SourceOf(target.Live) is { Kind: "HelmChart" } named) await AddBehindAsync(meant, named, context, cancellationToken).ConfigureAwait(false);
        }

        return meant;
    }

    private async Task AddBehindAsync(HashSet<FluxReference> meant, FluxReference chart, OperationContext context, CancellationToken cancellationToken)
    {
        try
        {
            if (await new FluxService(_cluster).FindAsync(chart, cancellationToken).ConfigureAwait(false) is { } found && FluxReferences.SourceOf(found.Live) is { } behind) meant.Add(behind);
        }
        catch (OperationException e) when (e.Id == "Forbidden")
        {
            context.Sink.Note($"The repository of {chart} is not told: {e.Message}");
        }
    }
}
