using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>What the API server tells of itself.</summary>
internal static class Discovery
{
    /// <summary>The Kubernetes version that the worlds play; their nodes' kubelets have the same.</summary>
    public const string GitVersion = "v1.33.6";

    public static JsonObject Version() => new()
    {
        ["major"] = "1",
        ["minor"] = "33",
        ["gitVersion"] = GitVersion,
        ["gitCommit"] = "0000000000000000000000000000000000000000",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "2025-11-11T19:23:44Z",
        ["goVersion"] = "go1.24.9",
        ["compiler"] = "gc",
        ["platform"] = "linux/amd64",
    };

    public static string Health(string check) => string.Join('\n', "[+]ping ok", "[+]log ok", "[+]etcd ok", "[+]poststarthook/start-apiserver-admission-initializer ok", "[+]poststarthook/rbac/bootstrap-roles ok", $"{check} check passed") + "\n";

    public static JsonObject CoreVersions() => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = "10.25.11.10:6443" }),
    };

    public static JsonObject Groups(KindTable kinds) => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. GroupNames(kinds).Where(static name => name.Length > 0).Select(name => GroupBody(kinds, name))]),
    };

    public static JsonObject? Group(KindTable kinds, string group)
    {
        if (group.Length == 0 || !GroupNames(kinds).Contains(group)) return null;
        var body = GroupBody(kinds, group);
        body.Insert(0, "apiVersion", "v1");
        body.Insert(0, "kind", "APIGroup");
        return body;
    }

    public static JsonObject? Resources(KindTable kinds, string group, string version)
    {
        var served = Of(kinds, group, version);
        if (served.Length == 0) return null;
        var resources = new JsonArray();
        foreach (var kind in served)
        {
            resources.Add(Resource(kind));
            foreach (var (name, subkind, verbs) in Subresources(kind))
            {
                var entry = new JsonObject { ["name"] = $"{kind.Resource.Plural}/{name}", ["singularName"] = "", ["namespaced"] = kind.Resource.IsNamespaced };
                if (subkind.Group != kind.Resource.Group || subkind.Version != kind.Resource.Version)
                {
                    entry["group"] = subkind.Group;
                    entry["version"] = subkind.Version;
                }

                entry["kind"] = subkind.Kind;
                entry["verbs"] = Texts(verbs);
                resources.Add(entry);
            }
        }

        return new JsonObject { ["kind"] = "APIResourceList", ["apiVersion"] = "v1", ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}", ["resources"] = resources };
    }

    public static JsonObject Aggregated(KindTable kinds, bool isCore)
    {
        var items = new JsonArray();
        foreach (var group in GroupNames(kinds).Where(name => (name.Length == 0) == isCore))
        {
            var versions = Versions(kinds, group).Select(version => (JsonNode)new JsonObject
            {
                ["version"] = version,
                ["resources"] = new JsonArray([.. Of(kinds, group, version).Select(AggregatedResource)]),
                ["freshness"] = "Current",
            });
            var metadata = new JsonObject { ["creationTimestamp"] = null };
            if (!isCore) metadata.Insert(0, "name", group);
            items.Add(new JsonObject { ["metadata"] = metadata, ["versions"] = new JsonArray([.. versions]) });
        }

        return new JsonObject { ["kind"] = "APIGroupDiscoveryList", ["apiVersion"] = "apidiscovery.k8s.io/v2", ["metadata"] = new JsonObject(), ["items"] = items };
    }

    private static JsonNode AggregatedResource(ServedKind kind)
    {
        var entry = new JsonObject
        {
            ["resource"] = kind.Resource.Plural,
            ["responseKind"] = ResponseKind(kind.Resource.Group, kind.Resource.Version, kind.Resource.Kind),
            ["scope"] = kind.Resource.IsNamespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = kind.Singular,
            ["verbs"] = Texts(Verbs(kind)),
        };
        if (kind.ShortNames.Count > 0) entry["shortNames"] = Texts(kind.ShortNames);
        if (kind.Categories.Count > 0) entry["categories"] = Texts(kind.Categories);
        var subresources = Subresources(kind).Select(static sub => (JsonNode)new JsonObject
        {
            ["subresource"] = sub.Name,
            ["responseKind"] = ResponseKind(sub.Kind.Group, sub.Kind.Version, sub.Kind.Kind),
            ["verbs"] = Texts(sub.Verbs),
        }).ToArray();
        if (subresources.Length > 0) entry["subresources"] = new JsonArray(subresources);
        return entry;
    }

    private static JsonObject Resource(ServedKind kind)
    {
        var entry = new JsonObject
        {
            ["name"] = kind.Resource.Plural,
            ["singularName"] = kind.Singular,
            ["namespaced"] = kind.Resource.IsNamespaced,
            ["kind"] = kind.Resource.Kind,
            ["verbs"] = Texts(Verbs(kind)),
        };
        if (kind.ShortNames.Count > 0) entry["shortNames"] = Texts(kind.ShortNames);
        if (kind.Categories.Count > 0) entry["categories"] = Texts(kind.Categories);
        return entry;
    }

    private static string[] Verbs(ServedKind kind) =>
        kind.IsReview ? ["create"] : kind.IsComputed ? ["get", "list"] : ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    private static IEnumerable<(string Name, (string Group, string Version, string Kind) Kind, string[] Verbs)> Subresources(ServedKind kind)
    {
        var resource = kind.Resource;
        if (resource is { Group: "", Plural: "pods" })
        {
            yield return ("eviction", ("policy", "v1", "Eviction"), ["create"]);
            yield return ("exec", ("", "v1", "PodExecOptions"), ["create", "get"]);
            yield return ("log", ("", "v1", "Pod"), ["get"]);
            yield return ("proxy", ("", "v1", "PodProxyOptions"), ["get"]);
        }

        if (resource is { Group: "", Plural: "services" }) yield return ("proxy", ("", "v1", "ServiceProxyOptions"), ["get"]);
        if (resource is { Group: "", Plural: "namespaces" }) yield return ("finalize", ("", "v1", "Namespace"), ["update"]);
        if (kind.HasScale) yield return ("scale", ("autoscaling", "v1", "Scale"), ["get", "patch", "update"]);
        if (kind.HasStatus) yield return ("status", (resource.Group, resource.Version, resource.Kind), ["get", "patch", "update"]);
    }

    private static JsonObject ResponseKind(string group, string version, string kind) => new() { ["group"] = group, ["version"] = version, ["kind"] = kind };

    private static JsonObject GroupBody(KindTable kinds, string group)
    {
        var versions = Versions(kinds, group).Select(version => new JsonObject { ["groupVersion"] = $"{group}/{version}", ["version"] = version }).ToArray();
        return new JsonObject { ["name"] = group, ["versions"] = new JsonArray([.. versions]), ["preferredVersion"] = versions[0].DeepClone() };
    }

    private static IEnumerable<string> GroupNames(KindTable kinds) => kinds.All.Select(static kind => kind.Resource.Group).Distinct();

    private static IEnumerable<string> Versions(KindTable kinds, string group) => kinds.All.Where(kind => kind.Resource.Group == group).Select(static kind => kind.Resource.Version).Distinct();

    private static ServedKind[] Of(KindTable kinds, string group, string version) => [.. kinds.All.Where(kind => kind.Resource.Group == group && kind.Resource.Version == version)];

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(static text => (JsonNode)text)];
}
