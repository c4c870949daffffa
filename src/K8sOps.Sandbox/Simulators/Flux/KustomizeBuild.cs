using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>What a Kustomization's path gives: manifests, in the order in which they are applied.</summary>
internal sealed class KustomizeBuild(WorldIndex world)
{
    // As fluxcd/pkg/ssa sorts: what others need comes first, and what is not listed after it.
    private static readonly string[] First =
    [
        "CustomResourceDefinition", "Namespace", "ClusterRole", "ClusterClass", "RuntimeClass", "PriorityClass", "StorageClass", "VolumeSnapshotClass", "IngressClass", "GatewayClass", "ClusterRoleBinding", "ResourceQuota",
        "ServiceAccount", "Role", "RoleBinding", "ConfigMap", "Secret", "Service", "LimitRange", "Deployment", "StatefulSet", "CronJob", "PodDisruptionBudget",
    ];

    private static readonly string[] Last = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

    /// <summary>Builds the manifests of a Kustomization from an artifact.</summary>
    /// <exception cref="FluxException">The path is not there, or what lies in it makes no manifests.</exception>
    public BuiltManifests Build(JsonObject kustomization, StoredArtifact artifact) =>
        BuiltManifests.Of(artifact.Files, kustomization, () => Manifests(kustomization, artifact));

    private IReadOnlyList<JsonObject> Manifests(JsonObject kustomization, StoredArtifact artifact)
    {
        var folder = GitCommit.Folder(kustomization.Text("spec", "path"));
        var commit = new GitCommit("", "", default, artifact.Files);
        if (!commit.Has(folder))
        {
            throw new FluxException("ArtifactFailed", $"kustomization path not found: stat /tmp/kustomization-{Digits(artifact.Revision)}/{folder.TrimEnd('/')}: no such file or directory");
        }

        var built = new List<JsonObject>();
        foreach (var (path, file) in commit.In(folder))
        {
            if (!path.EndsWith(".yaml", StringComparison.Ordinal) || path == folder + GitTree.Index) continue;
            if (file.Fault is not null) throw new FluxException("BuildFailed", $"kustomize build failed: accumulating resources: accumulation err='accumulating resources from '{Path.GetFileName(path)}': MalformedYAMLError: {file.Fault} in File: {Path.GetFileName(path)}': must build at directory: '/tmp/kustomization-{Digits(artifact.Revision)}/{path}': file is not directory");
            foreach (var manifest in file.Manifests) built.Add(Made(kustomization, manifest));
        }

        return [.. built.OrderBy(static item => Rank(item.Text("kind"))).ThenBy(Group, StringComparer.Ordinal).ThenBy(static item => item.Text("kind"), StringComparer.Ordinal).ThenBy(static item => item.Namespace(), StringComparer.Ordinal).ThenBy(static item => item.Name(), StringComparer.Ordinal)];
    }

    /// <summary>A manifest as it is applied: with what the Kustomization adds to it.</summary>
    private JsonObject Made(JsonObject kustomization, JsonObject manifest)
    {
        var made = KustomizeEdits.Edit(kustomization, (JsonObject)manifest.DeepClone(), KindOf(manifest));
        if (kustomization.Text("spec", "targetNamespace") is { } ns && KindOf(made)?.Resource.IsNamespaced != false) made.Child("metadata")["namespace"] = ns;
        if (kustomization.Object("spec", "postBuild") is { } postBuild) made = KustomizeVariables.Substitute(world, kustomization, postBuild, made);
        var metadata = made.Child("metadata");
        foreach (var part in (ReadOnlySpan<string>)["labels", "annotations"])
        {
            foreach (var (key, value) in kustomization.Object("spec", "commonMetadata", part) ?? []) metadata.Child(part)[key] = value?.DeepClone();
        }

        var labels = metadata.Child("labels");
        labels[FluxUpstream.NameLabel] = kustomization.Name();
        labels[FluxUpstream.NamespaceLabel] = kustomization.Namespace();
        return made;
    }

    private ServedKind? KindOf(JsonObject manifest) =>
        ((WorldStore)world.Store).Kinds.All.FirstOrDefault(kind => kind.Resource.Kind == manifest.Text("kind") && kind.Resource.ApiVersion == manifest.Text("apiVersion"));

    private static string Group(JsonObject manifest) => manifest.Text("apiVersion") is { } version && version.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? version[..slash] : "";

    private static int Rank(string? kind)
    {
        if (Array.IndexOf(First, kind) is >= 0 and var first) return first;
        return First.Length + 1 + Array.IndexOf(Last, kind);
    }

    private static int Digits(string revision) => (int)(revision.Aggregate(7u, static (sum, letter) => (sum * 31) + letter) % 900_000_000) + 100_000_000;
}
