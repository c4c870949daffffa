using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>Whether a source of charts or images has what the place that it names asks for.</summary>
internal static class PackageAccess
{
    /// <summary>What is wrong with the Secret that a source names, in the controller's words; null when nothing is.</summary>
    public static string? Problem(WorldIndex world, JsonObject source) => Secret(source) is { } name && world.Get(Kinds.Secrets, source.Namespace(), name) is null
        ? $"failed to get secret '{source.Namespace()}/{name}': secrets \"{name}\" not found"
        : null;

    /// <summary>Whether a place lets a source in.</summary>
    public static bool IsLetIn(WorldIndex world, JsonObject source, PackageUpstream place)
    {
        if (place.Credentials.Count == 0) return true;
        var data = Secret(source) is { } name ? world.Get(Kinds.Secrets, source.Namespace(), name).Object("data") : null;
        return data is not null && place.Credentials.All(data.ContainsKey);
    }

    private static string? Secret(JsonObject source) => source.Text("spec", "secretRef", "name");
}
