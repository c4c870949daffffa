using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>source-controller's OCIRepository part: an artifact of a registry, by digest, range of versions or tag.</summary>
internal sealed class OciRepositoryController(FluxWorld flux) : SourceController(flux, FluxKinds.OciRepositories)
{
    protected override SourceFetch Fetch(JsonObject item)
    {
        var url = item.Text("spec", "url") ?? "";
        if (!url.StartsWith("oci://", StringComparison.Ordinal) || !Uri.TryCreate(url, UriKind.Absolute, out var address) || address.AbsolutePath.Length < 2)
        {
            return SourceFetch.Failed("URLInvalid", $"URL validation failed for '{url}': invalid OCI repository URL", isStalled: true);
        }

        if (PackageAccess.Problem(World, item) is { } problem) return SourceFetch.Failed("AuthenticationFailed", $"failed to get credential: {problem}");
        var reference = item.Object("spec", "ref");
        var manifests = $"https://{address.Host}/v2{address.AbsolutePath}/manifests/";
        var wanted = reference.Text("digest") ?? reference.Text("tag") ?? "latest";
        if (Flux.Upstream.Packages(url) is not { } place) return NotRead(reference, url, $"GET {manifests}{wanted}: NAME_UNKNOWN: repository name not known to registry");
        if (place.Failure is { } failure) return NotRead(reference, url, $"Get \"https://{address.Host}/v2/\": {failure}");
        if (!PackageAccess.IsLetIn(World, item, place)) return NotRead(reference, url, $"GET {manifests}{wanted}: UNAUTHORIZED: authentication required");
        var name = address.AbsolutePath[(address.AbsolutePath.LastIndexOf('/') + 1)..];
        UpstreamPackage? package;
        if (reference.Text("digest") is { } digest) package = place.Packages.FirstOrDefault(one => one.Digest == digest);
        else if (reference.Text("semver") is { } semver)
        {
            if (VersionRange.Parse(semver) is not { } range) return NotRead(reference, url, $"semver '{semver}' parse error: improper constraint: {semver}");
            package = place.Newest(name, range);
            if (package is null) return NotRead(reference, url, $"no match found for semver: {semver}");
        }
        else package = place.Packages.FirstOrDefault(one => one.Version == wanted);

        if (package is null) return NotRead(null, url, $"GET {manifests}{wanted}: MANIFEST_UNKNOWN: manifest unknown");
        return Fetched(item, url, package, reference.Text("digest") is not null);
    }

    protected override void Observe(JsonObject item, JsonObject status)
    {
        Fields.SetOrRemove(status, "observedIgnore", item.Text("spec", "ignore"));
        if (item.Object("spec", "layerSelector") is { } selector) status["observedLayerSelector"] = selector.DeepClone();
        else status.Remove("observedLayerSelector");
    }

    private SourceFetch Fetched(JsonObject item, string url, UpstreamPackage package, bool byDigest)
    {
        var revision = byDigest ? package.Digest : $"{package.Version}@{package.Digest}";
        // A chart is kept as the registry has it; all else is unpacked and packed anew.
        var isCopied = item.Text("spec", "layerSelector", "operation") == "copy";
        var artifact = new StoredArtifact($"{Folder(item)}{package.Digest}.{(isCopied ? "tgz" : "tar.gz")}", revision, package.Files);
        return new SourceFetch
        {
            Artifact = artifact,
            Since = package.Since,
            Told = $"stored artifact with revision '{revision}' from '{url}'",
            ToldAgain = $"artifact up-to-date with remote revision: '{revision}'",
            Message = $"stored artifact for digest '{revision}'",
        };
    }

    /// <summary>A failure while the tags are listed, when a range is asked for, or else while the digest is.</summary>
    private static SourceFetch NotRead(JsonObject? reference, string url, string why) => reference.Text("semver") is not null
        ? SourceFetch.Failed("ReadOperationFailed", $"failed to determine the artifact tag for '{url}': {why}")
        : SourceFetch.Failed("OCIArtifactPullFailed", $"failed to determine artifact digest: {why}");
}
