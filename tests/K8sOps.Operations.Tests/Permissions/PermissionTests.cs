using K8sOps.Kube;
using K8sOps.Kubernetes;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Permissions;

public sealed class PermissionTests
{
    private const string Reviews = "POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    private readonly ScriptedServer _server = new();

    [Theory]
    [InlineData("pods", "", "pods", null, false)]
    [InlineData("pods/eviction", "", "pods/eviction", "eviction", false)]
    [InlineData("deployments.apps/scale", "apps", "deployments/scale", "scale", false)]
    [InlineData("storageclasses.storage.k8s.io", "storage.k8s.io", "storageclasses", null, true)]
    [InlineData("/readyz", "", "/readyz", null, true)]
    [InlineData("*.*", "*", "*", null, false)]
    public void A_rule_reads_as_kubectl_writes_it(string text, string group, string resource, string? sub, bool isClusterWide)
    {
        var rule = PermissionRule.Parse(text, "get");
        Assert.Equal((group, resource, sub, isClusterWide, text), (rule.Group, rule.Resource, rule.Subresource, rule.IsClusterWide, rule.QualifiedName));
    }

    [Theory]
    [InlineData("""{"allowed":true,"reason":"RBAC: allowed by ClusterRoleBinding \"ops\""}""", PermissionStatus.Allowed, "RBAC: allowed by ClusterRoleBinding \"ops\"")]
    [InlineData("""{"allowed":false}""", PermissionStatus.Denied, null)]
    [InlineData("""{"allowed":false,"denied":true,"reason":"no","evaluationError":"x"}""", PermissionStatus.Denied, "no")]
    [InlineData("""{"allowed":false,"evaluationError":"webhook timed out"}""", PermissionStatus.Unknown, "webhook timed out")]
    public async Task The_servers_answer_is_taken_for_what_it_says(string status, PermissionStatus expected, string? reason)
    {
        _server.Answer(Reviews, 201, $$"""{"kind":"SelfSubjectAccessReview","status":{{status}}}""");
        var found = await Ask("pods/exec", "create", "shop");
        Assert.Equal((expected, expected == PermissionStatus.Allowed, reason, "shop", "pods/exec"), (found.Status, found.Allowed, found.Reason, found.Namespace, found.Resource));
        var sent = Sample.Parse(Assert.Single(_server.Bodies))["spec"]!["resourceAttributes"]!;
        Assert.Equal(("pods", "exec", "create", "shop"), ((string)sent["resource"]!, (string)sent["subresource"]!, (string)sent["verb"]!, (string)sent["namespace"]!));
    }

    [Fact]
    public async Task A_path_and_what_lives_in_no_namespace_are_asked_about_without_one()
    {
        _server.Answer(Reviews, 201, """{"kind":"SelfSubjectAccessReview","status":{"allowed":true}}""");
        Assert.Null((await Ask("/readyz", "get", "shop")).Namespace);
        Assert.Equal("/readyz", (string?)Sample.Parse(_server.Bodies.Last())["spec"]!["nonResourceAttributes"]!["path"]);
        Assert.Null((await Ask("nodes", "list", "shop")).Namespace);
        Assert.Null(Sample.Parse(_server.Bodies.Last())["spec"]!["resourceAttributes"]!["namespace"]);
    }

    [Fact]
    public async Task One_question_is_asked_once()
    {
        _server.Answer(Reviews, 201, """{"kind":"SelfSubjectAccessReview","status":{"allowed":true}}""");
        var service = new PermissionService(_server.Cluster());
        foreach (var command in (string[])["Get-K8sPod", "Remove-K8sPod"]) Assert.Equal(command, (await service.AskAsync(PermissionRule.Parse("pods", "list"), null, command)).Command);
        Assert.Single(_server.Bodies);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task A_server_that_does_not_answer_such_questions_leaves_it_unknown(int code)
    {
        _server.Answer(Reviews, code, $$"""{"kind":"Status","status":"Failure","reason":"X","code":{{code}},"message":"no reviews here"}""");
        var found = await Ask("pods", "list", null);
        Assert.Equal((PermissionStatus.Unknown, false), (found.Status, found.Allowed));
        Assert.Contains("no reviews here", found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_server_is_an_error_and_no_answer()
    {
        _server.Answer(Reviews, _ => throw new KubeConnectionException("Connection refused.", KubeConnectionFailure.Unreachable));
        Assert.Equal("ConnectionFailed", (await Assert.ThrowsAsync<OperationException>(() => Ask("pods", "list", null))).Id);
    }

    [Fact]
    public void The_least_role_names_each_resource_once()
    {
        var role = Assert.Single(RoleComposer.Compose("ops", null, ["A", "B"], Rules("pods:get,list", "pods:delete,list", "events:list", "nodes:list", "pods/eviction:create", "/readyz:get")));
        Assert.Equal("ClusterRole", role.Kind);
        Assert.Equal(["[list] events nodes", "[delete,get,list] pods", "[create] pods/eviction", "[get] /readyz"], role.Rules.Select(r => r.ToString()));
        Assert.Contains("nonResourceURLs", role.Yaml, StringComparison.Ordinal);
        Assert.StartsWith("---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole", role.Yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void What_lives_in_no_namespace_goes_into_a_ClusterRole_beside_the_Role()
    {
        var roles = RoleComposer.Compose("ops", "shop", ["A"], Rules("pods:list", "nodes:list", "/readyz:get")).ToList();
        Assert.Equal(["Role shop: [list] pods", "ClusterRole : [list] nodes; [get] /readyz"], roles.Select(r => $"{r.Kind} {r.Namespace}: {string.Join("; ", r.Rules)}"));
    }

    [Fact]
    public void What_a_wildcard_grants_is_not_said_again()
        => Assert.Equal(["[delete] pods", "[get,list] *.*"], Assert.Single(RoleComposer.Compose("ops", null, [], Rules("pods:get,delete", "*.*:get,list"))).Rules.Select(r => r.ToString()));

    [Fact]
    public void Commands_that_ask_nothing_need_no_role() => Assert.Empty(RoleComposer.Compose("ops", null, ["Use-K8sCluster"], []));

    private Task<K8sPermission> Ask(string resource, string verb, string? ns) => new PermissionService(_server.Cluster()).AskAsync(PermissionRule.Parse(resource, verb), ns, "Get-K8sPod");

    private static IReadOnlyList<PermissionRule> Rules(params string[] texts)
        => [.. texts.SelectMany(t => t.Split(':')[1].Split(',').Select(v => PermissionRule.Parse(t.Split(':')[0], v)))];
}
