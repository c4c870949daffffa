using K8sOps.Flux;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Flux;

public sealed class FluxLogTests
{
    private const string Info = """{"level":"info","ts":"2026-01-15T10:00:01.250Z","msg":"server-side apply completed","controller":"kustomization","controllerGroup":"kustomize.toolkit.fluxcd.io","controllerKind":"Kustomization","Kustomization":{"name":"podinfo","namespace":"flux-system"},"namespace":"flux-system","name":"podinfo","reconcileID":"6f2e","revision":"main@sha1:6e7b"}""";
    private const string Failed = """{"level":"error","ts":"2026-01-15T10:00:03Z","msg":"Reconciler error","controllerKind":"HelmRelease","HelmRelease":{"name":"grafana","namespace":"monitoring"},"namespace":"monitoring","name":"grafana","error":"install retries exhausted"}""";
    private const string Crash = "panic: runtime error: invalid memory address";

    private readonly ScriptedServer _server = new ScriptedServer().Add("/apis/apps/v1/deployments");
    private readonly RecordingSink _sink = new();
    private readonly List<OperationException> _errors = [];

    public FluxLogTests()
    {
        foreach (var kind in FluxKinds.All) _server.Add(kind.Path(null));
        _server.Add(FluxKinds.Kustomizations.Path(null), Sample.Parse(FluxSamples.App("podinfo")), Sample.Parse(FluxSamples.App("silent")));
        Controller("kustomize-controller", Info, Crash);
        Controller("helm-controller", Failed);
    }

    [Fact]
    public async Task A_line_is_taken_apart_and_kept_whole()
    {
        var line = (await ReadAsync(new())).Single(l => l.Level == FluxLogLevel.Info);
        Assert.Equal(("Kustomization", "flux-system", "podinfo", "server-side apply completed"), (line.Kind, line.Namespace, line.Name, line.Message));
        Assert.Equal(("kustomize-controller", "kustomize-controller-0", "6f2e", Info), (line.Controller, line.Pod, line.ReconcileId, line.Raw));
        Assert.Equal(new DateTimeOffset(2026, 1, 15, 10, 0, 1, 250, TimeSpan.Zero), line.Time);
        Assert.Null(line.Error);
    }

    [Fact]
    public async Task Lines_of_all_controllers_come_in_the_order_of_time()
        => Assert.Equal([FluxLogLevel.Info, FluxLogLevel.Error, FluxLogLevel.Unknown], (await ReadAsync(new())).Select(l => l.Level));

    [Fact]
    public async Task A_crash_is_kept_as_it_stands_and_left_out_where_a_level_or_an_object_is_asked_for()
    {
        var crash = (await ReadAsync(new())).Last();
        Assert.Equal((Crash, Crash, null, new DateTimeOffset(2026, 1, 15, 10, 0, 9, TimeSpan.Zero)), (crash.Message, crash.Raw, crash.Kind, crash.Time!.Value));
        Assert.Equal(["install retries exhausted"], (await ReadAsync(new() { Level = FluxLogLevel.Warning })).Select(l => l.Error));
        Assert.Equal(2, (await ReadAsync(new() { Level = FluxLogLevel.Debug })).Count);
        Assert.Equal("podinfo", Assert.Single(await ReadAsync(new() { Names = ["*"], Kinds = ["ks"] })).Name);
    }

    [Theory]
    [InlineData("{\"level\":\"info\",\"msg\":\"cut o")]
    [InlineData("[1,2]")]
    [InlineData("{}{}")]
    [InlineData("")]
    [InlineData("I1121 10:00:00.000000       1 leaderelection.go:257] attempting to acquire leader lease")]
    public void What_is_no_json_object_is_its_own_message(string text)
    {
        var read = FluxLogReading.ToRecord(Line(text), "source-controller");
        Assert.Equal((FluxLogLevel.Unknown, text, text), (read.Level, read.Message, read.Raw));
    }

    [Theory]
    [InlineData("""{"level":"info","ts":"2026-01-15T10:00:01Z","msg":"a","reconciler kind":"GitRepository","name":"git","namespace":"flux-system"}""", "GitRepository", "git")]
    [InlineData("""{"level":"info","ts":7,"msg":null,"controllerKind":5,"name":{},"namespace":[]}""", null, null)]
    [InlineData("""{"level":"info","controllerKind":"Alert","Alert":{"name":"slack","namespace":"flux-system"}}""", "Alert", "slack")]
    [InlineData("""{"level":"info","controllerKind":"Kustomization","Kustomization":"no map","name":"x"}""", "Kustomization", "x")]
    public void Older_and_odd_lines_are_read_as_far_as_they_go(string text, string? kind, string? name)
    {
        var read = FluxLogReading.ToRecord(Line(text), "source-controller");
        Assert.Equal((FluxLogLevel.Info, kind, name), (read.Level, read.Kind, read.Name));
        Assert.NotNull(read.Time);
    }

    [Theory]
    [InlineData("debug", FluxLogLevel.Debug)]
    [InlineData("panic", FluxLogLevel.Error)]
    [InlineData("warn", FluxLogLevel.Warning)]
    [InlineData("loud", FluxLogLevel.Unknown)]
    public void Levels_are_those_of_the_controllers_logger(string text, FluxLogLevel level)
        => Assert.Equal(level, FluxLogReading.ToRecord(Line($$"""{"level":"{{text}}"}"""), "c").Level);

