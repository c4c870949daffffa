using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using K8sOps.Flux.Wire;
using K8sOps.Kube;
using K8sOps.Kubernetes;
using K8sOps.Text;

namespace K8sOps.Flux;

/// <summary>
/// What a Helm release has applied, from the Secret that Helm keeps of it (<c>sh.helm.release.v1.NAME.vN</c>): gzipped JSON with the
/// rendered manifests. Hooks, and the definitions in a chart's <c>crds</c> folder, do not stand in it.
/// </summary>
public sealed class HelmReleaseManifest
{
    /// <summary>A Secret holds 1 MiB, which a hostile gzip makes a gigabyte of; no chart comes near to this.</summary>
    internal const int MostBytes = 64 * 1024 * 1024;

    private static readonly KubeResource s_secrets = new("", "v1", "secrets", "Secret", IsNamespaced: true);

    private HelmReleaseManifest(string name, string ns, long release, IReadOnlyList<JsonObject> objects)
    {
        Name = name;
        Namespace = ns;
        Release = release;
        Objects = objects;
    }

    /// <summary>The release's name in Helm.</summary>
    public string Name { get; }

    /// <summary>The namespace that it was released into: that of every namespaced object which names none.</summary>
    public string Namespace { get; }

    /// <summary>The number of the release.</summary>
    public long Release { get; }

    /// <summary>The objects as the chart rendered them, lists taken apart, in the order of the manifest.</summary>
    public IReadOnlyList<JsonObject> Objects { get; }

    /// <summary>The objects by name. A namespace is null where the chart names none: whether the kind has one is not written there.</summary>
    public IEnumerable<FluxInventoryEntry> Entries => Objects.Select(EntryOf);

    /// <summary>
    /// The newest release of a HelmRelease, as its history names it; null before the first one, or when Helm keeps its Secret no more.
    /// Needs <c>get</c> of secrets in the namespace where it is stored.
    /// </summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="live">The HelmRelease.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationException"><c>ReleaseUnreadable</c>; what the cluster refuses.</exception>
    public static async Task<HelmReleaseManifest?> ReadAsync(Cluster cluster, JsonObject live, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(live);
        if (SecretOf(live) is not var (ns, name)) return null;
        var secret = await new ResourceService(cluster).FindAsync(s_secrets, ns, name, cancellationToken).ConfigureAwait(false);
        if (secret is null) return null;
        try
        {
            return Parse(secret.Text("data", "release") ?? throw new FormatException("it has no key 'release'"), ns);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or JsonException or YamlFormatException)
        {
            throw new OperationException("ReleaseUnreadable", OperationCategory.InvalidData, $"{ns}/{name}",
                $"Cannot read the release in Secret {ns}/{name} on {cluster.Context}: {e.Message.TrimEnd('.')}.", "See whether Helm itself can: helm get manifest", e);
        }
    }

    /// <summary>Where Helm keeps the newest release; null before the first one.</summary>
    internal static (string Namespace, string Name)? SecretOf(JsonObject live)
    {
        if (live.Items("status", "history").FirstOrDefault() is not { } newest || newest.Text("name") is not { Length: > 0 } name || newest.Whole("version") is not { } version) return null;
        var ns = new[] { live.Text("status", "storageNamespace"), live.Text("spec", "storageNamespace"), live.Text("metadata", "namespace") }.FirstOrDefault(n => !string.IsNullOrEmpty(n));
        return ns is null ? null : (ns, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"sh.helm.release.v1.{name}.v{version}"));
    }

    /// <summary>Reads what the Secret holds under <c>release</c>, as it comes over the wire: Kubernetes' base64 around Helm's.</summary>
    internal static HelmReleaseManifest Parse(string data, string storedIn)
    {
        var packed = Convert.FromBase64String(Encoding.ASCII.GetString(Convert.FromBase64String(data)));
        var release = JsonSerializer.Deserialize(Unpack(packed), FluxWire.Default.HelmReleaseWire) ?? throw new FormatException("it is empty");
        var objects = new List<JsonObject>();
        foreach (var document in Yaml.ParseAll(release.Manifest ?? "")) Add(objects, document);
        return new HelmReleaseManifest(release.Name ?? "", release.Namespace is { Length: > 0 } ns ? ns : storedIn, release.Version, objects);
    }

    // Helm has written gzip since its second version; what it wrote before stands as it is.
    private static ReadOnlySpan<byte> Unpack(byte[] packed)
    {
        if (packed is not [0x1f, 0x8b, 0x08, ..]) return packed;
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        var buffer = new byte[81920];
        for (int read; (read = gzip.Read(buffer)) > 0;)
        {
            if (plain.Length + read > MostBytes) throw new FormatException($"unpacked it is more than {MostBytes / 1024 / 1024} MiB");
            plain.Write(buffer, 0, read);
        }

        return plain.GetBuffer().AsSpan(0, (int)plain.Length);
    }

    // Templates that render nothing leave documents behind that hold a comment alone.
    private static void Add(List<JsonObject> objects, JsonNode? document)
    {
        if (document is not JsonObject o) return;
        if (o["items"] is JsonArray items && o.Text("kind")?.EndsWith("List", StringComparison.Ordinal) == true)
        {
            foreach (var item in items) Add(objects, item);
            return;
        }

        if (o.Text("kind") is { Length: > 0 } && o.Text("metadata", "name") is { Length: > 0 }) objects.Add(o);
    }

    private static FluxInventoryEntry EntryOf(JsonObject o)
    {
        var version = o.Text("apiVersion") ?? "";
        var slash = version.IndexOf('/', StringComparison.Ordinal);
        return new FluxInventoryEntry(slash < 0 ? "" : version[..slash], version[(slash + 1)..], o.Text("kind")!, o.Text("metadata", "namespace") is { Length: > 0 } ns ? ns : null, o.Text("metadata", "name")!);
    }
}
