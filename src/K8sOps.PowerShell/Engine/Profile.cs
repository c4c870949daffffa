using System.Text.Json.Nodes;
using K8sOps.Text;

namespace K8sOps.Engine;

/// <summary>What is particular to a place: <c>k8sops.yaml</c>. No command needs one; docs/profile.md tells what it can hold.</summary>
internal sealed record Profile
{
    private static readonly Profile s_none = new();
    private static (string Path, DateTime Written, Profile Profile)? s_read;

    /// <summary>The file, or null where there is none.</summary>
    public string? Path { get; init; }

    /// <summary>Folders and files with runbooks of one's own.</summary>
    public IReadOnlyList<string> Runbooks { get; init; } = [];

    /// <summary>The profile as it is now; an empty one where there is no file.</summary>
    /// <exception cref="OperationException"><c>ProfileInvalid</c>; <c>FileNotFound</c> for a file that <c>K8SOPS_PROFILE</c> names.</exception>
    public static Profile Current()
    {
        var named = Environment.GetEnvironmentVariable("K8SOPS_PROFILE");
        var path = System.IO.Path.GetFullPath(string.IsNullOrEmpty(named) ? DefaultPath() : named);
        if (!File.Exists(path))
        {
            return string.IsNullOrEmpty(named) ? s_none : throw new OperationException("FileNotFound", OperationCategory.ObjectNotFound, path, $"The profile {path}, which K8SOPS_PROFILE names, is not there.", "$env:K8SOPS_PROFILE = $null");
        }

        var written = File.GetLastWriteTimeUtc(path);
        if (s_read is { } known && known.Path == path && known.Written == written) return known.Profile;
        var profile = Read(path);
        s_read = (path, written, profile);
        return profile;
    }

    private static string DefaultPath()
    {
        var config = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
        if (string.IsNullOrEmpty(config)) config = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData) : System.IO.Path.Combine(Home(), ".config");
        return System.IO.Path.Combine(config, "k8sops", "k8sops.yaml");
    }

    private static string Home() => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static Profile Read(string path)
    {
        JsonNode? root;
        try
        {
            root = Yaml.Parse(File.ReadAllText(path));
        }
        catch (YamlFormatException e)
        {
            throw Invalid(path, e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Invalid(path, e.Message, e);
        }

        // Keys that are not known are left alone: a profile may be written for a later version.
        var runbooks = root switch
        {
            null => null,
            JsonObject map => map["runbooks"],
            _ => throw Invalid(path, "it is no map of keys and values"),
        };
        return new Profile { Path = path, Runbooks = [.. Texts(path, runbooks).Select(t => Resolve(path, t))] };
    }

    private static IEnumerable<string> Texts(string path, JsonNode? node) => node switch
    {
        null => [],
        JsonValue one when one.TryGetValue<string>(out var text) && text.Length > 0 => [text],
        JsonArray many => many.SelectMany(m => m is JsonValue ? Texts(path, m) : throw Invalid(path, "runbooks: is a list of folders")),
        _ => throw Invalid(path, "runbooks: is a list of folders"),
    };

    /// <summary>A folder is meant from where the profile stands.</summary>
    private static string Resolve(string profile, string folder)
    {
        var home = folder == "~" || folder.StartsWith("~/", StringComparison.Ordinal);
        return System.IO.Path.GetFullPath(home ? System.IO.Path.Combine(Home(), folder[1..].TrimStart('/')) : folder, System.IO.Path.GetDirectoryName(profile)!);
    }

    private static OperationException Invalid(string path, string why, Exception? inner = null) => new("ProfileInvalid", OperationCategory.InvalidData, path, $"The profile {path} cannot be used: {why}.", null, inner);
}
