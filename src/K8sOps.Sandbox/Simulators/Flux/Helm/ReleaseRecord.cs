using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>A release as Helm stores it: one revision of what was installed, with all that is needed to go back to it.</summary>
internal sealed record ReleaseRecord
{
    public required string Name { get; init; }

    public required string Namespace { get; init; }

    /// <summary>The revision, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>In Helm's words: deployed, superseded, failed, uninstalled, pending-install, pending-upgrade, pending-rollback.</summary>
    public required string Status { get; init; }

    public string Description { get; init; } = "";

    public required DateTimeOffset FirstDeployed { get; init; }

    public required DateTimeOffset LastDeployed { get; init; }

    public DateTimeOffset? Deleted { get; init; }

    /// <summary>The metadata of the chart (Chart.yaml).</summary>
    public required JsonObject Chart { get; init; }

    /// <summary>The values that were given to it.</summary>
    public required JsonObject Config { get; init; }

    /// <summary>What was rendered, as YAML documents.</summary>
    public required string Manifest { get; init; }

    /// <summary>How messages name it: <c>namespace/name.v3</c>.</summary>
    public string FullName => $"{Namespace}/{Name}.v{Version}";

    /// <summary>How messages name its chart: <c>podinfo@6.9.3</c>.</summary>
    public string ChartName => $"{Chart["name"]}@{Chart["version"]}";
}