    [Fact]
    public async Task Lines_are_chosen_by_name_kind_namespace_and_controller()
    {
        Assert.Equal("podinfo", Assert.Single(await ReadAsync(new() { Names = ["podinfo"] })).Name);
        Assert.Equal("grafana", Assert.Single(await ReadAsync(new() { Kinds = ["hr"] })).Name);
        Assert.Equal("grafana", Assert.Single(await ReadAsync(new() { Namespaces = ["monit*"] })).Name);
        Assert.Equal(["helm-controller"], (await ReadAsync(new() { Controllers = ["helm*"] })).Select(l => l.Controller));
        Assert.DoesNotContain(_server.Requests.TakeLast(3), r => r.Contains("kustomize-controller-0/log", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_app_of_which_nothing_was_said_is_silence_and_a_name_that_is_mistyped_an_error()
    {
        Assert.Empty(await ReadAsync(new() { Names = ["silent"] }));
        Assert.Empty(await ReadAsync(new() { Names = ["podinof"], Follow = true, OnError = _errors.Add }));
        Assert.Equal(("NotFound", "podinof"), (Assert.Single(_errors).Id, _errors[0].Target));
        Assert.Empty(await ReadAsync(new() { Names = ["podinof*"] }));
    }

    [Fact]
    public async Task A_controller_that_is_not_there_is_an_error_that_names_those_that_are()
    {
        var error = await Assert.ThrowsAsync<OperationException>(() => ReadAsync(new() { Controllers = ["image-controller"] }));
        Assert.Equal("NotFound", error.Id);
        Assert.Contains("kustomize-controller, helm-controller", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_without_controllers_is_an_error()
        => Assert.Equal("NotFound", (await Assert.ThrowsAsync<OperationException>(async () => await new FluxLogService(new ScriptedServer().Add("/apis/apps/v1/deployments").Cluster()).ReadAsync(new(), _sink.Context).ToListAsync())).Id);

    [Fact]
    public async Task A_controller_without_a_pod_is_warned_of()
    {
        _server.Add("/apis/apps/v1/deployments", Deployment("source-controller"));
        Assert.NotEmpty(await ReadAsync(new()));
        Assert.Contains(_sink.Notes, n => n.Contains("source-controller in flux-system on infra has no pod", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_may_not_list_all_deployments_reads_those_of_flux_system()
    {
        _server.Forbid("/apis/apps/v1/deployments", "deployments", "apps");
        _server.Answer("/apis/apps/v1/namespaces/flux-system/deployments", 200, $$"""{"kind":"List","metadata":{},"items":[{{Deployment("helm-controller").ToJsonString()}}]}""");
        Assert.Equal("grafana", Assert.Single(await ReadAsync(new())).Name);
    }

    [Fact]
    public async Task Since_and_tail_are_asked_of_the_server_for_the_container_of_the_manager()
    {
        await ReadAsync(new() { Since = new DateTimeOffset(2026, 1, 15, 9, 0, 0, TimeSpan.Zero), Tail = 7 });
        Assert.Equal(2, _server.Requests.Count(r => r.Contains("/log?", StringComparison.Ordinal) && r.Contains("container=manager", StringComparison.Ordinal) && r.Contains("tailLines=7", StringComparison.Ordinal) && r.Contains("sinceTime=2026-01-15T09:00:00", StringComparison.Ordinal)));
    }

    private static K8sLogLine Line(string text) => new() { Cluster = "infra", Namespace = "flux-system", Name = "p", Container = "manager", Time = ScriptedServer.Now, Text = text };

    private static System.Text.Json.Nodes.JsonObject Deployment(string name) => Sample.Parse($$$"""
        {"metadata":{"name":"{{{name}}}","namespace":"flux-system","labels":{"app.kubernetes.io/part-of":"flux"} },"spec":{"selector":{"matchLabels":{"app":"{{{name}}}"} } } }
        """);

    private void Controller(string name, params string[] lines)
    {
        _server.Add("/apis/apps/v1/deployments", Deployment(name));
        var pod = Sample.Pod(name + "-0", Statuses.Running, ns: "flux-system", spec: """{"containers":[{"name":"proxy"},{"name":"manager"}]}""");
        _server.Pods(pod);
        // The sample server knows no label selectors.
        _server.Answer("/api/v1/namespaces/flux-system/pods", r => (200, $$"""{"kind":"List","metadata":{},"items":[{{string.Join(',', _pods.Where(p => Uri.UnescapeDataString(r.PathAndQuery).EndsWith("labelSelector=app=" + p.App, StringComparison.Ordinal) || Uri.UnescapeDataString(r.PathAndQuery).Contains("labelSelector=app=" + p.App + "&", StringComparison.Ordinal)).Select(p => p.Json))}}]}"""));
        _pods.Add((name, pod.ToJsonString()));
        var times = name.StartsWith("helm", StringComparison.Ordinal) ? ["10:00:03"] : (string[])["10:00:01", "10:00:09"];
        _server.Answer($"/api/v1/namespaces/flux-system/pods/{name}-0/log", 200, string.Concat(lines.Select((l, i) => $"2026-01-15T{times[i]}Z {l}\n")));
    }

    private readonly List<(string App, string Json)> _pods = [];

    private async Task<List<FluxLogLine>> ReadAsync(FluxLogQuery query) => await new FluxLogService(_server.Cluster()).ReadAsync(query, _sink.Context).ToListAsync();
}
