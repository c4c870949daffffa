using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>Makes the strategic merge patch of a pod template from what an operator typed.</summary>
internal static class TemplatePatch
{
    /// <summary>The patch for images and resources; null when nothing of the template is to be set.</summary>
    /// <exception cref="OperationException"><c>ContainerNotNamed</c>, <c>NotFound</c>, <c>InvalidSetting</c>.</exception>
    public static JsonObject? Of(WorkloadTarget target, WorkloadSettings settings)
    {
        var containers = new Dictionary<(string List, string Name), JsonObject>();
        JsonObject Container(string? name)
        {
            var key = Find(target, name);
            return containers.TryGetValue(key, out var known) ? known : containers[key] = new JsonObject { ["name"] = key.Name };
        }

        foreach (var text in settings.Images ?? [])
        {
            var (name, image) = text.Split('=', 2) is [var n, var i] ? (n, i) : (null, text);
            if (image.Length == 0 || image.Any(char.IsWhiteSpace)) throw Invalid(target, $"'{text}' is no image: write app=ghcr.io/example/app:1.2, or the image alone");
            Container(name)["image"] = image;
        }

        foreach (var (field, texts) in new[] { ("requests", settings.Requests), ("limits", settings.Limits) })
        {
            foreach (var text in texts ?? [])
            {
                if (text.Split('=', 2) is not [{ Length: > 0 } resource, { Length: > 0 } amount]) throw Invalid(target, $"'{text}' is no amount: write cpu=100m or memory=256Mi, or cpu=none to take it away");
                var isNone = amount.Equals("none", StringComparison.OrdinalIgnoreCase);
                if (!isNone && !KubeQuantity.TryParseCores(amount, out _)) throw Invalid(target, $"'{amount}' is no quantity: write 100m, 0.5, 256Mi or 1Gi");
                var resources = Container(settings.Container)["resources"] ??= new JsonObject();
                (resources[field] ??= new JsonObject())[resource] = isNone ? null : amount;
            }
        }

        if (containers.Count == 0) return null;
        var spec = new JsonObject();
        foreach (var group in containers.GroupBy(c => c.Key.List, StringComparer.Ordinal)) spec[group.Key] = new JsonArray([.. group.Select(c => c.Value)]);
        return new JsonObject { ["spec"] = new JsonObject { ["template"] = new JsonObject { ["spec"] = spec } } };
    }

    private static (string List, string Name) Find(WorkloadTarget target, string? name)
    {
        var spec = target.Live.At("spec", "template", "spec");
        var names = spec.Items("containers").Select(c => c.Text("name") ?? "").ToList();
        if (name is null)
        {
            return names is [var only] ? ("containers", only) : throw new OperationException("ContainerNotNamed", OperationCategory.InvalidArgument, target.ToString(),
                $"Cannot tell which container of {target} is meant: it has {string.Join(", ", names)}.", $"Name it: -Image {names.FirstOrDefault()}=…, or -Container {names.FirstOrDefault()}.");
        }

        if (names.Contains(name, StringComparer.Ordinal)) return ("containers", name);
        if (spec.Items("initContainers").Any(c => c.Text("name") == name)) return ("initContainers", name);
        throw new OperationException("NotFound", OperationCategory.ObjectNotFound, name, $"{target} has no container {name}: it has {string.Join(", ", names)}.");
    }

    private static OperationException Invalid(WorkloadTarget target, string why) => new("InvalidSetting", OperationCategory.InvalidArgument, target.ToString(), $"Cannot set {target}: {why}.");
}
