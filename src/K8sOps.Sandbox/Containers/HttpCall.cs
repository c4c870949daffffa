using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Containers;

/// <summary>A GET of a program in a pod.</summary>
/// <param name="Pod">The pod; read-only.</param>
/// <param name="Port">The port that is asked, as its containers name it.</param>
/// <param name="Path">The path, as it was sent: <c>/</c> at least, still escaped.</param>
/// <param name="Query">The query, without its question mark; empty when there is none.</param>
internal sealed record HttpCall(JsonObject Pod, int Port, string Path, string Query);
