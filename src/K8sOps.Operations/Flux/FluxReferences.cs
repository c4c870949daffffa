using System.Text.Json;
using System.Text.Json.Nodes;
using K8sOps.Flux.Wire;
using K8sOps.Kube;

namespace K8sOps.Flux;

/// <summary>Where the parts of Flux point to: an app at its source and its dependencies, a release at its chart, a chart at its repository.</summary>
public static class FluxReferences
{
    /// <summary>
    /// The source that an app or a HelmChart is made from, as its spec names it; null where it names none. A HelmRelease with a chart of
    /// its own names a repository; between the two stands the HelmChart that helm-controller makes.
    /// </summary>
    public static FluxReference? SourceOf(JsonObject live) => SourceOf(Read(live));

    /// <summary>The HelmChart that helm-controller makes for a HelmRelease (<c>NAMESPACE-NAME</c> in the namespace of its repository); null for a <c>chartRef</c>, and for other kinds.</summary>
    public static FluxReference? ChartOf(JsonObject live) => ChartOf(Read(live));

    /// <summary>The apps that an app waits for; they are of its own kind.</summary>
    public static IReadOnlyList<FluxReference> DependenciesOf(JsonObject live) => DependenciesOf(Read(live));

    /// <summary>The app that applied an object, by its labels; null where they name none, or itself.</summary>
    public static FluxReference? ParentOf(JsonObject live)
        => ParentOf(live.Text("kind"), live.Text("metadata", "namespace"), live.Text("metadata", "name"), live.Texts("metadata", "labels"));

    internal static FluxReference? SourceOf(FluxObjectWire o)
    {
        if (o.Spec.ChartRef is { } chart) return Reference(chart, o);
        if (o.Spec.SourceRef is { } source) return Reference(source, o);
        return ChartSpec(o)?["sourceRef"] is JsonObject named && named.Text("name") is { } name
            ? new FluxReference(named.Text("kind") ?? "HelmRepository", named.Text("namespace") is { Length: > 0 } ns ? ns : o.Metadata.Namespace, name)
            : null;
    }

    internal static FluxReference? ChartOf(FluxObjectWire o)
    {
        if (o.Status.HelmChart is { Length: > 0 } known && known.Split('/') is [var ns, var name]) return new FluxReference("HelmChart", ns, name);
        return ChartSpec(o) is not null && SourceOf(o) is { } source ? new FluxReference("HelmChart", source.Namespace, $"{o.Metadata.Namespace}-{o.Metadata.Name}") : null;
    }

    internal static IReadOnlyList<FluxReference> DependenciesOf(FluxObjectWire o)
        => [.. (o.Spec.DependsOn ?? []).Where(d => d.Name is not null).Select(d => new FluxReference(o.Kind ?? "", d.Namespace is { Length: > 0 } ns ? ns : o.Metadata.Namespace, d.Name!))];

    internal static FluxReference? ParentOf(string? kind, string? ns, string? name, IReadOnlyDictionary<string, string>? labels)
    {
        foreach (var (prefix, parentKind) in ((string, string)[])[(FluxAnnotations.HelmPrefix, "HelmRelease"), (FluxAnnotations.KustomizePrefix, "Kustomization")])
        {
            if (labels?.GetValueOrDefault(prefix + "name") is not { Length: > 0 } parent) continue;
            var at = labels.GetValueOrDefault(prefix + "namespace") ?? ns ?? "";
            // The root of a cluster applies itself.
            if (kind != parentKind || ns != at || name != parent) return new FluxReference(parentKind, at, parent);
        }

        return null;
    }

    /// <summary>The <c>spec.chart.spec</c> of a HelmRelease.</summary>
    internal static JsonObject? ChartSpec(FluxObjectWire o)
        => o.Spec.Chart.ValueKind == JsonValueKind.Object ? JsonObject.Create(o.Spec.Chart).At("spec") as JsonObject : null;

    internal static FluxObjectWire Read(JsonObject live)
        => live.Deserialize(FluxWire.Default.FluxObjectWire) ?? throw new OperationException("MalformedResponse", OperationCategory.InvalidResult, null, "The object is empty.");

    private static FluxReference? Reference(FluxReferenceWire reference, FluxObjectWire o)
        => reference.Name is { Length: > 0 } name ? new FluxReference(reference.Kind ?? "", reference.Namespace is { Length: > 0 } ns ? ns : o.Metadata.Namespace, name) : null;
}
