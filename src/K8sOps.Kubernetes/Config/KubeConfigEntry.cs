using System.Text;
using System.Text.Json.Nodes;

namespace K8sOps.Kubernetes;

/// <summary>A named entry (cluster, user or context) and the file that it stands in, which its relative paths start from.</summary>
internal sealed record KubeConfigEntry(string Name, JsonObject Body, string File)
{
    /// <summary>A text field; null when absent or empty. A number or boolean is taken as its text, as YAML's untagged scalars come.</summary>
    public string? Text(string field) => Text(Body, field);

    public static string? Text(JsonObject body, string field)
        => body[field] is JsonValue value && value.ToString() is { Length: > 0 } text ? text : null;

    public bool Flag(string field) => Body[field] is JsonValue value && string.Equals(value.ToString(), "true", StringComparison.OrdinalIgnoreCase);

    public JsonObject? Object(string field) => Body[field] as JsonObject;

    /// <summary>A path of this entry, made absolute from its own file's folder.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, Path.GetDirectoryName(File)!);

    /// <summary>The bytes that are either in <c>NAME-data</c> (base64) or in the file that <c>NAME</c> points to; null for neither.</summary>
    /// <exception cref="KubeConfigException">Both are there, or what is there cannot be read.</exception>
    public byte[]? DataOrFile(string field, string owner)
    {
        var data = Text(field + "-data");
        var path = Text(field);
        if (data is not null && path is not null)
        {
            throw new KubeConfigException($"{File}: {owner} '{Name}' has both {field} and {field}-data; remove one of them.");
        }

        try
        {
            if (data is not null) return Convert.FromBase64String(data);
            return path is null ? null : System.IO.File.ReadAllBytes(Resolve(path));
        }
        catch (FormatException e)
        {
            throw new KubeConfigException($"{File}: {field}-data of {owner} '{Name}' is not base64.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"{File}: {field} of {owner} '{Name}' cannot be read from {Resolve(path!)}: {e.Message}", e);
        }
    }

    // A record shows all that it holds, and the body holds tokens and keys.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Name = ").Append(Name).Append(", File = ").Append(File);
        return true;
    }
}
