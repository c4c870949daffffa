namespace K8sOps.Kubernetes.Wire;

/// <summary>apidiscovery.k8s.io/v2 APIGroupDiscoveryList.</summary>
internal sealed class ApiGroupDiscoveryListWire
{
    public string? Kind { get; set; }
    public List<ApiGroupDiscoveryWire>? Items { get; set; }
}

internal sealed class ApiGroupDiscoveryWire
{
    public ListedNameWire? Metadata { get; set; }
    public List<ApiVersionDiscoveryWire>? Versions { get; set; }
}

internal sealed class ListedNameWire
{
    public string? Name { get; set; }
}

internal sealed class ApiVersionDiscoveryWire
{
    public string? Version { get; set; }
    public string? Freshness { get; set; }
    public List<ApiResourceDiscoveryWire>? Resources { get; set; }
}

internal sealed class ApiResourceDiscoveryWire
{
    public string? Resource { get; set; }
    public GroupVersionKindWire? ResponseKind { get; set; }
    public string? Scope { get; set; }
    public string? SingularResource { get; set; }
    public List<string>? Verbs { get; set; }
    public List<string>? ShortNames { get; set; }
    public List<string>? Categories { get; set; }
}

internal sealed class GroupVersionKindWire
{
    public string? Group { get; set; }
    public string? Version { get; set; }
    public string? Kind { get; set; }
}

/// <summary>meta/v1 APIGroupList: the legacy index of <c>/apis</c>.</summary>
internal sealed class ApiGroupListWire
{
    public List<ApiGroupWire>? Groups { get; set; }
}

internal sealed class ApiGroupWire
{
    public string? Name { get; set; }
    public List<GroupVersionWire>? Versions { get; set; }
    public GroupVersionWire? PreferredVersion { get; set; }
}

internal sealed class GroupVersionWire
{
    public string? Version { get; set; }
}

/// <summary>meta/v1 APIVersions: the legacy index of <c>/api</c>.</summary>
internal sealed class ApiVersionsWire
{
    public List<string>? Versions { get; set; }
}

/// <summary>meta/v1 APIResourceList: the legacy index of one group and version.</summary>
internal sealed class ApiResourceListWire
{
    public List<ApiResourceWire>? Resources { get; set; }
}

internal sealed class ApiResourceWire
{
    public string? Name { get; set; }
    public string? SingularName { get; set; }
    public bool Namespaced { get; set; }
    public string? Kind { get; set; }
    public List<string>? Verbs { get; set; }
    public List<string>? ShortNames { get; set; }
    public List<string>? Categories { get; set; }
}
