using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Text;

namespace K8sOps.Flux;

/// <summary>
/// A folder of an artifact as kustomize sees it: read first, before any tool is, so that nothing outside the artifact is ever fetched or
/// read, and so that plain lists of manifests need no tool at all.
/// </summary>
internal sealed class KustomizeFolder
{
    private const int Deepest = 64;
    private static readonly string[] s_indexes = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
    private static readonly string[] s_plain = ["apiVersion", "kind", "metadata", "resources"];
    private static readonly string[] s_lists = ["resources", "bases", "components", "crds", "configurations", "generators", "transformers", "validators"];

    // Text that is put into objects, or that selects them: it names no files.
    private static readonly string[] s_texts = ["commonAnnotations", "commonLabels", "labels", "annotations", "literals", "patch", "options", "target", "metadata", "images", "replicas", "vars"];

    // Of .sourceignore's own defaults, those that end in .yaml.
    private static readonly string[] s_notManifests = [".travis.yml", ".gitlab-ci.yml", "appveyor.yml", ".drone.yml", "cloudbuild.yaml", "codeship-services.yml", "codeship-steps.yml", ".goreleaser.yml", ".goreleaser.yaml", ".sops.yaml", ".flux.yaml"];
    private readonly string _root;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<string> _files = [];

    private KustomizeFolder(string root, string folder)
    {
        _root = root;
        Folder = folder;
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The folder's own index, or the one that the controller generates; what the app's spec adds to it is not in it yet.</summary>
    public JsonObject Index { get; private set; } = [];

    /// <summary>Where the index stands, or is to be written.</summary>
    public string IndexFile { get; private set; } = "";

    /// <summary>The manifests, in their order, where nothing but lists of files leads to them.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>True where an index has more than a list of files: kustomize is needed.</summary>
    public bool IsOverlay { get; private set; }

    /// <summary>True when a text might name a file outside the artifact: the tool then has to refuse files outside the folder itself.</summary>
    public bool MayLeadOut { get; private set; }

    /// <summary>Reads a folder of an unpacked artifact, with all that its indexes name.</summary>
    /// <param name="root">The unpacked artifact.</param>
    /// <param name="path">The folder within it.</param>
    /// <param name="components">Components that the app's spec adds.</param>
    /// <exception cref="InvalidDataException">The folder is not there, or it names something that the artifact does not hold.</exception>
    public static KustomizeFolder Read(string root, string? path, IReadOnlyList<string> components)
    {
        var full = Path.GetFullPath(root);
        var folder = new KustomizeFolder(full, Within(full, full, (path ?? "").Replace('\\', '/').TrimStart('/')) ?? throw new InvalidDataException($"its path '{path}' leads out of the artifact"));
        if (!Directory.Exists(folder.Folder)) throw new InvalidDataException($"the artifact has no folder '{path}'");
        var index = IndexOf(folder.Folder);
        folder.IndexFile = index ?? Path.Combine(folder.Folder, s_indexes[0]);
        folder.Index = index is null ? folder.Generated() : folder.ReadIndex(index);
        folder.Visit(folder.Folder, folder.Index, 0);
        foreach (var component in components) folder.Follow(folder.Folder, component, "components", 0);
        return folder;
    }

    private JsonObject Generated()
    {
        var resources = new JsonArray();
        void Scan(string at)
        {
            foreach (var entry in Directory.EnumerateFileSystemEntries(at).Order(StringComparer.Ordinal))
            {
                var relative = "./" + Path.GetRelativePath(Folder, entry).Replace('\\', '/');
                if (Directory.Exists(entry))
                {
                    if (IndexOf(entry) is not null) resources.Add(relative);
                    else Scan(entry);
                }
                else if (Path.GetExtension(entry) is ".yaml" or ".yml" && !s_notManifests.Contains(Path.GetFileName(entry)))
                {
                    resources.Add(relative);
                }
            }
        }

        Scan(Folder);
        return new JsonObject { ["apiVersion"] = "kustomize.config.k8s.io/v1beta1", ["kind"] = "Kustomization", ["resources"] = resources };
    }

    private void Visit(string at, JsonObject index, int depth)
    {
        if (depth > Deepest) throw new InvalidDataException($"its indexes lead more than {Deepest} folders deep");
        if (!_seen.Add(at)) return;
        if (index.Text("kind") == "Component" || index.Any(p => !s_plain.Contains(p.Key) && p.Value is not null)) IsOverlay = true;
        LookForFiles(at, index, null);
        foreach (var list in s_lists)
        {
            foreach (var entry in index[list] as JsonArray ?? [])
            {
                // Generators and transformers may stand in the index itself.
                if (entry.Text() is { Length: > 0 } text && !text.Contains('\n', StringComparison.Ordinal)) Follow(at, text, list, depth);
            }
        }
    }

    private void Follow(string at, string entry, string list, int depth)
    {
        var path = Within(_root, at, entry) ?? throw new InvalidDataException($"{Shown(at)} names '{entry}', which lies outside the artifact");
        if (File.Exists(path))
        {
            if (list == "resources") _files.Add(path);
        }
        else if (Directory.Exists(path))
        {
            Visit(path, ReadIndex(IndexOf(path) ?? throw new InvalidDataException($"{Shown(at)} names the folder '{entry}', which has no kustomization.yaml")), depth + 1);
        }
        else
        {
            throw new InvalidDataException($"{Shown(at)} names '{entry}', which the artifact does not hold; bases elsewhere are not fetched");
        }
    }

    /// <summary>Any text of an index may be a file that kustomize reads, or an address that it fetches.</summary>
    private void LookForFiles(string at, JsonNode? node, string? field)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, value) in map)
                {
                    if (!s_texts.Contains(key)) LookForFiles(at, value, key);
                }

                break;
            case JsonArray list:
                foreach (var item in list) LookForFiles(at, item, field);
                break;
            case JsonValue value when value.TryGetValue<string>(out var text) && !text.Contains('\n', StringComparison.Ordinal):
                foreach (var name in (string[])[text, text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..]])
                {
                    if (name.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || name.StartsWith("https://", StringComparison.OrdinalIgnoreCase)) throw new InvalidDataException($"{Shown(at)} names {name} under '{field}'; nothing is fetched from elsewhere");
                    if (Within(_root, at, name) is null) MayLeadOut = true;
                }

                break;
        }
    }

    private JsonObject ReadIndex(string file)
    {
        try
        {
            return Yaml.Parse(File.ReadAllText(file)) switch
            {
                null => [],
                JsonObject index => index,
                _ => throw new InvalidDataException($"{Shown(file)} is no map"),
            };
        }
        catch (YamlFormatException e)
        {
            throw new InvalidDataException($"{Shown(file)} cannot be read: {e.Message}", e);
        }
    }

    private string Shown(string path) => Path.GetRelativePath(_root, path) is var relative && relative == "." ? "its root" : relative.Replace('\\', '/');

    private static string? IndexOf(string folder) => s_indexes.Select(i => Path.Combine(folder, i)).FirstOrDefault(File.Exists);

    /// <summary>A path as it is seen from a folder; null where it leads out of the root.</summary>
    private static string? Within(string root, string at, string relative)
    {
        if (relative.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(relative)) return null;
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(at, relative)));
        return path == root || path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? path : null;
    }
}
