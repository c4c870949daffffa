using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>source-controller's HelmRepository part. One of type <c>oci</c> is only data for others, and has no status.</summary>
internal sealed class HelmRepositoryController(FluxWorld flux) : SourceController(flux, FluxKinds.HelmRepositories)
{
    protected override void Reconcile(FluxRun run)
    {
        if (run.Began.Text("spec", "type") == "oci" && !run.Began.IsTerminating()) run.End(null);
        else base.Reconcile(run);
    }

    protected override void Compose(JsonObject item, DateTimeOffset last)
    {
        if (item.Text("spec", "type") != "oci") base.Compose(item, last);
    }

    protected override SourceFetch Fetch(JsonObject item)
    {
        var url = item.Text("spec", "url") ?? "";
        if (url.StartsWith("oci://", StringComparison.Ordinal)) return SourceFetch.Failed("URLInvalid", "invalid Helm repository URL: 'oci' URL scheme cannot be used with 'default' HelmRepository type", isStalled: true);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address)) return SourceFetch.Failed("URLInvalid", $"invalid Helm repository URL: parse \"{url}\": invalid URI for request", isStalled: true);
        if (PackageAccess.Problem(World, item) is { } problem) return SourceFetch.Failed("AuthenticationFailed", problem);
        var index = $"{url.TrimEnd('/')}/index.yaml";
        var place = Flux.Upstream.Packages(url);
        if (place is null) return SourceFetch.Failed("Failed", $"failed to fetch Helm repository index: failed to cache index to temporary file: Get \"{index}\": dial tcp: lookup {address.Host} on 10.43.0.10:53: no such host");
        if (place.Failure is { } failure) return SourceFetch.Failed("Failed", $"failed to fetch Helm repository index: failed to cache index to temporary file: Get \"{index}\": {failure}");
        if (!PackageAccess.IsLetIn(World, item, place)) return SourceFetch.Failed("Failed", $"failed to fetch Helm repository index: failed to cache index to temporary file: failed to fetch {index} : 401 Unauthorized");
        var text = place.Index();
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        var revision = $"sha256:{digest}";
        var artifact = StoredArtifact.Plain($"{Folder(item)}index-{digest}.yaml", revision, text);
        return new SourceFetch
        {
            Artifact = artifact,
            Since = place.Packages.Select(static package => package.Since).DefaultIfEmpty(DateTimeOffset.MinValue).Max(),
            Told = $"stored fetched index of size {Size(artifact.Bytes.Length)} from '{url}'",
            ToldAgain = $"artifact up-to-date with remote revision: '{revision}'",
            Message = $"stored artifact: revision '{revision}'",
        };
    }

    /// <summary>A size as people read it: four digits, in units of a thousand.</summary>
    private static string Size(int bytes) => bytes switch
    {
        < 1000 => $"{bytes}B",
        < 1_000_000 => FormattableString.Invariant($"{bytes / 1000.0:G4}kB"),
        _ => FormattableString.Invariant($"{bytes / 1_000_000.0:G4}MB"),
    };
}
