using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>Where a list goes on. A version of -1 means: in whatever the collection then is.</summary>
internal sealed record ContinueToken(long ResourceVersion, string Namespace, string Name)
{
    /// <summary>Reads a token; null for none.</summary>
    /// <exception cref="ApiException">400: it is not one of ours.</exception>
    public static ContinueToken? Read(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        try
        {
            if (JsonNode.Parse(Base64Url.DecodeFromChars(text)) is JsonObject token && token["rv"] is { } version && token["ns"] is { } ns && token["name"] is { } name)
            {
                return new ContinueToken((long)version, (string)ns!, (string)name!);
            }
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException)
        {
            throw ApiException.BadRequest($"continue key is not valid: {error.Message}");
        }

        throw ApiException.BadRequest("continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
    }

    /// <summary>The API server's answer to a token whose list is forgotten, with one that goes on inconsistently.</summary>
    public static ApiException Expired(ContinueToken token) => ApiException.Expired(
        "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.",
        (token with { ResourceVersion = -1 }).Write());

    public string Write() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(new JsonObject { ["rv"] = ResourceVersion, ["ns"] = Namespace, ["name"] = Name }.ToJsonString()));
}
