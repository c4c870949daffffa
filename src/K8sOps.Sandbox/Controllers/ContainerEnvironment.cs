using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>A container's environment as the kubelet puts it together at each start, from the ConfigMaps and Secrets as they then are.</summary>
internal static class ContainerEnvironment
{
    /// <summary>The variables; or the problem, in the kubelet's words, that keeps the container from being created.</summary>
    public static (IReadOnlyDictionary<string, string> Variables, string? Problem) Resolve(WorldIndex world, string? ns, JsonObject container) =>
        Resolve((resource, name) => world.Get(resource, ns, name), ns, container);

    /// <inheritdoc cref="Resolve(WorldIndex, string?, JsonObject)"/>
    public static (IReadOnlyDictionary<string, string> Variables, string? Problem) Resolve(Func<KubeResource, string, JsonObject?> find, string? ns, JsonObject container)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in container.Objects("envFrom"))
        {
            if (AddAll(find, variables, source) is { } problem) return (variables, problem);
        }

        foreach (var variable in container.Objects("env"))
        {
            var name = variable.Text("name") ?? "";
            if (variable.Object("valueFrom") is not { } origin) variables[name] = variable.Text("value") ?? "";
            else if (AddOne(find, variables, ns, name, origin) is { } problem) return (variables, problem);
        }

        return (variables, null);
    }

    /// <summary>The keys and values of a ConfigMap or Secret.</summary>
    public static IEnumerable<(string Key, string Value)> Entries(JsonObject item)
    {
        var isSecret = item.Text("kind") == "Secret";
        foreach (var (key, value) in item.Object("data") ?? [])
        {
            if (value.Text() is { } text) yield return (key, isSecret ? Decode(text) : text);
        }

        foreach (var (key, value) in item.Object("stringData") ?? [])
        {
            if (value.Text() is { } text) yield return (key, text);
        }
    }

    private static string? AddAll(Func<KubeResource, string, JsonObject?> find, Dictionary<string, string> variables, JsonObject source)
    {
        var isSecret = source.Object("secretRef") is not null;
        var reference = source.Object(isSecret ? "secretRef" : "configMapRef");
        var name = reference.Text("name") ?? "";
        if (find(isSecret ? Kinds.Secrets : Kinds.ConfigMaps, name) is not { } found)
            return reference.Flag("optional") ? null : $"{(isSecret ? "secret" : "configmap")} \"{name}\" not found";
        foreach (var (key, value) in Entries(found)) variables[source.Text("prefix") + key] = value;
        return null;
    }

    private static string? AddOne(Func<KubeResource, string, JsonObject?> find, Dictionary<string, string> variables, string? ns, string name, JsonObject origin)
    {
        var isSecret = origin.Object("secretKeyRef") is not null;
        if (origin.Object(isSecret ? "secretKeyRef" : "configMapKeyRef") is not { } reference)
        {
            variables[name] = origin.Text("fieldRef", "fieldPath") ?? "";
            return null;
        }

        var (holder, key) = (reference.Text("name") ?? "", reference.Text("key") ?? "");
        if (find(isSecret ? Kinds.Secrets : Kinds.ConfigMaps, holder) is not { } found)
            return reference.Flag("optional") ? null : $"{(isSecret ? "secret" : "configmap")} \"{holder}\" not found";
        foreach (var entry in Entries(found).Where(entry => entry.Key == key))
        {
            variables[name] = entry.Value;
            return null;
        }

        return reference.Flag("optional") ? null : $"couldn't find key {key} in {(isSecret ? "Secret" : "ConfigMap")} {ns}/{holder}";
    }

    private static string Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }
}
