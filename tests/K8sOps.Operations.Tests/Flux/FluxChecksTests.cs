using K8sOps.Flux;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Flux;

/// <summary>What is wrong with apps and sources: each told once, with its cause.</summary>
public sealed class FluxChecksTests
{
    private readonly FluxCheckServer _flux = new();

    [Fact]
    public async Task A_sound_Flux_passes_every_check_once()
    {
        _flux.Kustomization("apps").Kustomization("podinfo", spec: """ "dependsOn":[{"name":"apps"}] """).Release("cache");
        Chart("6.9.3");
        _flux.Add(FluxKinds.HelmRepositories, "charts", spec: """ "type":"oci","url":"oci://ghcr.io/example/charts" """, conditions: "", observed: -1);

        var results = await _flux.CheckAsync();

        Assert.Equal(new FluxSystem().Checks.Select(c => c.Id), results.Select(r => r.Id));
        Assert.All(results, r => Assert.Equal((CheckStatus.Pass, null), (r.Status, r.TargetName)));
        Assert.True(_flux.Sink.Progress.Last().Completed);
    }

    [Fact]
    public async Task Every_list_is_read_once()
    {
        await _flux.CheckAsync();
        Assert.Equal(9, _flux.Server.Requests.Count);
        Assert.Equal(_flux.Server.Requests.Count, _flux.Server.Requests.Distinct().Count());
    }

    [Fact]
    public async Task A_failing_app_is_told_in_the_controllers_words_with_the_next_command()
    {
        _flux.Kustomization("podinfo", FluxCheckServer.Failed("HealthCheckFailed", "timeout waiting for: [Deployment/media/podinfo status: 'InProgress']"));

        var found = Assert.Single(await _flux.FindingsAsync());

        Assert.Equal(("FLUX.RECONCILE_FAILED", CheckStatus.Fail, "Kustomization", "flux-system", "podinfo"), (found.Id, found.Status, found.Kind, found.Namespace, found.TargetName));
        Assert.Equal("HealthCheckFailed: timeout waiting for: [Deployment/media/podinfo status: 'InProgress']; last tried 20m ago", found.Message);
        Assert.Equal("Get-FluxEvent -Cluster infra -Kind Kustomization -Namespace flux-system -Name podinfo", found.Remedy);
        Assert.Equal(("flux", "Reconciliation failing"), (found.Runbook, found.Symptom));
        Assert.Equal(("flux-system", "podinfo", "Kustomization"), (found.Parameters["Namespace"], found.Parameters["AppName"], found.Parameters["AppKind"]));
    }

    [Fact]
    public async Task A_long_message_is_one_line_and_its_whole_is_the_evidence()
    {
        _flux.Kustomization("podinfo", FluxCheckServer.Failed("ReconciliationFailed", "Deployment/media/podinfo dry-run failed:\nspec.replicas: Invalid value\n" + new string('x', 600)));
        var found = Assert.Single(await _flux.FindingsAsync());
        Assert.DoesNotContain('\n', found.Message);
        Assert.EndsWith("x…; last tried 20m ago", found.Message, StringComparison.Ordinal);
        Assert.Equal(["Deployment/media/podinfo dry-run failed:", "spec.replicas: Invalid value", new string('x', 600)], found.Evidence);
    }

