using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>An object that a finalizer holds, as it was read.</summary>
public sealed record HeldObject
{
    internal HeldObject(KubeResource resource, string finalizer, JsonObject live) => (Resource, Finalizer, Live) = (resource, finalizer, live);

    /// <summary>The finalizer.</summary>
    public string Finalizer { get; }

    /// <summary>True once it was deleted: it goes with its last finalizer.</summary>
    public bool IsDeleted => Live.Text("metadata", "deletionTimestamp") is not null;

    /// <summary><c>ConfigMap preview/database</c>.</summary>
    public string Target => ResourceService.NameOf(Resource, Namespace, Name);

    /// <summary>The object's finalizers, in their order.</summary>
    public IReadOnlyList<string> Before => FinalizersOf(Live);

    /// <summary>Those that stay.</summary>
    public IReadOnlyList<string> After => [.. Before.Where(f => f != Finalizer)];

    internal KubeResource Resource { get; }

    internal JsonObject Live { get; init; }

    internal string? Namespace => Resource.IsNamespaced ? Live.Text("metadata", "namespace") : null;

    internal string Name => Live.Text("metadata", "name") ?? "";

    internal string Uid => Live.Text("metadata", "uid") ?? "";

    internal static IReadOnlyList<string> FinalizersOf(JsonObject o) => o.At("metadata", "finalizers") is JsonArray all ? [.. all.Select(f => f.Text()).OfType<string>()] : [];
}
