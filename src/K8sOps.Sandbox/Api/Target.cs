namespace K8sOps.Sandbox;

/// <summary>What a path under <c>/api</c> or <c>/apis</c> points at.</summary>
internal sealed record Target(ServedKind Kind, string? Namespace, string? Name, string? Subresource)
{
    /// <summary>Null when the path leads to no kind that is served.</summary>
    public static Target? Find(IReadOnlyList<string> path, KindTable kinds, Lock gate)
    {
        var (group, rest) = path[0] == "api" ? ("", path.Skip(1).ToArray()) : (path.ElementAtOrDefault(1) ?? "", path.Skip(2).ToArray());
        if (rest.Length < 2) return null;
        var version = rest[0];
        string? ns = null;
        var tail = rest[1..];
        // namespaces/x is the Namespace itself, namespaces/x/pods something in it, namespaces/x/status a part of the Namespace.
        if (tail is ["namespaces", var inside, _, ..] && !(tail is ["namespaces", _, "status" or "finalize"] && group.Length == 0))
        {
            ns = inside;
            tail = tail[2..];
        }

        ServedKind? kind;
        lock (gate) kind = kinds.Find(group, version, tail[0]);
        if (kind is null || (tail.Length > 3 && tail[2] != "proxy") || (ns is not null && !kind.Resource.IsNamespaced)) return null;
        if (kind.Resource.IsNamespaced && ns is null && tail.Length > 1) return null;
        var subresource = tail.ElementAtOrDefault(2);
        if (subresource is not null && !Has(kind, subresource)) return null;
        return new Target(kind, ns, tail.ElementAtOrDefault(1), subresource);
    }

    private static bool Has(ServedKind kind, string subresource) => subresource switch
    {
        "status" => kind.HasStatus,
        "scale" => kind.HasScale,
        "finalize" => kind.Resource is { Group: "", Plural: "namespaces" },
        "proxy" => kind.Resource is { Group: "", Plural: "pods" or "services" },
        "eviction" or "log" or "exec" => kind.Resource is { Group: "", Plural: "pods" },
        _ => false,
    };
}
