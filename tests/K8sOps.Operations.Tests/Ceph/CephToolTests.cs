using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Ceph;
using K8sOps.Kubernetes;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Ceph;

public sealed class CephToolTests
{
    private static readonly CephCommand s_health = new("health", "detail");
    private static readonly CephCommand s_out = new("osd", "out", "1");
    private static readonly Change s_change = new() { Command = "Set-CephOsd", Cluster = "infra", Kind = "CephOsd", Name = "osd.1", Verb = "exec" };
    private readonly RecordingSink _sink = new();

    [Fact]
    public async Task It_asks_in_the_toolbox_by_argument_vector()
    {
        var ceph = new CephServer().Says("health detail", "\n{\"status\":\"HEALTH_OK\"}\n");
        Assert.Equal("HEALTH_OK", (string?)(await ReadAsync(ceph, s_health))["status"]);
        Assert.Equal("ceph health detail --connect-timeout=10 -f json", Assert.Single(ceph.Runs));
        Assert.Contains(ceph.Server.Requests, r => r.StartsWith("UPGRADE /api/v1/namespaces/rook-ceph/pods/rook-ceph-tools-1/exec", StringComparison.Ordinal) && r.Contains("container=rook-ceph-tools", StringComparison.Ordinal));
        Assert.Empty(_sink.Changes);
    }

    [Fact]
    public async Task Without_a_toolbox_the_operator_is_asked_with_its_configuration()
    {
        var ceph = new CephServer(withToolbox: false).Says("health detail", "{}");
        await ReadAsync(ceph, s_health);
        Assert.Equal("ceph health detail --connect-timeout=10 --conf=/var/lib/rook/rook-ceph/rook-ceph.config -f json", Assert.Single(ceph.Runs));
    }

    [Fact]
    public async Task A_toolbox_that_is_not_ready_is_passed_over()
    {
        var ceph = new CephServer(withToolbox: false).Add("pods", CephServer.Pod("rook-ceph-tools-2", "rook-ceph-tools", ready: false));
        Assert.Equal(("rook-ceph-operator-1", false), (await new CephTool(ceph.Cluster()).FindAsync() is var place ? (place.Pod, place.IsToolbox) : default));
    }

    [Fact]
    public async Task An_operator_in_another_namespace_is_found()
    {
        var ceph = new CephServer().Clear("pods").Add("pods", CephServer.Pod("rook-ceph-operator-9", "rook-ceph-operator", ns: "rook-ceph-system"));
        var place = await new CephTool(ceph.Cluster()).FindAsync();
        Assert.Equal(("rook-ceph-system", "rook-ceph", "/var/lib/rook/rook-ceph/rook-ceph.config"), (place.PodNamespace, place.Namespace, place.Configuration));
    }

    [Fact]
    public async Task Where_nothing_runs_it_says_what_was_looked_for()
    {
        var ceph = new CephServer().Clear("pods").Add("pods", CephServer.Pod("rook-ceph-tools-1", "rook-ceph-tools", ready: false));
        var error = await Assert.ThrowsAsync<OperationException>(() => ReadAsync(ceph, s_health));
        Assert.Equal("CephUnreachable", error.Id);
        Assert.Contains("app=rook-ceph-tools", error.Message, StringComparison.Ordinal);
        Assert.Contains("there is rook-ceph-tools-1, not ready", error.Message, StringComparison.Ordinal);
        Assert.Equal("Get-K8sPod -Cluster infra -Namespace rook-ceph -Name 'rook-ceph-*'", error.Remedy);
    }

    [Fact]
    public async Task Of_several_clusters_one_has_to_be_named()
    {
        var second = Sample.Parse(CephServer.ClusterObject);
        second["metadata"]!["namespace"] = "other";
        var ceph = new CephServer().Add("cephclusters", second).Says("health detail", "{}");
        var error = await Assert.ThrowsAsync<OperationException>(() => ReadAsync(ceph, s_health));
        Assert.Equal(("AmbiguousName", "Say which: -Namespace rook-ceph."), (error.Id, error.Remedy));
        await new CephTool(ceph.Cluster(), "rook-ceph").ReadAsync(s_health, _sink.Context);
        Assert.Equal("NotFound", (await Assert.ThrowsAsync<OperationException>(() => ReadAsync(new CephServer().Clear("cephclusters"), s_health))).Id);
    }

