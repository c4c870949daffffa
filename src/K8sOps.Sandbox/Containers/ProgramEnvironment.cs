using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Containers;

/// <summary>The environment of a program that is run in a container.</summary>
internal static class ProgramEnvironment
{
    public static IReadOnlyDictionary<string, string> Of(JsonObject pod, JsonObject container, Func<KubeResource, string, JsonObject?> find)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["HOSTNAME"] = pod.Flag("spec", "hostNetwork") ? pod.Text("spec", "nodeName") ?? "" : pod.Name(),
        };
        foreach (var (name, value) in ContainerEnvironment.Resolve(find, pod.Namespace(), container).Variables) variables[name] = value;
        foreach (var variable in container.Objects("env"))
        {
            var name = variable.Text("name") ?? "";
            if (variable.Text("valueFrom", "fieldRef", "fieldPath") is { } path) variables[name] = Field(pod, path);
            else if (variable.Text("valueFrom", "resourceFieldRef", "resource") is { } resource) variables[name] = Resource(container, resource);
            else if (variable.Text("value") is { } value && value.Contains("$(", StringComparison.Ordinal)) variables[name] = Expanded(value, variables);
        }

        variables["KUBERNETES_SERVICE_HOST"] = find(Kinds.Services, "kubernetes").Text("spec", "clusterIP") ?? "10.43.0.1";
        variables["KUBERNETES_SERVICE_PORT"] = "443";
        variables["HOME"] = variables.GetValueOrDefault("HOME", "/root");
        return variables;
    }

    /// <summary>A field of the pod, as the downward API gives it.</summary>
    public static string Field(JsonObject pod, string path)
    {
        var open = path.IndexOf("['", StringComparison.Ordinal);
        if (open > 0 && path.EndsWith("']", StringComparison.Ordinal)) return pod.Text([.. path[..open].Split('.'), path[(open + 2)..^2]]) ?? "";
        return path switch
        {
            "status.podIPs" => string.Join(',', pod.Objects("status", "podIPs").Select(static ip => ip.Text("ip"))),
            "metadata.labels" or "metadata.annotations" => string.Join('\n', (pod.Object(path.Split('.')) ?? []).OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key}=\"{pair.Value}\"")),
            _ => pod.Text(path.Split('.')) ?? "",
        };
    }

    private static string Resource(JsonObject container, string resource)
    {
        var parts = resource.Split('.', 2);
        var amount = Quantity.Parse(container.Text("resources", parts[0], parts.ElementAtOrDefault(1) ?? ""));
        return Math.Ceiling(amount).ToString("F0", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary><c>$(NAME)</c> stands for a variable that is set before; <c>$$(NAME)</c> for itself.</summary>
    private static string Expanded(string text, Dictionary<string, string> variables)
    {
        var result = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var end = text[i] == '$' && i + 1 < text.Length && text[i + 1] == '(' ? text.IndexOf(')', i) : -1;
            if (text[i] == '$' && i + 1 < text.Length && text[i + 1] == '$')
            {
                result.Append('$');
                i++;
            }
            else if (end > 0 && variables.TryGetValue(text[(i + 2)..end], out var value))
            {
                result.Append(value);
                i = end;
            }
            else
            {
                result.Append(text[i]);
            }
        }

        return result.ToString();
    }
}
