using System.Text.Json.Nodes;

namespace K8sOps.Kube;

/// <summary>An object as somebody wants it: one document of a manifest, or an object that came down a pipeline.</summary>
public sealed class Manifest
{
    internal Manifest(string source, JsonObject body)
    {
        Source = source;
        Body = body;
    }

    /// <summary>Where it comes from, for messages: <c>app.yaml, document 2</c>.</summary>
    public string Source { get; }

    /// <summary><c>apiVersion</c>.</summary>
    public string ApiVersion => Body.Text("apiVersion")!;

    /// <summary><c>kind</c>.</summary>
    public string Kind => Body.Text("kind")!;

    /// <summary><c>metadata.namespace</c>, or null.</summary>
    public string? Namespace => Body.Text("metadata", "namespace");

    /// <summary><c>metadata.name</c>.</summary>
    public string Name => Body.Text("metadata", "name")!;

    /// <summary>The fields that are wanted, without those that only the server sets.</summary>
    internal JsonObject Body { get; }
}