    [Theory]
    [InlineData("", "it answered nothing")]
    [InlineData("\n", "it answered nothing")]
    [InlineData("<html><body>Please log in</body></html>", "its answer is not JSON: <html>")]
    [InlineData("{\"status\":\"HEALTH_OK\",\"chec", "its answer is not JSON: {\"status\"")]
    [InlineData("{\"a\":\"\\ud800\"}", "its answer is not JSON")]
    [InlineData("crash info: nosuch not found", "its answer is not JSON: crash info")]
    public async Task What_is_no_JSON_is_an_error_that_shows_it(string output, string expected)
    {
        var error = await Assert.ThrowsAsync<OperationException>(() => ReadAsync(new CephServer().Says("health detail", output), s_health));
        Assert.Equal("CephAnswerInvalid", error.Id);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warnings_beside_an_answer_do_no_harm_and_are_told()
    {
        var ceph = new CephServer().Says("health detail", "\n{\"status\":\"HEALTH_OK\"}", error: "2026-11-21T03:59:46.561+0000 7f -1 WARNING: all dangerous and experimental features are enabled.\n");
        await ReadAsync(ceph, s_health);
        Assert.Contains(_sink.Notes, n => n.Contains("experimental features", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Numbers_that_are_none_are_nulls()
    {
        var json = await ReadAsync(new CephServer().Says("osd df", "{\"summary\":{\"average_utilization\":-nan,\"dev\":nan,\"name\":\"nan\",\"a\":[inf, 1]}}"), new CephCommand("osd", "df"));
        Assert.Equal("""{"average_utilization":null,"dev":null,"name":"nan","a":[null,1]}""", json["summary"]!.ToJsonString());
    }

    [Fact]
    public async Task An_exit_code_is_an_error_in_Cephs_own_words()
    {
        var error = await Assert.ThrowsAsync<OperationException>(() => ReadAsync(new CephServer().Says("health detail", "\n", 2, "Error ENOENT: osd.99 does not exist\n"), s_health));
        Assert.Equal("CephCommandFailed", error.Id);
        Assert.EndsWith("Ceph ended it with exit code 2: Error ENOENT: osd.99 does not exist", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_no_with_JSON_is_an_answer_where_that_is_accepted()
    {
        var ceph = new CephServer().Says("osd ok-to-stop 1", "\n{\"ok_to_stop\":false}", 16, "Error EBUSY: unsafe to stop osd(s)\n");
        var ask = new CephCommand("osd", "ok-to-stop", "1") { AcceptsFailure = true };
        Assert.False((bool)(await ReadAsync(ceph, ask))["ok_to_stop"]!);
        Assert.Equal("CephCommandFailed", (await Assert.ThrowsAsync<OperationException>(() => ReadAsync(ceph, ask with { AcceptsFailure = false }))).Id);
    }

    [Theory]
    [InlineData(1, "timed out\n")]
    [InlineData(13, "2026-11-21T03:59:46.561+0000 7fbdc27fc6c0 -1 monclient(hunting): x\n[errno 13] RADOS permission denied (error connecting to the cluster)\n")]
    [InlineData(1, "Error initializing cluster client: ObjectNotFound('RADOS object not found (error calling conf_read_file)')\n")]
    public async Task Monitors_that_do_not_answer_are_unreachable(int exitCode, string stderr)
    {
        var error = await Assert.ThrowsAsync<OperationException>(() => ReadAsync(new CephServer().Says("health detail", "", exitCode, stderr), s_health));
        Assert.Equal("CephUnreachable", error.Id);
        Assert.Equal("Get-K8sPod -Cluster infra -Namespace rook-ceph -Name 'rook-ceph-m*'", error.Remedy);
    }

    [Fact]
    public async Task A_program_that_hangs_ends_in_a_time_out()
    {
        var ceph = new CephServer().Starts("health detail", () => new ScriptedProgram());
        var error = await Assert.ThrowsAsync<OperationException>(() => ReadAsync(ceph, s_health with { Timeout = TimeSpan.FromSeconds(1) }));
        Assert.Equal("Timeout", error.Id);
    }

    [Fact]
    public async Task A_cut_answer_is_an_error()
    {
        var ceph = new CephServer().Starts("health detail", () => new ScriptedProgram().Says(1, "{\"status\":\"HEALTH_OK\"}").IsCut());
        Assert.Equal("ConnectionFailed", (await Assert.ThrowsAsync<OperationException>(() => ReadAsync(ceph, s_health))).Id);
    }

    [Fact]
    public async Task A_forbidden_exec_names_the_rule()
    {
        var ceph = new CephServer();
        ceph.Server.OnUpgrade = _ => Forbidden();
        var error = await Assert.ThrowsAsync<OperationException>(() => ReadAsync(ceph, s_health));
        Assert.Equal("Forbidden", error.Id);
        Assert.StartsWith("Ask for the rule create of pods/exec in namespace rook-ceph", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_is_announced_with_its_arguments_and_told_as_made()
    {
        var ceph = new CephServer().Says("osd out 1", "\n", error: "marked out osd.1. \n");
        var announcedFirst = false;
        _sink.OnAnnounced = () => announcedFirst = ceph.Runs.Count == 0;
        var answer = await new CephTool(ceph.Cluster()).ChangeAsync(s_out, s_change, _sink.Context);
        Assert.Equal((0, "marked out osd.1. \n"), (answer.ExitCode, answer.Error));
        var pending = Assert.Single(_sink.Changes);
        Assert.True(announcedFirst);
        Assert.Equal(ChangeOutcome.Made, pending.Outcome);
        Assert.Equal("ceph osd out 1 --connect-timeout=10 -f json", string.Join(' ', pending.Change.Argv));
    }

    [Fact]
    public async Task A_change_that_Ceph_refuses_is_refused()
    {
        var ceph = new CephServer().Says("osd out 1", "", 2, "Error ENOENT: osd.1 does not exist. \n");
        Assert.Equal("CephCommandFailed", (await Assert.ThrowsAsync<OperationException>(() => new CephTool(ceph.Cluster()).ChangeAsync(s_out, s_change, _sink.Context))).Id);
        var pending = Assert.Single(_sink.Changes);
        Assert.Equal((ChangeOutcome.Refused, "Error ENOENT: osd.1 does not exist."), (pending.Outcome, pending.Error));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_change_that_is_cut_or_hangs_has_an_unknown_outcome(bool isCut)
    {
        var ceph = new CephServer().Starts("osd out 1", () => isCut ? new ScriptedProgram().Says(1, "x").IsCut() : new ScriptedProgram());
        var error = await Assert.ThrowsAsync<OperationException>(() => new CephTool(ceph.Cluster()).ChangeAsync(s_out with { Timeout = TimeSpan.FromSeconds(1) }, s_change, _sink.Context));
        Assert.Equal(("OutcomeUnknown", ChangeOutcome.Unknown), (error.Id, Assert.Single(_sink.Changes).Outcome));
    }

    [Fact]
    public async Task A_change_whose_exec_is_forbidden_is_refused()
    {
        var ceph = new CephServer();
        ceph.Server.OnUpgrade = _ => Forbidden();
        Assert.Equal("Forbidden", (await Assert.ThrowsAsync<OperationException>(() => new CephTool(ceph.Cluster()).ChangeAsync(s_out, s_change, _sink.Context))).Id);
        Assert.Equal(ChangeOutcome.Refused, Assert.Single(_sink.Changes).Outcome);
    }

    internal static KubeUpgrade Forbidden()
    {
        const string Body = """{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","code":403,"message":"pods \"rook-ceph-tools-1\" is forbidden: User \"viewer\" cannot create resource \"pods/exec\" in API group \"\" in the namespace \"rook-ceph\""}""";
        return new KubeUpgrade(new KubeResponse(403, new Dictionary<string, IReadOnlyList<string>> { ["Content-Type"] = ["application/json"] }, new MemoryStream(Encoding.UTF8.GetBytes(Body))));
    }

    private Task<JsonNode> ReadAsync(CephServer ceph, CephCommand command) => new CephTool(ceph.Cluster()).ReadAsync(command, _sink.Context);
}
