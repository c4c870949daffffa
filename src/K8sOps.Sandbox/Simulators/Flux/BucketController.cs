using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>source-controller's Bucket part.</summary>
internal sealed class BucketController(FluxWorld flux) : SourceController(flux, FluxKinds.Buckets)
{
    private const string BucketFailed = "BucketOperationFailed";

    protected override SourceFetch Fetch(JsonObject item)
    {
        var (endpoint, bucket) = (item.Text("spec", "endpoint") ?? "", item.Text("spec", "bucketName") ?? "");
        var secret = item.Text("spec", "secretRef", "name");
        if (secret is not null && World.Get(Kinds.Secrets, item.Namespace(), secret) is null)
        {
            return SourceFetch.Failed("AuthenticationFailed", $"failed to get secret '{item.Namespace()}/{secret}': secrets \"{secret}\" not found");
        }

        if (!Flux.Upstream.Buckets.Keys.Any(key => key.Endpoint == endpoint))
        {
            var scheme = item.Flag("spec", "insecure") ? "http" : "https";
            return SourceFetch.Failed(BucketFailed, $"failed to confirm existence of '{bucket}' bucket: Get \"{scheme}://{endpoint}/{bucket}/?location=\": dial tcp: lookup {endpoint.Split(':')[0]} on 10.43.0.10:53: no such host");
        }

        if (!Flux.Upstream.Buckets.TryGetValue((endpoint, bucket), out var files)) return SourceFetch.Failed(BucketFailed, $"bucket '{bucket}' not found");
        // The revision is the digest of the keys and their etags.
        var index = string.Join('\n', files.Select(static file => $"{file.Key} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Value.Text)))}"));
        var revision = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(index)))}";
        return new SourceFetch
        {
            Artifact = new StoredArtifact($"{Folder(item)}{revision["sha256:".Length..]}.tar.gz", revision, files),
            Since = World.Now,
            Told = $"stored artifact with {files.Count} fetched files from '{bucket}' bucket",
            Message = $"stored artifact: revision '{revision}'",
        };
    }
}
