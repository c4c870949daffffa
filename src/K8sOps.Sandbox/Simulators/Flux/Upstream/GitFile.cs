using System.Text.Json.Nodes;
using K8sOps.Text;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>A file of a repository: manifests, or text that is no YAML.</summary>
internal sealed record GitFile
{
    private string? _text;

    /// <summary>A file of manifests, which are not to be changed any more.</summary>
    public GitFile(params IReadOnlyList<JsonObject> manifests) => Manifests = manifests;

    /// <summary>A file that cannot be read as manifests.</summary>
    /// <param name="text">What it holds.</param>
    /// <param name="fault">What is wrong with it, as a reader of YAML says it.</param>
    public GitFile(string text, string fault)
    {
        Manifests = [];
        _text = text;
        Fault = fault;
    }

    /// <summary>The manifests in it.</summary>
    public IReadOnlyList<JsonObject> Manifests { get; }

    /// <summary>Why it cannot be read: <c>yaml: line 3: mapping values are not allowed in this context</c>; null when it can.</summary>
    public string? Fault { get; }

    /// <summary>The file as it lies in the repository.</summary>
    public string Text => _text ??= string.Join("---\n", Manifests.Select(static manifest => Yaml.Write(manifest)));
}
