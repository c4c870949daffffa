using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Containers;

/// <summary>
/// The files of a container that can be read: those of its mounted ConfigMaps and Secrets as they are now, and a few that every image has.
/// What programs write is not kept.
/// </summary>
internal sealed class ContainerFiles
{
    private const string ServiceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _folders = new(StringComparer.Ordinal) { "/", "/bin", "/dev", "/etc", "/home", "/lib", "/opt", "/proc", "/root", "/run", "/sbin", "/srv", "/sys", "/tmp", "/usr", "/usr/bin", "/var", "/var/log" };

    public ContainerFiles(JsonObject pod, JsonObject container, Func<KubeResource, string, JsonObject?> find)
    {
        var host = pod.Flag("spec", "hostNetwork") ? pod.Text("spec", "nodeName") ?? "" : pod.Name();
        Put("/etc/hostname", host + "\n");
        Put("/etc/hosts", $"# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n{pod.Text("status", "podIP")}\t{host}\n");
        Put("/etc/os-release", "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\nVERSION=\"12 (bookworm)\"\nVERSION_CODENAME=bookworm\nID=debian\n");
        Put("/etc/resolv.conf", $"search {pod.Namespace()}.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.43.0.10\noptions ndots:5\n");
        if (pod["spec"]?["automountServiceAccountToken"] is null || pod.Flag("spec", "automountServiceAccountToken")) Put($"{ServiceAccount}/namespace", pod.Namespace() ?? "");
        foreach (var mount in container.Objects("volumeMounts"))
        {
            var path = (mount.Text("mountPath") ?? "/").TrimEnd('/');
            var volume = pod.Objects("spec", "volumes").FirstOrDefault(item => item.Text("name") == mount.Text("name"));
            AddFolder(path);
            foreach (var (name, content) in Content(pod, volume, find))
            {
                if (mount.Text("subPath") is not { Length: > 0 } sub) Put($"{path}/{name}", content);
                else if (name == sub) Put(path, content);
            }
        }
    }

    /// <summary>A file's content; null when there is no such file.</summary>
    public byte[]? Read(string path) => _files.GetValueOrDefault(Whole(path));

    public bool IsFolder(string path) => _folders.Contains(Whole(path));

    /// <summary>What lies in a folder, by name.</summary>
    public IReadOnlyList<string> In(string folder)
    {
        var start = Whole(folder) is "/" ? "/" : Whole(folder) + "/";
        return
        [
            .. _files.Keys.Concat(_folders).Where(path => path.Length > start.Length && path.StartsWith(start, StringComparison.Ordinal) && !path[start.Length..].Contains('/', StringComparison.Ordinal))
                .Select(path => path[start.Length..]).Distinct().Order(StringComparer.Ordinal),
        ];
    }

    private static string Whole(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..") parts.RemoveRange(Math.Max(0, parts.Count - 1), Math.Min(1, parts.Count));
            else if (part != ".") parts.Add(part);
        }

        return "/" + string.Join('/', parts);
    }

    private static IEnumerable<(string Name, string Content)> Content(JsonObject pod, JsonObject? source, Func<KubeResource, string, JsonObject?> find)
    {
        if (source is null) return [];
        if (source.Object("configMap") is { } map) return Entries(map, find(Kinds.ConfigMaps, map.Text("name") ?? ""));
        if (source.Object("secret") is { } secret) return Entries(secret, find(Kinds.Secrets, secret.Text("secretName") ?? secret.Text("name") ?? ""));
        if (source.Object("downwardAPI") is { } downward) return downward.Objects("items").Select(item => (item.Text("path") ?? "", ProgramEnvironment.Field(pod, item.Text("fieldRef", "fieldPath") ?? "")));
        if (source.Object("projected") is not { } projected) return [];
        return projected.Objects("sources").SelectMany(inner => Content(pod, inner["secret"] is JsonObject named ? new JsonObject { ["secret"] = named.DeepClone() } : inner, find));
    }

    private static IEnumerable<(string Name, string Content)> Entries(JsonObject reference, JsonObject? holder)
    {
        if (holder is null) return [];
        var entries = ContainerEnvironment.Entries(holder).ToArray();
        var items = reference.Objects("items").ToArray();
        if (items.Length == 0) return entries;
        return items.SelectMany(item => entries.Where(entry => entry.Key == item.Text("key")).Select(entry => (item.Text("path") ?? entry.Key, entry.Value)));
    }

    private void Put(string path, string content)
    {
        path = Whole(path);
        _files[path] = Encoding.UTF8.GetBytes(content);
        AddFolder(path[..Math.Max(path.LastIndexOf('/'), 0)]);
    }

    private void AddFolder(string path)
    {
        path = Whole(path);
        while (_folders.Add(path) && path.Length > 1) path = Whole(path[..path.LastIndexOf('/')]);
    }
}
