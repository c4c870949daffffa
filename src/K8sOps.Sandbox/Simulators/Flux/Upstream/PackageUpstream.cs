using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>
/// A place outside the cluster that packages are fetched from: a Helm repository (<c>https://…</c>) with its charts, or one repository of a
/// registry (<c>oci://…</c>) with its tags.
/// </summary>
/// <param name="url">The URL that it is fetched from, without a slash at its end.</param>
internal sealed class PackageUpstream(string url)
{
    private readonly List<UpstreamPackage> _packages = [];

    public string Url { get; } = url;

    public bool IsRegistry => Url.StartsWith("oci://", StringComparison.Ordinal);

    /// <summary>Its packages, in the order in which they were published.</summary>
    public IReadOnlyList<UpstreamPackage> Packages => _packages;

    /// <summary>Why it cannot be reached, in the words of who tried; null while it can be.</summary>
    public string? Failure { get; set; }

    /// <summary>Keys of the Secret that a source must name; none for a public place.</summary>
    public IReadOnlyList<string> Credentials { get; init; } = [];

    /// <summary>Publishes a package; one of the same name and version is overwritten, as a tag can be.</summary>
    public void Publish(UpstreamPackage package)
    {
        _packages.RemoveAll(one => one.Name == package.Name && one.Version == package.Version);
        _packages.Add(package);
    }

    /// <summary>Takes a version back.</summary>
    public void Withdraw(string name, string version) => _packages.RemoveAll(one => one.Name == name && one.Version == version);

    /// <summary>The package of a name and version; null when there is none.</summary>
    public UpstreamPackage? Find(string name, string version) => _packages.Find(one => one.Name == name && (one.Version == version || one.Version == "v" + version || "v" + one.Version == version));

    /// <summary>The newest version of a package that is in a range; null when none is.</summary>
    public UpstreamPackage? Newest(string name, VersionRange range) =>
        range.Newest(_packages.Where(one => one.Name == name).Select(static one => one.Version)) is { } version ? Find(name, version) : null;

    /// <summary>What a Helm repository tells of its charts (<c>index.yaml</c>), as source-controller keeps it: as JSON.</summary>
    public string Index()
    {
        var entries = new JsonObject();
        foreach (var chart in _packages.GroupBy(static package => package.Name).OrderBy(static chart => chart.Key, StringComparer.Ordinal))
        {
            var versions = chart.OrderByDescending(static one => ChartVersion.Parse(one.Version) ?? ChartVersion.Of(0, 0, 0), ChartVersion.Order);
            entries[chart.Key] = new JsonArray([.. versions.Select(JsonNode (one) =>
            {
                var entry = one.Metadata.DeepClone().AsObject();
                entry["created"] = Controllers.Fields.Stamp(one.Since);
                entry["digest"] = one.Digest["sha256:".Length..];
                entry["urls"] = new JsonArray($"{Url}/{one.Name}-{one.Version}.tgz");
                return entry;
            })]);
        }

        return new JsonObject { ["apiVersion"] = "v1", ["entries"] = entries }.ToJsonString(StoredObject.Wire);
    }
}
