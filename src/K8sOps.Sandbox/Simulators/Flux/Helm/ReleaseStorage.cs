using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>
/// Helm's storage: a Secret for each revision of a release. The release is JSON, gzipped and in base64; the Secret's own base64 comes on top.
/// </summary>
internal static class ReleaseStorage
{
    public const string SecretType = "helm.sh/release.v1";

    /// <summary>The name of the Secret of a revision.</summary>
    public static string SecretName(string release, int version) => string.Create(CultureInfo.InvariantCulture, $"sh.helm.release.v1.{release}.v{version}");

    /// <summary>The Secret that holds a revision.</summary>
    /// <param name="release">The revision.</param>
    /// <param name="ns">The namespace in which releases are stored, which may be another than the release's.</param>
    /// <param name="modified">When it is written.</param>
    public static JsonObject Write(ReleaseRecord release, string ns, DateTimeOffset modified) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = SecretName(release.Name, release.Version),
            ["namespace"] = ns,
            ["labels"] = new JsonObject
            {
                ["modifiedAt"] = modified.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                ["name"] = release.Name,
                ["owner"] = "helm",
                ["status"] = release.Status,
                ["version"] = release.Version.ToString(CultureInfo.InvariantCulture),
            },
        },
        ["data"] = new JsonObject { ["release"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(Pack(Json(release)))) },
        ["type"] = SecretType,
    };

    /// <summary>The revision that a Secret holds; null when it is none of Helm's, or cannot be read.</summary>
    public static ReleaseRecord? Read(JsonObject secret)
    {
        if (secret.Text("type") != SecretType || secret.Text("data", "release") is not { } packed) return null;
        try
        {
            return Release(Unpack(Encoding.ASCII.GetString(Convert.FromBase64String(packed))));
        }
        catch (Exception error) when (error is FormatException or InvalidDataException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    /// <summary>The release as the JSON that Helm writes.</summary>
    public static JsonObject Json(ReleaseRecord release)
    {
        var info = new JsonObject
        {
            ["first_deployed"] = Time(release.FirstDeployed),
            ["last_deployed"] = Time(release.LastDeployed),
            ["deleted"] = release.Deleted is { } deleted ? Time(deleted) : "",
            ["description"] = release.Description,
            ["status"] = release.Status,
        };
        return new JsonObject
        {
            ["name"] = release.Name,
            ["info"] = info,
            ["chart"] = new JsonObject { ["metadata"] = release.Chart.DeepClone(), ["lock"] = null, ["templates"] = new JsonArray(), ["values"] = new JsonObject(), ["schema"] = null, ["files"] = null },
            ["config"] = release.Config.DeepClone(),
            ["manifest"] = release.Manifest,
            ["version"] = release.Version,
            ["namespace"] = release.Namespace,
        };
    }

    private static ReleaseRecord? Release(JsonObject json)
    {
        if (json.Text("name") is not { } name || json.Number("version") is not { } version) return null;
        return new ReleaseRecord
        {
            Name = name,
            Namespace = json.Text("namespace") ?? "",
            Version = (int)version,
            Status = json.Text("info", "status") ?? "unknown",
            Description = json.Text("info", "description") ?? "",
            FirstDeployed = json.Time("info", "first_deployed") ?? default,
            LastDeployed = json.Time("info", "last_deployed") ?? default,
            Deleted = json.Time("info", "deleted"),
            Chart = (json.Object("chart", "metadata") ?? []).DeepClone().AsObject(),
            Config = (json.Object("config") ?? []).DeepClone().AsObject(),
            Manifest = json.Text("manifest") ?? "",
        };
    }

    private static string Pack(JsonObject json)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(json.ToJsonString(StoredObject.Wire)));
        }

        return Convert.ToBase64String(packed.ToArray());
    }

    private static JsonObject Unpack(string text)
    {
        using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        return JsonNode.Parse(reader.ReadToEnd()) as JsonObject ?? throw new InvalidDataException("The release is no JSON object.");
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
