using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Tests.Api.Protobuf;

/// <summary>
/// A body that kubectl 1.32 sent to a listener, and the object that the same command prints with <c>--dry-run=client -o json</c>, without
/// its nulls. Of the last two commands kubectl prints nothing: their objects are written by hand.
/// </summary>
internal sealed record KubectlBody(string Command, byte[] Body, JsonObject Object)
{
    public static IReadOnlyList<KubectlBody> All { get; } = Read();

    private static IReadOnlyList<KubectlBody> Read() =>
    [
        .. JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Api", "Protobuf", "kubectl-1.32.json")))!.AsArray()
            .Select(static entry => new KubectlBody((string)entry!["command"]!, Convert.FromBase64String((string)entry["body"]!), entry["object"]!.AsObject())),
    ];
}
