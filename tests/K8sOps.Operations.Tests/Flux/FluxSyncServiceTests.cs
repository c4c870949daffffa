using System.Text.Json.Nodes;
using K8sOps.Flux;
using K8sOps.Kubernetes;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Flux;

public sealed class FluxSyncServiceTests
{
    private const string RequestedAt = "reconcile.fluxcd.io/requestedAt";
    private readonly FluxServer _server = new FluxServer()
        .Add(FluxKinds.GitRepositories, FluxSamples.Source("git"))
        .Add(FluxKinds.Kustomizations, FluxSamples.App("podinfo"))
        .Add(FluxKinds.Kustomizations, FluxSamples.App("gitea"))
        .Add(FluxKinds.HelmRepositories, FluxSamples.Source("charts"))
        .Add(FluxKinds.HelmReleases, FluxSamples.Release("grafana"));

    private readonly RecordingSink _sink = new();

    public FluxSyncServiceTests() => _server.OnLook = (o, n) =>
    {
        if (n >= 2) FluxSamples.Answer(o);
    };

    [Fact]
    public async Task A_sync_writes_its_token_announces_it_and_returns_the_app_that_answered_it()
    {
        var service = Service();
        var plan = await service.PlanAppAsync(await AppAsync("podinfo"), _sink.Context);
        Assert.Empty(_server.Writes);
        var field = Assert.Single(plan.Changes);
        Assert.StartsWith(".metadata.annotations['reconcile.fluxcd.io/requestedAt']: (not set) → \"2026-01-15T12:00:00.", field.ToString(), StringComparison.Ordinal);
        var done = await service.ExecuteAsync(plan, _sink.Context);
        var (name, body) = Assert.Single(_server.Writes);
        var token = (string)body["metadata"]!["annotations"]![RequestedAt]!;
        Assert.Equal(("podinfo", "u-podinfo", token), (name, (string?)body["metadata"]!["uid"], (string?)done.Live["status"]!["lastHandledReconcileAt"]));
        var change = Assert.Single(_sink.Changes);
        Assert.Equal((ChangeOutcome.Made, "patch Kustomization flux-system/podinfo on infra", null), (change.Outcome, change.Change.ToString(), change.Change.Compensation));
        Assert.Contains("fieldManager=k8sops", _server.Requests.Last(r => r.StartsWith("PATCH", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_syncs_at_the_same_instant_are_two_requests()
    {
        await SyncAsync("podinfo", new FluxSyncOptions { NoWait = true });
        await SyncAsync("podinfo", new FluxSyncOptions { NoWait = true });
        Assert.Equal(2, _server.Writes.Select(w => (string)w.Body["metadata"]!["annotations"]![RequestedAt]!).Distinct().Count());
        Assert.DoesNotContain(_server.Requests, r => r.Contains("watch=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sources_come_first_and_one_that_is_shared_is_synced_once()
    {
        var service = Service(new FluxSyncOptions { WithSource = true });
        var plans = await Task.WhenAll(PlanAsync("podinfo"), PlanAsync("gitea"));
        Assert.Equal("first sync GitRepository flux-system/git", plans[0].Details[0]);
        await Task.WhenAll(plans.Select(p => service.ExecuteAsync(p, _sink.Context)));
        Assert.Equal("git", _server.Writes.First().Name);
        Assert.Equal(["git", "gitea", "podinfo"], _server.Writes.Select(w => w.Name).Order(StringComparer.Ordinal));

        async Task<FluxSyncPlan> PlanAsync(string name) => await service.PlanAppAsync(await AppAsync(name), _sink.Context);
    }

    [Fact]
    public async Task The_app_is_asked_only_when_its_source_has_come()
    {
        _server.OnLook = (o, n) =>
        {
            if (n >= ((string)o["kind"]! == "GitRepository" ? 20 : 2)) FluxSamples.Answer(o);
        };
        await SyncAsync("podinfo", new FluxSyncOptions { WithSource = true });
        var requests = _server.Requests.ToList();
        var lastLook = requests.FindLastIndex(r => r.StartsWith("GET", StringComparison.Ordinal) && r.EndsWith("/gitrepositories/git", StringComparison.Ordinal));
        Assert.True(requests.FindLastIndex(r => r.StartsWith("PATCH", StringComparison.Ordinal)) > lastLook);
    }

    [Fact]
    public async Task The_chart_of_a_release_is_synced_after_its_repository_and_before_the_release()
    {
        _server.Add(FluxKinds.HelmCharts, FluxSamples.App("selfhosted-grafana", """ "chart":"podinfo","sourceRef":{"kind":"HelmRepository","name":"charts"} """));
        await SyncAsync("grafana", new FluxSyncOptions { WithSource = true });
        Assert.Equal(["charts", "selfhosted-grafana", "grafana"], _server.Writes.Select(w => w.Name));
    }

    [Fact]
    public async Task A_chart_that_is_not_made_yet_is_no_obstacle()
    {
        await SyncAsync("grafana", new FluxSyncOptions { WithSource = true });
        Assert.Equal(["charts", "grafana"], _server.Writes.Select(w => w.Name));
        Assert.Contains(_sink.Notes, n => n.Contains("HelmChart flux-system/selfhosted-grafana on infra is not there yet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_chart_that_the_status_names_is_the_one()
    {
        _server.Get(FluxKinds.HelmReleases, "grafana")["status"]!["helmChart"] = "charts/elsewhere";
        _server.Add(FluxKinds.HelmCharts, FluxSamples.App("elsewhere", ns: "charts"));
        await SyncAsync("grafana", new FluxSyncOptions { WithSource = true });
        Assert.Contains("elsewhere", _server.Writes.Select(w => w.Name));
    }

    [Theory]
    [InlineData("OCIRepository", new[] { "oci", "loki" })]
    [InlineData("HelmChart", new[] { "charts", "chart", "loki" })]
    public async Task A_chartRef_leads_to_its_source_and_to_the_repository_of_that(string kind, string[] expected)
    {
        _server.Add(FluxKinds.OciRepositories, FluxSamples.Source("oci"))
            .Add(FluxKinds.HelmCharts, FluxSamples.App("chart", """ "chart":"loki","sourceRef":{"kind":"HelmRepository","name":"charts"} """))
            .Add(FluxKinds.HelmReleases, FluxSamples.Release("loki", $$""" "chartRef":{"kind":"{{kind}}","name":"{{(kind == "HelmChart" ? "chart" : "oci")}}","namespace":"flux-system"} """));
        await SyncAsync("loki", new FluxSyncOptions { WithSource = true });
        Assert.Equal(expected, _server.Writes.Select(w => w.Name));
    }

    [Fact]
    public async Task What_Flux_does_not_fetch_is_passed_over_and_said()
    {
        _server.Get(FluxKinds.HelmRepositories, "charts")["spec"]!["type"] = "oci";
        _server.Add(FluxKinds.ExternalArtifacts, FluxSamples.Source("made")).Add(FluxKinds.Kustomizations, FluxSamples.App("other", """ "sourceRef":{"kind":"ExternalArtifact","name":"made"} """));
        await SyncAsync("grafana", new FluxSyncOptions { WithSource = true });
        await SyncAsync("other", new FluxSyncOptions { WithSource = true });
        Assert.Equal(["grafana", "other"], _server.Writes.Select(w => w.Name));
        Assert.Contains(_sink.Notes, n => n.Contains("HelmRepository flux-system/charts on infra has nothing to sync: it is a registry", StringComparison.Ordinal));
        Assert.Contains(_sink.Notes, n => n.Contains("ExternalArtifact flux-system/made on infra has nothing to sync: another controller makes it", StringComparison.Ordinal));
        var plan = await Service().PlanSourceAsync(new FluxTarget(FluxKinds.HelmRepositories, _server.Get(FluxKinds.HelmRepositories, "charts")), _sink.Context);
        Assert.True(plan.IsUnchanged);
    }

    [Fact]
    public async Task A_suspended_app_is_refused_with_the_remedy_and_nothing_is_written()
    {
        _server.Get(FluxKinds.Kustomizations, "podinfo")["spec"]!["suspend"] = true;
        var error = await Assert.ThrowsAsync<OperationException>(() => SyncAsync("podinfo"));
        Assert.Equal(("AppSuspended", "Resume-FluxApp -Cluster infra -Kind Kustomization -Namespace flux-system -Name podinfo"), (error.Id, error.Remedy));
        Assert.Equal("Cannot sync Kustomization flux-system/podinfo on infra: it is suspended, and its controller leaves it alone.", error.Message);
        Assert.DoesNotContain(_server.Requests, r => r.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_suspended_source_is_refused_before_anything_is_written()
    {
        _server.Get(FluxKinds.GitRepositories, "git")["spec"]!["suspend"] = true;
        var error = await Assert.ThrowsAsync<OperationException>(() => SyncAsync("podinfo", new FluxSyncOptions { WithSource = true }));
        Assert.Equal(("SourceSuspended", "flux-system/git"), (error.Id, error.Target));
        Assert.Equal("Resume-FluxApp -Cluster infra -Kind GitRepository -Namespace flux-system -Name git", error.Remedy);
        Assert.Empty(_server.Writes);
        Assert.Equal("SourceSuspended", (await Assert.ThrowsAsync<OperationException>(() => Service().PlanSourceAsync(new FluxTarget(FluxKinds.GitRepositories, _server.Get(FluxKinds.GitRepositories, "git")), _sink.Context))).Id);
        // Without its source it can be synced all the same.
        await SyncAsync("podinfo");
    }

    [Fact]
    public async Task A_source_that_stalls_fails_the_app_without_asking_it()
    {
        _server.OnLook = (o, _) => FluxSamples.Answer(o, "False", "URLInvalid", "first path segment in URL cannot contain colon", isStalled: true);
        var error = await Assert.ThrowsAsync<OperationException>(() => SyncAsync("podinfo", new FluxSyncOptions { WithSource = true }));
        Assert.Equal(("ReconcileStalled", "flux-system/podinfo"), (error.Id, error.Target));
        Assert.StartsWith("Kustomization flux-system/podinfo on infra was not synced, because of its source. GitRepository flux-system/git on infra has stalled", error.Message, StringComparison.Ordinal);
        Assert.Equal(["git"], _server.Writes.Select(w => w.Name));
    }

    [Fact]
    public async Task A_source_that_is_not_there_is_named_with_its_app()
    {
        _server.Remove(FluxKinds.GitRepositories, "git");
        var error = await Assert.ThrowsAsync<OperationException>(() => SyncAsync("podinfo", new FluxSyncOptions { WithSource = true }));
        Assert.Equal(("NotFound", "Cannot find GitRepository flux-system/git on infra, the source of Kustomization flux-system/podinfo."), (error.Id, error.Message));
    }

    [Fact]
    public async Task Force_and_reset_carry_the_token_of_the_request()
    {
        await SyncAsync("grafana", new FluxSyncOptions { Force = true, Reset = true });
        var annotations = Assert.Single(_server.Writes).Body["metadata"]!["annotations"]!.AsObject();
        Assert.Equal(["reconcile.fluxcd.io/forceAt", RequestedAt, "reconcile.fluxcd.io/resetAt"], annotations.Select(a => a.Key).Order(StringComparer.Ordinal));
        Assert.Single(annotations.Select(a => (string?)a.Value).Distinct());
    }

    [Theory]
    [InlineData(true, false, "without -Force")]
    [InlineData(false, true, "without -Reset")]
    public async Task A_Kustomization_is_neither_forced_nor_reset(bool force, bool reset, string remedy)
    {
        var error = await Assert.ThrowsAsync<OperationException>(() => SyncAsync("podinfo", new FluxSyncOptions { Force = force, Reset = reset }));
        Assert.Equal("KindMismatch", error.Id);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
        Assert.Empty(_server.Writes);
    }

    [Theory]
    [InlineData(403, "Forbidden", "Forbidden")]
    [InlineData(404, "NotFound", "NotFound")]
    [InlineData(409, "Conflict", "Conflict")]
    public async Task A_refusal_of_the_write_is_told_as_one_and_announced_as_refused(int code, string reason, string id)
    {
        var service = Service();
        var plan = await service.PlanAppAsync(await AppAsync("podinfo"), _sink.Context);
        _server.Instead = r => r.Method == HttpMethod.Patch ? FluxServer.Refused(code, reason, "kustomizations.kustomize.toolkit.fluxcd.io \\\"podinfo\\\": no") : null;
        var error = await Assert.ThrowsAsync<OperationException>(() => service.ExecuteAsync(plan, _sink.Context));
        Assert.Equal(id, error.Id);
        Assert.StartsWith("Cannot sync Kustomization flux-system/podinfo on infra: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(ChangeOutcome.Refused, Assert.Single(_sink.Changes).Outcome);
    }

    [Fact]
    public async Task A_connection_that_breaks_at_the_write_leaves_its_outcome_unknown()
    {
        var service = Service();
        var plan = await service.PlanAppAsync(await AppAsync("podinfo"), _sink.Context);
        _server.Instead = r => r.Method == HttpMethod.Patch ? throw new KubeConnectionException("The connection was reset by the server.", KubeConnectionFailure.Interrupted) : null;
        var error = await Assert.ThrowsAsync<OperationException>(() => service.ExecuteAsync(plan, _sink.Context));
        Assert.Equal("ConnectionFailed", error.Id);
        Assert.Contains("Whether it took effect is not known", error.Message, StringComparison.Ordinal);
        Assert.Equal(ChangeOutcome.Unknown, Assert.Single(_sink.Changes).Outcome);
    }

    [Fact]
    public async Task A_403_on_the_source_names_the_rule()
    {
        _server.Instead = r => r.PathAndQuery.Contains("gitrepositories", StringComparison.Ordinal) ? FluxServer.Refused(403, "Forbidden", "gitrepositories.source.toolkit.fluxcd.io is forbidden: User cannot get resource") : null;
        var error = await Assert.ThrowsAsync<OperationException>(() => SyncAsync("podinfo", new FluxSyncOptions { WithSource = true }));
        Assert.Equal("Forbidden", error.Id);
        Assert.Contains("get GitRepository flux-system/git", error.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Writes);
    }

    [Fact]
    public async Task A_timeout_tells_what_was_asked_for()
    {
        _server.OnLook = (o, _) => FluxSamples.Answer(o, "False", "UpgradeFailed", "Helm upgrade failed");
        var error = await Assert.ThrowsAsync<OperationException>(() => SyncAsync("grafana", new FluxSyncOptions { Force = true }));
        Assert.Matches(@"Failed \(UpgradeFailed: Helm upgrade failed\)\. A forced reconcile was asked for \(2026-01-15T12:00:00\.\d{9}Z\)\. Its controller goes on\.", error.Message);
    }

    [Fact]
    public async Task A_suspended_app_is_not_waited_for()
    {
        _server.Get(FluxKinds.Kustomizations, "podinfo")["spec"]!["suspend"] = true;
        Assert.Equal("AppSuspended", (await Assert.ThrowsAsync<OperationException>(() => WaitAsync("podinfo"))).Id);
    }

    [Fact]
    public async Task An_app_that_has_stalled_is_not_waited_for_and_one_that_is_ready_is_returned_at_once()
    {
        _server.OnLook = null;
        var ready = await WaitAsync("podinfo");
        Assert.Equal("podinfo", ready.Name);
        FluxSamples.State(_server.Get(FluxKinds.Kustomizations, "podinfo"), "False", "BuildFailed", "accumulating resources", isStalled: true);
        Assert.Equal("ReconcileStalled", (await Assert.ThrowsAsync<OperationException>(() => WaitAsync("podinfo"))).Id);
        Assert.Equal(ScriptedServer.Now, _server.Clock.GetUtcNow());
    }

    [Fact]
    public void Dependencies_come_first_and_a_circle_is_left_as_it_is()
    {
        FluxTarget App(string name, params string[] on)
        {
            var live = Sample.Parse(FluxSamples.App(name, $$""" "dependsOn":[{{string.Join(',', on.Select(d => $$"""{"name":"{{d}}"}"""))}}] """));
            live["kind"] = "Kustomization";
            return new FluxTarget(FluxKinds.Kustomizations, live);
        }

        Assert.Equal(["base", "db", "app", "free"], FluxSyncService.InOrder([App("app", "db", "base"), App("db", "base"), App("free"), App("base")]).Select(t => t.Name));
        Assert.Equal(["b", "a"], FluxSyncService.InOrder([App("a", "b"), App("b", "a")]).Select(t => t.Name));
        Assert.Equal(["a"], FluxSyncService.InOrder([App("a", "a", "not-asked-for")]).Select(t => t.Name));
    }

    private FluxSyncService Service(FluxSyncOptions? options = null) => new(_server.Cluster(), options ?? FluxSyncOptions.Default);

    private async Task<FluxTarget> AppAsync(string name) => Assert.Single(await new FluxService(_server.Cluster()).AppTargetsAsync(null, null, [name], null, _sink.Context, null));

    private async Task<FluxTarget> SyncAsync(string name, FluxSyncOptions? options = null)
    {
        var service = Service(options);
        return await service.ExecuteAsync(await service.PlanAppAsync(await AppAsync(name), _sink.Context), _sink.Context);
    }

    private async Task<FluxTarget> WaitAsync(string name) => await Service().WaitAsync(await AppAsync(name), _sink.Context);
}
