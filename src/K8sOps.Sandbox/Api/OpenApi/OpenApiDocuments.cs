using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>The OpenAPI v3 documents of what a world serves: one per group and version, made when they are asked for. Used under the world's lock.</summary>
internal sealed class OpenApiDocuments
{
    private readonly Dictionary<string, (ServedKind[] Kinds, byte[] Json, string Hash)> _made = new(StringComparer.Ordinal);

    /// <summary>The list of the documents, each with its hash, by which clients keep them.</summary>
    public JsonObject Index(KindTable kinds)
    {
        var paths = new JsonObject();
        foreach (var (group, version) in kinds.All.Select(static kind => (kind.Resource.Group, kind.Resource.Version)).Distinct())
        {
            var path = group.Length == 0 ? $"api/{version}" : $"apis/{group}/{version}";
            paths[path] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}?hash={Make(kinds, group, version)!.Value.Hash}" };
        }

        return new JsonObject { ["paths"] = paths };
    }

    /// <summary>One document as JSON; null when nothing of that group and version is served.</summary>
    public byte[]? Document(KindTable kinds, string group, string version) => Make(kinds, group, version)?.Json;

    private (ServedKind[] Kinds, byte[] Json, string Hash)? Make(KindTable kinds, string group, string version)
    {
        ServedKind[] served = [.. kinds.All.Where(kind => kind.Resource.Group == group && kind.Resource.Version == version)];
        if (served.Length == 0) return null;
        var key = $"{group}/{version}";
        if (_made.TryGetValue(key, out var made) && made.Kinds.SequenceEqual(served)) return made;
        var schemas = new OpenApiSchemas();
        var paths = new JsonObject();
        foreach (var kind in served) OpenApiPaths.Add(paths, kind, schemas.Reference(kind));
        var document = new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = Discovery.GitVersion },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas.Components },
        };
        var json = JsonSerializer.SerializeToUtf8Bytes<JsonNode>(document, StoredObject.Wire);
        return _made[key] = (served, json, Convert.ToHexString(SHA256.HashData(json)));
    }
}
