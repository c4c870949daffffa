using K8sOps.Kubernetes;

namespace K8sOps.Flux;

/// <summary>The kinds of Flux 2.7 and later, at the one version that each of their CRDs serves.</summary>
public static class FluxKinds
{
    private const string SourceGroup = "source.toolkit.fluxcd.io";

    /// <summary><c>kustomizations.kustomize.toolkit.fluxcd.io</c>.</summary>
    public static readonly KubeResource Kustomizations = new("kustomize.toolkit.fluxcd.io", "v1", "kustomizations", "Kustomization", IsNamespaced: true);

    /// <summary><c>helmreleases.helm.toolkit.fluxcd.io</c>.</summary>
    public static readonly KubeResource HelmReleases = new("helm.toolkit.fluxcd.io", "v2", "helmreleases", "HelmRelease", IsNamespaced: true);

    /// <summary><c>gitrepositories.source.toolkit.fluxcd.io</c>.</summary>
    public static readonly KubeResource GitRepositories = new(SourceGroup, "v1", "gitrepositories", "GitRepository", IsNamespaced: true);

    /// <summary><c>ocirepositories.source.toolkit.fluxcd.io</c>.</summary>
    public static readonly KubeResource OciRepositories = new(SourceGroup, "v1", "ocirepositories", "OCIRepository", IsNamespaced: true);

    /// <summary><c>helmrepositories.source.toolkit.fluxcd.io</c>.</summary>
    public static readonly KubeResource HelmRepositories = new(SourceGroup, "v1", "helmrepositories", "HelmRepository", IsNamespaced: true);

    /// <summary><c>helmcharts.source.toolkit.fluxcd.io</c>.</summary>
    public static readonly KubeResource HelmCharts = new(SourceGroup, "v1", "helmcharts", "HelmChart", IsNamespaced: true);

    /// <summary><c>buckets.source.toolkit.fluxcd.io</c>.</summary>
    public static readonly KubeResource Buckets = new(SourceGroup, "v1", "buckets", "Bucket", IsNamespaced: true);

    /// <summary><c>externalartifacts.source.toolkit.fluxcd.io</c>, of other controllers; Flux neither fetches nor suspends them.</summary>
    public static readonly KubeResource ExternalArtifacts = new(SourceGroup, "v1", "externalartifacts", "ExternalArtifact", IsNamespaced: true);

    /// <summary>The apps.</summary>
    public static IReadOnlyList<KubeResource> Apps { get; } = [Kustomizations, HelmReleases];

    /// <summary>The sources that Flux itself fetches, in the order in which they are shown.</summary>
    public static IReadOnlyList<KubeResource> Sources { get; } = [GitRepositories, OciRepositories, HelmRepositories, HelmCharts, Buckets];

    /// <summary>Apps and sources.</summary>
    public static IReadOnlyList<KubeResource> All { get; } = [.. Apps, .. Sources];

    /// <summary>The kinds of Flux that this module only tells of: of their events and in the controllers' logs.</summary>
    public static IReadOnlyList<string> Others { get; } = ["Alert", "Provider", "Receiver", "ImageRepository", "ImagePolicy", "ImageUpdateAutomation", "ExternalArtifact", "ArtifactGenerator"];

    /// <summary>Whether the text names a kind of Flux at all, in any case.</summary>
    public static bool IsAny(string text) => Find(text, All) is not null || Others.Contains(text, StringComparer.OrdinalIgnoreCase);

    /// <summary>A kind by its name or a short form that people type (<c>ks</c>, <c>hr</c>, <c>gitrepo</c>), in any case; null when it is none of <paramref name="among"/>.</summary>
    public static KubeResource? Find(string text, IReadOnlyList<KubeResource> among)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(among);
        return among.FirstOrDefault(r => Is(text, r.Kind) || Is(text, r.Plural) || Is(text, r.QualifiedName) || ShortNames(r).Any(s => Is(text, s)));
    }

    /// <summary>As <see cref="Find"/>, for what was asked for.</summary>
    /// <exception cref="OperationException"><c>KindMismatch</c>.</exception>
    public static KubeResource Get(string text, IReadOnlyList<KubeResource> among)
        => Find(text, among) ?? throw new OperationException("KindMismatch", OperationCategory.InvalidArgument, text,
            $"'{text}' is none of the kinds that this command works on: {string.Join(", ", among.Select(r => r.Kind))}.");

    /// <summary>The kind of a source that an app or chart refers to; null for one that this module does not know.</summary>
    public static KubeResource? SourceOf(string? kind) => kind is null ? null : Sources.Append(ExternalArtifacts).FirstOrDefault(r => r.Kind == kind);

    private static bool Is(string text, string name) => string.Equals(text, name, StringComparison.OrdinalIgnoreCase);

    private static string[] ShortNames(KubeResource resource) => resource.Kind switch
    {
        "Kustomization" => ["ks"],
        "HelmRelease" => ["hr"],
        "GitRepository" => ["gitrepo", "git"],
        "OCIRepository" => ["ocirepo", "oci"],
        "HelmRepository" => ["helmrepo"],
        "HelmChart" => ["hc", "chart"],
        _ => [],
    };
}
