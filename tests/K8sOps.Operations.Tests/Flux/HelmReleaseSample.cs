using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace K8sOps.Operations.Tests.Flux;

/// <summary>Secrets as Helm writes them, and HelmReleases whose history names them.</summary>
internal static class HelmReleaseSample
{
    /// <summary>The value under <c>release</c>, as the API server hands it out.</summary>
    public static string Packed(JsonObject release, bool gzip = true)
    {
        var plain = Encoding.UTF8.GetBytes(release.ToJsonString());
        using var packed = new MemoryStream();
        if (gzip)
        {
            using var stream = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true);
            stream.Write(plain);
        }
        else
        {
            packed.Write(plain);
        }

        return Wrapped(packed.ToArray());
    }

    public static string Wrapped(byte[] bytes) => Convert.ToBase64String(Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes)));

    public static JsonObject Release(string manifest, string ns = "monitoring") => new()
    {
        ["name"] = "grafana",
        ["namespace"] = ns,
        ["version"] = 3,
        ["info"] = new JsonObject { ["status"] = "deployed" },
        ["chart"] = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "grafana", ["version"] = "9.2.1" } },
        ["config"] = new JsonObject(),
        ["hooks"] = new JsonArray(),
        ["manifest"] = manifest,
    };

    public static JsonObject Secret(string data, string ns = "monitoring") => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["type"] = "helm.sh/release.v1",
        ["metadata"] = new JsonObject { ["name"] = "sh.helm.release.v1.grafana.v3", ["namespace"] = ns },
        ["data"] = new JsonObject { ["release"] = data },
    };

    public static JsonObject App(string status = """{"storageNamespace":"monitoring","history":[{"name":"grafana","namespace":"monitoring","version":3},{"name":"grafana","namespace":"monitoring","version":2}]}""") => new()
    {
        ["apiVersion"] = "helm.toolkit.fluxcd.io/v2",
        ["kind"] = "HelmRelease",
        ["metadata"] = new JsonObject { ["name"] = "grafana", ["namespace"] = "monitoring" },
        ["spec"] = new JsonObject(),
        ["status"] = JsonNode.Parse(status),
    };
}
