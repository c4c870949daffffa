using System.Text.Json.Nodes;
using K8sOps.Text;

namespace K8sOps.Kube;

/// <summary>Merges the rules of commands into the least role that grants them. Asks no cluster.</summary>
public static class RoleComposer
{
    private const string Rbac = "rbac.authorization.k8s.io/v1";

    /// <summary>
    /// The roles: one ClusterRole, or with a namespace a Role in it, and beside it a ClusterRole for what lives in no namespace, where
    /// there is such.
    /// </summary>
    public static IEnumerable<K8sRole> Compose(string name, string? ns, IReadOnlyList<string> commands, IReadOnlyList<PermissionRule> rules)
    {
        if (ns is null)
        {
            if (rules.Count > 0) yield return Role("ClusterRole", null, name, commands, rules);
            yield break;
        }

        List<PermissionRule> within = [.. rules.Where(r => !r.IsClusterWide)], above = [.. rules.Where(r => r.IsClusterWide)];
        if (within.Count > 0) yield return Role("Role", ns, name, commands, within);
        if (above.Count > 0) yield return Role("ClusterRole", null, name, commands, above);
    }

    private static K8sRole Role(string kind, string? ns, string name, IReadOnlyList<string> commands, IReadOnlyList<PermissionRule> rules)
    {
        var merged = Merge(rules);
        var metadata = new JsonObject { ["name"] = name };
        if (ns is not null) metadata["namespace"] = ns;
        var manifest = new JsonObject { ["apiVersion"] = Rbac, ["kind"] = kind, ["metadata"] = metadata, ["rules"] = new JsonArray([.. merged.Select(Body)]) };
        return new K8sRole { Kind = kind, Namespace = ns, Name = name, Rules = merged, Commands = commands, Yaml = "---\n" + Yaml.Write(manifest).TrimEnd('\n') };
    }

    /// <summary>Each resource once with all its verbs; resources of one group with the same verbs in one rule. What a wildcard grants is not said again.</summary>
    private static IReadOnlyList<K8sRoleRule> Merge(IReadOnlyList<PermissionRule> rules)
    {
        var wild = rules.Where(r => r is { Group: "*", Resource: "*" }).Select(r => r.Verb).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. rules.Where(r => r.IsPath || r is { Group: "*", Resource: "*" } || !wild.Contains(r.Verb))
                .GroupBy(r => (r.Group, r.Resource, r.IsPath))
                .Select(g => (g.Key, Verbs: (IReadOnlyList<string>)[.. g.Select(r => r.Verb).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]))
                .GroupBy(r => (r.Key.Group, r.Key.IsPath, Verbs: string.Join(',', r.Verbs)))
                .OrderBy(g => g.Key.IsPath).ThenBy(g => g.Key.Group, StringComparer.Ordinal).ThenBy(g => g.First().Key.Resource, StringComparer.Ordinal)
                .Select(g =>
                {
                    IReadOnlyList<string> names = [.. g.Select(r => r.Key.Resource).Order(StringComparer.Ordinal)];
                    return g.Key.IsPath
                        ? new K8sRoleRule { NonResourceUrls = names, Verbs = g.First().Verbs }
                        : new K8sRoleRule { ApiGroups = [g.Key.Group], Resources = names, Verbs = g.First().Verbs };
                }),
        ];
    }

    private static JsonObject Body(K8sRoleRule rule)
    {
        static JsonArray List(IReadOnlyList<string> texts) => new([.. texts.Select(t => JsonValue.Create(t))]);
        return rule.NonResourceUrls.Count > 0
            ? new JsonObject { ["nonResourceURLs"] = List(rule.NonResourceUrls), ["verbs"] = List(rule.Verbs) }
            : new JsonObject { ["apiGroups"] = List(rule.ApiGroups), ["resources"] = List(rule.Resources), ["verbs"] = List(rule.Verbs) };
    }
}
