namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>An object that a Kustomization has applied.</summary>
internal sealed record InventoryEntry(string Id, string Namespace, string Name, string Group, string Kind, string Version)
{
    /// <summary>As messages name it: <c>Deployment/podinfo/podinfo</c>, <c>Namespace/podinfo</c>.</summary>
    public string Subject => Namespace.Length == 0 ? $"{Kind}/{Name}" : $"{Kind}/{Namespace}/{Name}";

    /// <summary>Reads an id; null when it is none.</summary>
    public static InventoryEntry? Parse(string id, string version)
    {
        // Neither namespaces, groups nor kinds have underscores: what is between the first and the last two is the name.
        var first = id.IndexOf('_', StringComparison.Ordinal);
        var last = id.LastIndexOf('_');
        var middle = last <= 0 ? -1 : id.LastIndexOf('_', last - 1);
        if (first < 0 || middle <= first) return null;
        var name = id[(first + 1)..middle].Replace("__", ":", StringComparison.Ordinal);
        return new InventoryEntry(id, id[..first], name, id[(middle + 1)..last], id[(last + 1)..], version);
    }
}
