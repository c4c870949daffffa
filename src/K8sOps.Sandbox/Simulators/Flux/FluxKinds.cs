using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>The kinds that Flux brings; their definitions stand in <c>definitions.json</c>.</summary>
internal static class FluxKinds
{
    public static readonly KubeResource GitRepositories = Source("gitrepositories", "GitRepository");
    public static readonly KubeResource OciRepositories = Source("ocirepositories", "OCIRepository");
    public static readonly KubeResource HelmRepositories = Source("helmrepositories", "HelmRepository");
    public static readonly KubeResource HelmCharts = Source("helmcharts", "HelmChart");
    public static readonly KubeResource Buckets = Source("buckets", "Bucket");
    public static readonly KubeResource ExternalArtifacts = Source("externalartifacts", "ExternalArtifact");
    public static readonly KubeResource Kustomizations = new("kustomize.toolkit.fluxcd.io", "v1", "kustomizations", "Kustomization", IsNamespaced: true);
    public static readonly KubeResource HelmReleases = new("helm.toolkit.fluxcd.io", "v2", "helmreleases", "HelmRelease", IsNamespaced: true);
    public static readonly KubeResource Alerts = new("notification.toolkit.fluxcd.io", "v1beta3", "alerts", "Alert", IsNamespaced: true);
    public static readonly KubeResource Providers = new("notification.toolkit.fluxcd.io", "v1beta3", "providers", "Provider", IsNamespaced: true);
    public static readonly KubeResource Receivers = new("notification.toolkit.fluxcd.io", "v1", "receivers", "Receiver", IsNamespaced: true);
    public static readonly KubeResource ImageRepositories = Image("imagerepositories", "ImageRepository");
    public static readonly KubeResource ImagePolicies = Image("imagepolicies", "ImagePolicy");
    public static readonly KubeResource ImageUpdateAutomations = Image("imageupdateautomations", "ImageUpdateAutomation");
    public static readonly KubeResource ArtifactGenerators = new("source.extensions.fluxcd.io", "v1beta1", "artifactgenerators", "ArtifactGenerator", IsNamespaced: true);

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<KubeResource> All =
    [
        GitRepositories, OciRepositories, HelmRepositories, HelmCharts, Buckets, ExternalArtifacts, Kustomizations, HelmReleases,
        Alerts, Providers, Receivers, ImageRepositories, ImagePolicies, ImageUpdateAutomations, ArtifactGenerators,
    ];

    private static KubeResource Source(string plural, string kind) => new("source.toolkit.fluxcd.io", "v1", plural, kind, IsNamespaced: true);

    private static KubeResource Image(string plural, string kind) => new("image.toolkit.fluxcd.io", "v1", plural, kind, IsNamespaced: true);
}
