using System.Text;

namespace K8sOps.Benchmarks;

/// <summary>A kubeconfig with a context for each address, as a file until disposed.</summary>
internal sealed class Contexts : IDisposable
{
    public Contexts(params IReadOnlyList<(string Name, Uri Address)> clusters)
    {
        KubeConfigPath = Path.Combine(Path.GetTempPath(), $"k8sops-benchmark-{Environment.ProcessId}-{Guid.NewGuid():N}.yaml");
        var text = new StringBuilder("apiVersion: v1\nkind: Config\n").Append("current-context: ").Append(clusters[0].Name).Append("\nclusters:\n");
        foreach (var (name, address) in clusters) text.Append("- {name: ").Append(name).Append(", cluster: {server: '").Append(address.ToString().TrimEnd('/')).Append("'}}\n");
        text.Append("users:\n- {name: nobody, user: {}}\ncontexts:\n");
        foreach (var (name, _) in clusters) text.Append("- {name: ").Append(name).Append(", context: {cluster: ").Append(name).Append(", user: nobody}}\n");
        File.WriteAllText(KubeConfigPath, text.ToString());
        Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["KUBECONFIG"] = KubeConfigPath, ["NO_COLOR"] = "1" };
    }

    public string KubeConfigPath { get; }

    public IReadOnlyDictionary<string, string> Variables { get; }

    public void Dispose() => File.Delete(KubeConfigPath);
}
