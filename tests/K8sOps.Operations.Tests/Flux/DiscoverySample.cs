using K8sOps.Kubernetes;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Flux;

/// <summary>Lets a scripted server tell what it serves.</summary>
internal static class DiscoverySample
{
    /// <summary>Serves the kinds: discovery tells of them, and each has an empty list to add to.</summary>
    public static ScriptedServer Serve(this ScriptedServer server, params IReadOnlyList<KubeResource> kinds)
    {
        var groups = kinds.Where(k => k.Group.Length > 0).GroupBy(k => k.Group).ToList();
        server.Answer("/api", 200, """{"kind":"APIVersions","versions":["v1"]}""").Answer("/api/v1", 200, List(kinds.Where(k => k.Group.Length == 0)));
        server.Answer("/apis", 200, $$"""{"kind":"APIGroupList","groups":[{{string.Join(',', groups.Select(g => $$"""{"name":"{{g.Key}}","versions":[{{string.Join(',', g.Select(k => k.Version).Distinct().Select(v => $$"""{"groupVersion":"{{g.Key}}/{{v}}","version":"{{v}}"}"""))}}]}"""))}}]}""");
        foreach (var version in kinds.Where(k => k.Group.Length > 0).GroupBy(k => k.ApiVersion)) server.Answer("/apis/" + version.Key, 200, List(version));
        foreach (var kind in kinds) server.Add(kind.Path(null));
        return server;
    }

    private static string List(IEnumerable<KubeResource> kinds)
        => $$"""{"kind":"APIResourceList","resources":[{{string.Join(',', kinds.Select(k => $$"""{"name":"{{k.Plural}}","kind":"{{k.Kind}}","namespaced":{{(k.IsNamespaced ? "true" : "false")}},"verbs":["get","list"]}"""))}}]}""";
}
