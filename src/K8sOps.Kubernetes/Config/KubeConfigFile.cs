using System.Text.Json.Nodes;
using K8sOps.Text;

namespace K8sOps.Kubernetes;

/// <summary>One file of the kubeconfig, read and split into its entries.</summary>
internal sealed class KubeConfigFile
{
    private KubeConfigFile(string path) => Path = path;

    public string Path { get; }

    public string? CurrentContext { get; private set; }

    public IReadOnlyList<KubeConfigEntry> Clusters { get; private set; } = [];

    public IReadOnlyList<KubeConfigEntry> Users { get; private set; } = [];

    public IReadOnlyList<KubeConfigEntry> Contexts { get; private set; } = [];

    /// <summary>Reads one file.</summary>
    /// <exception cref="KubeConfigException">The file cannot be read, or is no kubeconfig.</exception>
    public static KubeConfigFile Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"{path}: cannot be read: {e.Message}", e);
        }

        JsonNode? node;
        try
        {
            node = Yaml.Parse(text);
        }
        catch (YamlFormatException e)
        {
            // The reader quotes what it does not understand, and in this file that may be a password or a key ("*x" is an alias to it).
            throw new KubeConfigException($"{path}: line {e.Line}, column {e.Column}: this is no YAML that a kubeconfig can be made of.");
        }

        var file = new KubeConfigFile(path);
        if (node is null) return file;
        if (node is not JsonObject root) throw new KubeConfigException($"{path}: is not a kubeconfig: a mapping was expected at its top.");
        file.CurrentContext = KubeConfigEntry.Text(root, "current-context");
        file.Clusters = Entries(root, "clusters", "cluster", path);
        file.Users = Entries(root, "users", "user", path);
        file.Contexts = Entries(root, "contexts", "context", path);
        return file;
    }

    private static List<KubeConfigEntry> Entries(JsonObject root, string list, string body, string path)
    {
        var entries = new List<KubeConfigEntry>();
        if (root[list] is null) return entries;
        if (root[list] is not JsonArray array) throw new KubeConfigException($"{path}: '{list}' is not a list.");
        foreach (var item in array)
        {
            if (item is not JsonObject named || KubeConfigEntry.Text(named, "name") is not { } name)
            {
                throw new KubeConfigException($"{path}: an entry of '{list}' has no name.");
            }

            // kubectl refuses this too: which of the two was meant cannot be known.
            if (entries.Any(e => e.Name == name)) throw new KubeConfigException($"{path}: '{list}' has two entries named '{name}'; rename or remove one.");
            entries.Add(new KubeConfigEntry(name, named[body] as JsonObject ?? [], path));
        }

        return entries;
    }
}
