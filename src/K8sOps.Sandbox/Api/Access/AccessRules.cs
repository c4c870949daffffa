using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <summary>RBAC, by the roles and bindings that are in a world.</summary>
internal sealed class AccessRules(WorldStore store)
{
    private const string Group = "rbac.authorization.k8s.io";
    private static readonly KubeResource Roles = new(Group, "v1", "roles", "Role", IsNamespaced: true);
    private static readonly KubeResource RoleBindings = new(Group, "v1", "rolebindings", "RoleBinding", IsNamespaced: true);
    private static readonly KubeResource ClusterRoles = new(Group, "v1", "clusterroles", "ClusterRole", IsNamespaced: false);
    private static readonly KubeResource ClusterRoleBindings = new(Group, "v1", "clusterrolebindings", "ClusterRoleBinding", IsNamespaced: false);

    /// <summary>Whether a user may; and why, or what was amiss while looking (a binding to a role that is not there).</summary>
    public (bool IsAllowed, string Reason) Decide(Requester user, AccessQuery query)
    {
        if (user.IsMaster) return (true, "");
        var missing = new List<string>();
        foreach (var (rule, source) in RulesOf(user, query.Namespace, missing))
        {
            if (Covers(rule, query)) return (true, $"RBAC: allowed by {source}");
        }

        var amiss = missing.Count switch { 0 => "", 1 => "RBAC: " + missing[0], _ => $"RBAC: [{string.Join(", ", missing)}]" };
        return (false, amiss);
    }

    /// <summary>All rules that hold for a user in a namespace, and everywhere.</summary>
    public IEnumerable<JsonObject> RulesOf(Requester user, string ns) => RulesOf(user, ns, []).Select(static rule => rule.Rule);

    private IEnumerable<(JsonObject Rule, string Source)> RulesOf(Requester user, string ns, List<string> missing)
    {
        foreach (var binding in store.List(ClusterRoleBindings).Where(binding => Binds(binding, user, null)))
        {
            foreach (var rule in RoleRules(binding, "", missing)) yield return (rule, Source("ClusterRoleBinding", binding, user));
        }

        if (ns.Length == 0) yield break;
        foreach (var binding in store.List(RoleBindings, ns).Where(binding => Binds(binding, user, ns)))
        {
            foreach (var rule in RoleRules(binding, ns, missing)) yield return (rule, Source("RoleBinding", binding, user));
        }
    }

    private static bool Binds(JsonObject binding, Requester user, string? ns) => (binding["subjects"] as JsonArray ?? []).OfType<JsonObject>().Any(subject => user.Is(subject, ns));

    private static string Source(string kind, JsonObject binding, Requester user)
    {
        var metadata = binding["metadata"]!;
        var name = (string?)metadata["namespace"] is { } ns ? $"{metadata["name"]}/{ns}" : $"{metadata["name"]}";
        var subject = (binding["subjects"] as JsonArray ?? []).OfType<JsonObject>().First(subject => user.Is(subject, (string?)metadata["namespace"]));
        return $"{kind} \"{name}\" of {binding["roleRef"]?["kind"]} \"{binding["roleRef"]?["name"]}\" to {subject["kind"]} \"{subject["name"]}\"";
    }

    private IEnumerable<JsonObject> RoleRules(JsonObject binding, string ns, List<string> missing)
    {
        var isCluster = (string?)binding["roleRef"]?["kind"] == "ClusterRole";
        var name = (string?)binding["roleRef"]?["name"] ?? "";
        if (store.Get(isCluster ? ClusterRoles : Roles, isCluster ? null : ns, name) is not { } role)
        {
            missing.Add($"{(isCluster ? "clusterrole" : "role")}.{Group} \"{name}\" not found");
            return [];
        }

        return Rules(role).Concat(Aggregated(role));
    }

    private static IEnumerable<JsonObject> Rules(JsonObject role) => (role["rules"] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>What a controller would copy into an aggregated ClusterRole.</summary>
    private IEnumerable<JsonObject> Aggregated(JsonObject role)
    {
        var selectors = (role["aggregationRule"]?["clusterRoleSelectors"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (selectors.Count == 0) return [];
        return store.List(ClusterRoles).Where(other => selectors.Exists(selector => LabelSelector.Holds(selector, other["metadata"]?["labels"] as JsonObject))).SelectMany(Rules);
    }

    private static bool Covers(JsonObject rule, AccessQuery query)
    {
        if (!Has(rule, "verbs", query.Verb)) return false;
        if (query.Path is { } path) return Texts(rule, "nonResourceURLs").Any(url => url == "*" || url == path || (url.EndsWith('*') && path.StartsWith(url[..^1], StringComparison.Ordinal)));
        if (!Has(rule, "apiGroups", query.Group) || !Texts(rule, "resources").Any(resource => Names(resource, query))) return false;
        var names = Texts(rule, "resourceNames").ToList();
        return names.Count == 0 || (query.Name.Length > 0 && names.Contains(query.Name));
    }

    private static bool Names(string resource, AccessQuery query) => resource == "*" || resource == query.FullResource || (query.Subresource.Length > 0 && resource == "*/" + query.Subresource);

    private static bool Has(JsonObject rule, string field, string wanted) => Texts(rule, field).Any(value => value == "*" || value == wanted);

    private static IEnumerable<string> Texts(JsonObject rule, string field) => (rule[field] as JsonArray ?? []).Select(static value => (string?)value ?? "");
}
