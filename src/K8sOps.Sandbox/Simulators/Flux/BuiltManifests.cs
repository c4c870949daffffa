using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>What a Kustomization was built to, and its digest; not to be changed. Kept as long as the files that it was built from, for all worlds.</summary>
internal sealed record BuiltManifests(IReadOnlyList<JsonObject> Manifests, string Digest)
{
    private static readonly ConditionalWeakTable<ImmutableSortedDictionary<string, GitFile>, ConcurrentDictionary<string, BuiltManifests>> Known = [];

    /// <summary>What was built of these files by this Kustomization before, or now.</summary>
    public static BuiltManifests Of(ImmutableSortedDictionary<string, GitFile> files, JsonObject kustomization, Func<IReadOnlyList<JsonObject>> build)
    {
        // What lies in the cluster may be otherwise the next time.
        if (kustomization.Objects("spec", "postBuild", "substituteFrom").Any()) return Made(build());
        var known = Known.GetOrCreateValue(files);
        var key = $"{kustomization.Namespace()}/{kustomization.Name()} {Fields.Canonical(kustomization["spec"])}";
        return known.TryGetValue(key, out var built) ? built : known[key] = Made(build());
    }

    private static BuiltManifests Made(IReadOnlyList<JsonObject> manifests)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var manifest in manifests) hash.AppendData(Encoding.UTF8.GetBytes(Fields.Canonical(manifest)));
        return new BuiltManifests(manifests, $"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}");
    }
}
