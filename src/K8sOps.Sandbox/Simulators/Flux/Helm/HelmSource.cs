using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>Where a HelmRelease's chart comes from.</summary>
internal static class HelmSource
{
    /// <summary>The source of a release's chart: what <c>chartRef</c> names, or the HelmChart that is kept for <c>chart</c>.</summary>
    public static FluxReference? Of(JsonObject release)
    {
        var options = new HelmOptions(release);
        if (options.ChartRef is { } reference) return FluxReferences.At(release, reference);
        return options.ChartTemplate is null ? null : new FluxReference(FluxKinds.HelmCharts.Kind, options.ChartNamespace, options.ChartName);
    }

    public static KubeResource Resource(string? kind) => kind switch
    {
        "OCIRepository" => FluxKinds.OciRepositories,
        "ExternalArtifact" => FluxKinds.ExternalArtifacts,
        _ => FluxKinds.HelmCharts,
    };

    public static JsonObject? Find(WorldIndex world, FluxReference reference) => world.Get(Resource(reference.Kind), reference.Namespace, reference.Name);

    /// <summary>Why a source cannot be used, in the controller's words; null when it can.</summary>
    public static string? Problem(FluxReference reference, JsonObject source)
    {
        var name = $"{reference.Kind} '{reference.Namespace}/{reference.Name}' is not ready";
        if (source.Number("status", "observedGeneration") != source.Generation())
        {
            var ready = source.Condition(FluxConditions.Ready);
            return $"{name}: {(ready.Text("status") == "False" ? ready.Text("message") : "latest generation of object has not been reconciled")}";
        }

        if (source.Is(FluxConditions.Stalled)) return $"{name}: {source.Condition(FluxConditions.Stalled).Text("message")}";
        return source.Object("status", "artifact") is null ? $"{name}: does not have an artifact" : null;
    }

    /// <summary>The digest of a chart that came from a registry; null for others.</summary>
    public static string? Digest(FluxReference reference, JsonObject source)
    {
        if (reference.Kind != FluxKinds.OciRepositories.Kind || source.Text("status", "artifact", "revision") is not { } revision) return null;
        return revision[(revision.IndexOf('@', StringComparison.Ordinal) + 1)..];
    }

    /// <summary>The HelmChart that <c>spec.chart</c> describes.</summary>
    public static JsonObject Chart(JsonObject release, HelmOptions options)
    {
        var template = options.ChartTemplate!;
        var given = template.Object("spec") ?? [];
        var source = given.Object("sourceRef") ?? [];
        var spec = new JsonObject
        {
            ["chart"] = given.Text("chart"),
            ["interval"] = given.Text("interval") ?? release.Text("spec", "interval"),
            ["reconcileStrategy"] = given.Text("reconcileStrategy") ?? "ChartVersion",
            ["sourceRef"] = new JsonObject { ["kind"] = source.Text("kind"), ["name"] = source.Text("name") },
            ["version"] = given.Text("version") ?? "*",
        };
        foreach (var name in (ReadOnlySpan<string>)["valuesFiles", "ignoreMissingValuesFiles", "verify"])
        {
            if (given[name] is { } value) spec[name] = value.DeepClone();
        }

        var labels = (JsonObject)(template.Object("metadata", "labels") ?? []).DeepClone();
        labels[ChartCatalog.NameLabel] = release.Name();
        labels[ChartCatalog.NamespaceLabel] = release.Namespace();
        var metadata = new JsonObject { ["name"] = options.ChartName, ["namespace"] = options.ChartNamespace, ["labels"] = labels };
        if (template.Object("metadata", "annotations") is { Count: > 0 } annotations) metadata["annotations"] = annotations.DeepClone();
        return new JsonObject { ["apiVersion"] = FluxKinds.HelmCharts.ApiVersion, ["kind"] = FluxKinds.HelmCharts.Kind, ["metadata"] = metadata, ["spec"] = spec };
    }
}
