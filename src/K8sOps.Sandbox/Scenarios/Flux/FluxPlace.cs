namespace K8sOps.Sandbox.Scenarios.Flux;

/// <summary>Where a world's Flux scenarios strike: Kustomizations of flux-system that nothing depends on, and a HelmRelease.</summary>
internal sealed record FluxPlace
{
    /// <summary>The Kustomization that the apps are applied by.</summary>
    public required string Parent { get; init; }

    /// <summary>The app whose next revision is refused; it has a Deployment.</summary>
    public required string Refused { get; init; }

    /// <summary>The app that was suspended long ago; it has a Deployment.</summary>
    public required string Forgotten { get; init; }

    /// <summary>The app that is suspended with kubectl.</summary>
    public required string Suspended { get; init; }

    /// <summary>The HelmRelease whose upgrade fails; its chart has a Deployment.</summary>
    public required string Release { get; init; }

    public required string ReleaseNamespace { get; init; }

    /// <summary>The Kustomization that the HelmRelease is applied by.</summary>
    public required string ReleaseParent { get; init; }

    /// <summary>The chart of the HelmRelease.</summary>
    public required string Chart { get; init; }

    /// <summary>The HelmRepository in flux-system that has the chart.</summary>
    public required string ChartRepository { get; init; }

    public static FluxPlace Of(string world) => world == "sandbox-apps"
        ? new FluxPlace
        {
            Parent = "flux-system",
            Refused = "shop",
            Forgotten = "shop",
            Suspended = "shop",
            Release = "metrics-server",
            ReleaseNamespace = "kube-system",
            ReleaseParent = "flux-system",
            Chart = "metrics-server",
            ChartRepository = "metrics-server",
        }
        : new FluxPlace
        {
            Parent = "cluster-apps",
            Refused = "homepage",
            Forgotten = "vaultwarden",
            Suspended = "mealie",
            Release = "grafana",
            ReleaseNamespace = "observability",
            ReleaseParent = "cluster-platform",
            Chart = "grafana",
            ChartRepository = "grafana",
        };
}