    [Fact]
    public async Task An_app_that_fails_again_and_again_is_failing_while_it_is_tried_anew()
    {
        // At each attempt the controller says "in progress", with a new time of transition.
        var trying = FluxCheckServer.Condition("Reconciling", "True", "Progressing", "Running health checks", 1) + "," + FluxCheckServer.Condition("Ready", "Unknown", "Progressing", "Reconciliation in progress", 1);
        _flux.Kustomization("podinfo", trying, status: $$$""" "history":[{"digest":"sha256:1","lastReconciledStatus":"HealthCheckFailed","metadata":{"revision":"{{{FluxCheckServer.Newest}}}"} }] """);
        _flux.Kustomization("other", trying, status: $$$""" "history":[{"digest":"sha256:1","lastReconciledStatus":"HealthCheckFailed","metadata":{"revision":"{{{FluxCheckServer.Older}}}"} }] """);
        _flux.Release("cache", trying + "," + FluxCheckServer.Condition("Released", "False", "UpgradeFailed", "Helm upgrade failed: timed out"), status: """ "failures":2 """);

        var found = await _flux.FindingsAsync();

        Assert.Equal([("FLUX.RECONCILE_FAILED", "podinfo"), ("FLUX.RECONCILE_FAILED", "cache")], found.Select(f => (f.Id, f.TargetName)));
        Assert.EndsWith("the attempt before ended with HealthCheckFailed; it is being tried again", found[0].Message, StringComparison.Ordinal);
        Assert.EndsWith("2 failed attempts: UpgradeFailed: Helm upgrade failed: timed out; it is being tried again", found[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stalled_release_tells_what_failed_and_how_to_try_anew()
    {
        _flux.Release("cache", FluxCheckServer.Condition("Stalled", "True", "RetriesExceeded", "Failed to upgrade after 4 attempt(s)") + "," + FluxCheckServer.Condition("Ready", "False", "UpgradeFailed", "Helm upgrade failed for release media/cache with chart podinfo@6.9.4: context deadline exceeded"));
        Chart("6.9.3");
        var found = Assert.Single(await _flux.FindingsAsync());
        Assert.Equal(("FLUX.STALLED", CheckStatus.Fail), (found.Id, found.Status));
        Assert.Equal("for 20m: not tried any more: RetriesExceeded: Failed to upgrade after 4 attempt(s): Helm upgrade failed for release media/cache with chart podinfo@6.9.4: context deadline exceeded", found.Message);
        Assert.Equal("Sync-FluxApp -Cluster infra -Kind HelmRelease -Namespace flux-system -Name cache -Reset", found.Remedy);
        Assert.Equal("HelmRelease", found.Parameters["AppKind"]);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(6, true)]
    public async Task What_is_at_work_is_given_five_minutes(double minutes, bool isLate)
    {
        _flux.Kustomization("podinfo", FluxCheckServer.Condition("Reconciling", "True", "Progressing", "Running health checks for revision x with a timeout of 29m", minutes) + "," + FluxCheckServer.Condition("Ready", "Unknown", "Progressing", "Reconciliation in progress", minutes));
        var found = await _flux.FindingsAsync();
        Assert.Equal(isLate ? [("FLUX.NOT_READY", CheckStatus.Warn)] : [], found.Select(f => (f.Id, f.Status)));
        Assert.Single(await _flux.FindingsAsync(new FluxCheckOptions { NotReadyFor = TimeSpan.FromMinutes(1) }));
        Assert.Empty(await _flux.FindingsAsync(new FluxCheckOptions { NotReadyFor = TimeSpan.FromMinutes(10) }));
    }

    [Fact]
    public async Task A_release_that_is_looked_at_again_is_not_late()
    {
        // helm-controller says Reconciling at each look, while Ready stays as it was.
        _flux.Release("cache", FluxCheckServer.Condition("Reconciling", "True", "Progressing", "Fulfilling prerequisites", 60) + "," + FluxCheckServer.Ready());
        Chart("6.9.3");
        Assert.Empty(await _flux.FindingsAsync());
    }

    [Fact]
    public async Task A_status_that_is_missing_or_out_of_date_is_unknown_and_never_well()
    {
        _flux.Kustomization("new", "", observed: -1).Kustomization("changed", FluxCheckServer.Condition("Ready", "True", "ReconciliationSucceeded", "x", generation: 1), observed: 1);
        _flux.Kustomization("justchanged", FluxCheckServer.Condition("Ready", "True", "ReconciliationSucceeded", "x", generation: 1), observed: 1, metadata: FluxCheckServer.SuspendedBy("flux", 1));

        var found = await _flux.FindingsAsync();

        Assert.Equal([("new", CheckStatus.Unknown), ("changed", CheckStatus.Unknown)], found.Select(f => (f.TargetName, f.Status)));
        Assert.All(found, f => Assert.Equal("FLUX.NOT_READY", f.Id));
        Assert.StartsWith("has no status for 41d", found[0].Message, StringComparison.Ordinal);
        Assert.Contains("the status is out of date", found[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_does_not_go_is_late()
    {
        _flux.Kustomization("old", metadata: $"\"deletionTimestamp\":\"{Sample.Ago(30)}\",\"finalizers\":[\"finalizers.fluxcd.io\"]");
        Assert.StartsWith("being deleted for 30m: its controller has not taken its finalizer off", Assert.Single(await _flux.FindingsAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_fails_speaks_for_the_apps_that_go_on_with_what_they_have()
    {
        _flux.Add(FluxKinds.GitRepositories, "team", FluxCheckServer.Failed("GitOperationFailed", "failed to checkout and determine revision: unable to clone: authentication required"), status: $$$""" "artifact":{"revision":"{{{FluxCheckServer.Older}}}","lastUpdateTime":"{{{Sample.Ago(600)}}}"} """);
        _flux.Kustomization("podinfo", spec: """ "x":1 """, revision: FluxCheckServer.Newest);
        var found = Assert.Single(await _flux.FindingsAsync());
        Assert.Equal(("FLUX.SOURCE_FAILED", "GitRepository", "team"), (found.Id, found.Kind, found.TargetName));
        Assert.Equal("GitOperationFailed: failed to checkout and determine revision: unable to clone: authentication required; last tried 20m ago; main@sha1:bbbbbbbb stays in storage", found.Message);
        Assert.Equal("Sync-FluxSource -Cluster infra -Kind GitRepository -Namespace flux-system -Name team", found.Remedy);
        Assert.Equal(("team", "GitRepository"), (found.Parameters["SourceName"], found.Parameters["SourceKind"]));
    }

    [Fact]
    public async Task A_failing_repository_speaks_for_its_chart_and_the_release_waits_for_it()
    {
        _flux.Add(FluxKinds.HelmRepositories, "charts", FluxCheckServer.Failed("IndexationFailed", "failed to fetch index: 404 Not Found"), """ "url":"https://charts.example.org" """);
        _flux.Add(FluxKinds.HelmCharts, "flux-system-cache", FluxCheckServer.Failed("SourceUnavailable", "failed to get source: latest HelmRepository is not ready"), """ "chart":"podinfo","version":"6.x","sourceRef":{"kind":"HelmRepository","name":"charts"} """);
        _flux.Release("cache", FluxCheckServer.Condition("Ready", "False", "SourceNotReady", "HelmChart 'flux-system/flux-system-cache' is not ready: latest generation of object has not been reconciled"));

        var found = await _flux.FindingsAsync();

        Assert.Equal([("FLUX.SOURCE_FAILED", CheckStatus.Fail, "charts"), ("FLUX.DEPENDENCY_BLOCKED", CheckStatus.Warn, "cache")], found.Select(f => (f.Id, f.Status, f.TargetName)));
        Assert.EndsWith("there is nothing in storage, and 1 app waits for it", found[0].Message, StringComparison.Ordinal);
        Assert.Equal("waits for HelmChart flux-system/flux-system-cache → HelmRepository flux-system/charts: HelmRepository flux-system/charts fails: IndexationFailed: failed to fetch index: 404 Not Found", found[1].Message);
        Assert.Equal("Sync-FluxSource -Cluster infra -Kind HelmRepository -Namespace flux-system -Name charts", found[1].Remedy);
    }

    [Fact]
    public async Task An_app_whose_source_does_not_exist_fails_for_itself()
    {
        _flux.Add(FluxKinds.Kustomizations, "lost", FluxCheckServer.Condition("Ready", "False", "ArtifactFailed", "gitrepositories.source.toolkit.fluxcd.io \"gone\" not found"), """ "sourceRef":{"kind":"GitRepository","name":"gone"} """, observed: -1);
        var found = Assert.Single(await _flux.FindingsAsync());
        Assert.Equal(("FLUX.RECONCILE_FAILED", "lost"), (found.Id, found.TargetName));
        Assert.Contains("not found", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_lags_behind_its_source_is_told_after_a_while()
    {
        _flux.Kustomization("podinfo", revision: FluxCheckServer.Older);
        var found = Assert.Single(await _flux.FindingsAsync());
        Assert.Equal(("FLUX.BEHIND_SOURCE", CheckStatus.Warn), (found.Id, found.Status));
        Assert.Equal("main@sha1:bbbbbbbb is applied, and GitRepository flux-system/git has main@sha1:aaaaaaaa since 3h", found.Message);
        Assert.Equal("Sync-FluxApp -Cluster infra -Kind Kustomization -Namespace flux-system -Name podinfo", found.Remedy);
        Assert.Empty(await _flux.FindingsAsync(new FluxCheckOptions { NotReadyFor = TimeSpan.FromHours(4) }));
    }

    [Theory]
    [InlineData("6.9.4", true)]
    [InlineData("6.9.3", false)]
    public async Task A_release_lags_when_its_chart_has_another_version(string version, bool isBehind)
    {
        _flux.Release("cache");
        Chart(version);
        Assert.Equal(isBehind ? ["FLUX.BEHIND_SOURCE"] : [], (await _flux.FindingsAsync()).Select(f => f.Id));
    }

    [Theory]
    [InlineData("sha256:2222", true)]
    [InlineData("sha256:1111", false)]
    public async Task A_release_from_a_registry_lags_when_the_digest_differs_whatever_the_tag(string digest, bool isBehind)
    {
        _flux.Add(FluxKinds.OciRepositories, "podinfo", status: $$$""" "artifact":{"revision":"latest@{{{digest}}}","lastUpdateTime":"{{{Sample.Ago(60)}}}"} """);
        _flux.Release("cache", source: """ "chartRef":{"kind":"OCIRepository","name":"podinfo"} """, status: """ "lastAttemptedRevisionDigest":"sha256:1111" """);
        Assert.Equal(isBehind ? ["FLUX.BEHIND_SOURCE"] : [], (await _flux.FindingsAsync()).Select(f => f.Id));
    }

    [Fact]
    public async Task Drift_that_helm_controller_saw_is_told()
    {
        _flux.Release("cache", FluxCheckServer.Ready() + "," + FluxCheckServer.Condition("Drifted", "True", "DriftDetected", "Cluster state of release media/cache.v12 has drifted from the desired state: Deployment/media/cache changed (0 additions, 1 changes, 0 removals)"));
        Chart("6.9.3");
        var found = Assert.Single(await _flux.FindingsAsync());
        Assert.Equal(("FLUX.DRIFTED", CheckStatus.Warn), (found.Id, found.Status));
        Assert.Contains("Deployment/media/cache changed", found.Message, StringComparison.Ordinal);
        Assert.Equal("Compare-FluxApp -Cluster infra -Kind HelmRelease -Namespace flux-system -Name cache", found.Remedy);
    }

    [Fact]
    public async Task Names_and_namespaces_narrow_what_is_told_and_not_what_is_looked_at()
    {
        _flux.Kustomization("a", FluxCheckServer.Failed("BuildFailed", "x")).Kustomization("b", FluxCheckServer.Condition("Ready", "False", "DependencyNotReady", "dependency 'flux-system/a' is not ready"), """ "dependsOn":[{"name":"a"}] """);
        var found = Assert.Single(await _flux.FindingsAsync(new FluxCheckOptions { Names = ["b"] }));
        Assert.Contains("flux-system/a", found.Message, StringComparison.Ordinal);
        Assert.Empty(await _flux.FindingsAsync(new FluxCheckOptions { Names = ["c*"] }));
        Assert.Empty(await _flux.FindingsAsync(new FluxCheckOptions { Namespaces = ["media"] }));
        Assert.Equal("NotFound", (await Assert.ThrowsAsync<OperationException>(() => _flux.FindingsAsync(new FluxCheckOptions { Names = ["nosuch"] }))).Id);
    }

    [Fact]
    public async Task A_remedy_quotes_what_PowerShell_would_read_otherwise()
    {
        _flux.Kustomization("podinfo", FluxCheckServer.Failed("BuildFailed", "x"));
        Assert.StartsWith("Get-FluxEvent -Cluster 'team''s $x' -Kind Kustomization", (await _flux.CheckAsync(context: "team's $x")).Single(r => r.Status == CheckStatus.Fail).Remedy, StringComparison.Ordinal);
    }

    private void Chart(string version) => _flux.Add(FluxKinds.HelmCharts, "flux-system-cache", FluxCheckServer.Ready("pulled 'podinfo' chart"), """ "chart":"podinfo","version":"6.x","sourceRef":{"kind":"HelmRepository","name":"charts"} """,
        $$$""" "artifact":{"revision":"{{{version}}}","lastUpdateTime":"{{{Sample.Ago(60)}}}"} """);
}
