using K8sOps.Flux;
using K8sOps.Kubernetes;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Flux;

/// <summary>Controllers, versions, definitions, suspensions; and what the checks say when they cannot look.</summary>
public sealed class FluxSystemCheckTests
{
    private const string OfApps = """ "kustomize.toolkit.fluxcd.io/name":"apps","kustomize.toolkit.fluxcd.io/namespace":"flux-system" """;
    private readonly FluxCheckServer _flux = new();

    [Fact]
    public async Task A_controller_that_is_down_speaks_for_its_objects_and_the_others_checks_do_not_pass()
    {
        _flux.Server.Remove(FluxCheckServer.Deployments, "helm-controller");
        _flux.Server.Add(FluxCheckServer.Deployments, FluxCheckServer.Controller("helm-controller", available: 0, conditions: FluxCheckServer.Condition("Available", "False", "MinimumReplicasUnavailable", "x") + "," + FluxCheckServer.Condition("Progressing", "False", "ProgressDeadlineExceeded", "ReplicaSet has timed out progressing.")));
        _flux.Release("cache", "").Release("web", FluxCheckServer.Condition("Ready", "Unknown", "Progressing", "x"));

        var results = await _flux.CheckAsync();

        var down = Assert.Single(results, r => r.Status == CheckStatus.Fail);
        Assert.Equal(("FLUX.CONTROLLER_DOWN", "Deployment", "helm-controller"), (down.Id, down.Kind, down.TargetName));
        Assert.Equal("0 of 1 available for 20m; nobody looks after 2 objects: ReplicaSet has timed out progressing.", down.Message);
        Assert.Equal("Get-K8sPod -Cluster infra -Namespace flux-system -Name 'helm-controller-*'", down.Remedy);
        Assert.Equal(("helm-controller", "flux-system"), (down.Parameters["Controller"], down.Parameters["ControllerNamespace"]));
        var unknown = results.Where(r => r.Status == CheckStatus.Unknown).ToList();
        Assert.Equal(["FLUX.RECONCILE_FAILED", "FLUX.STALLED", "FLUX.NOT_READY", "FLUX.DEPENDENCY_BLOCKED", "FLUX.DRIFTED", "FLUX.BEHIND_SOURCE"], unknown.Select(u => u.Id));
        Assert.All(unknown, u => Assert.Equal("helm-controller does not run: what the status of HelmRelease says is out of date", u.Message));
    }

    [Fact]
    public async Task A_controller_that_was_scaled_to_nothing_is_started_by_the_remedy()
    {
        _flux.Server.Remove(FluxCheckServer.Deployments, "notification-controller");
        _flux.Server.Add(FluxCheckServer.Deployments, FluxCheckServer.Controller("notification-controller", 0, 0));
        var found = Assert.Single(await _flux.FindingsAsync());
        Assert.Equal("scaled to nothing", found.Message);
        Assert.Equal("Set-K8sWorkload -Cluster infra -Kind Deployment -Namespace flux-system -Name notification-controller -Replicas 1 -Force", found.Remedy);
    }

    [Fact]
    public async Task A_controller_that_is_being_replaced_is_let_be_for_a_minute()
    {
        _flux.Server.Remove(FluxCheckServer.Deployments, "source-controller");
        _flux.Server.Add(FluxCheckServer.Deployments, FluxCheckServer.Controller("source-controller", available: 0, conditions: FluxCheckServer.Condition("Available", "False", "MinimumReplicasUnavailable", "x", 0.5)));
        Assert.Empty(await _flux.FindingsAsync());
    }

    [Fact]
    public async Task A_controller_that_is_not_there_is_told_when_something_needs_it()
    {
        _flux.Server.Remove(FluxCheckServer.Deployments, "helm-controller");
        Assert.Empty(await _flux.FindingsAsync());
        _flux.Release("cache");
        Assert.StartsWith("there is no helm-controller", Assert.Single(await _flux.FindingsAsync(), f => f.Id == "FLUX.CONTROLLER_DOWN").Message, StringComparison.Ordinal);
        _flux.Server.Remove(FluxCheckServer.Deployments, "kustomize-controller");
        Assert.Equal(["kustomize-controller", "helm-controller"], (await _flux.FindingsAsync()).Where(f => f.Id == "FLUX.CONTROLLER_DOWN").Select(f => f.TargetName));
    }

    [Fact]
    public async Task A_half_done_upgrade_is_told_of_each_part_that_lags()
    {
        _flux.Server.Remove(FluxCheckServer.Deployments, "helm-controller");
        _flux.Server.Add(FluxCheckServer.Deployments, FluxCheckServer.Controller("helm-controller", version: "v2.6.4"));
        _flux.Server.Remove(FluxCheckServer.Definitions, "helmreleases.helm.toolkit.fluxcd.io");
        _flux.Server.Add(FluxCheckServer.Definitions, FluxCheckServer.Definition("helmreleases.helm.toolkit.fluxcd.io", "v2", "v2", "v2.6.4"));
        var found = await _flux.FindingsAsync();
        Assert.Equal([("FLUX.VERSION_SKEW", "helm-controller"), ("FLUX.VERSION_SKEW", "helmreleases.helm.toolkit.fluxcd.io")], found.Select(f => (f.Id, f.TargetName)));
        Assert.All(found, f => Assert.Equal((CheckStatus.Warn, "is of v2.6.4, while most of Flux is of v2.7.5"), (f.Status, f.Message)));
    }

    [Fact]
    public async Task A_definition_that_may_hold_old_objects_is_told_before_the_upgrade_that_fails_on_it()
    {
        _flux.Server.Add(FluxCheckServer.Definitions, FluxCheckServer.Definition("alerts.notification.toolkit.fluxcd.io", "v1beta3", "v1beta2,v1beta3"), FluxCheckServer.Definition("receivers.notification.toolkit.fluxcd.io", "v1", ""));
        var found = await _flux.FindingsAsync();
        Assert.Equal([("FLUX.CRD_STORED_VERSION", CheckStatus.Warn), ("FLUX.CRD_STORED_VERSION", CheckStatus.Unknown)], found.Select(f => (f.Id, f.Status)));
        Assert.Equal("objects may still be stored as v1beta2, while new ones are stored as v1beta3: an upgrade that drops that version is refused", found[0].Message);
        Assert.Equal("flux migrate --context infra", found[0].Remedy);
        Assert.Equal("alerts.notification.toolkit.fluxcd.io", found[0].Parameters["Definition"]);
    }

    [Fact]
    public async Task A_forgotten_suspension_tells_who_and_why_and_a_fresh_one_is_let_be()
    {
        _flux.Kustomization("fresh", spec: """ "suspend":true """, metadata: FluxCheckServer.SuspendedBy("flux", 60));
        // The suspension moved the generation on, and nobody has looked since.
        _flux.Kustomization("old", FluxCheckServer.Condition("Ready", "True", "ReconciliationSucceeded", "x", generation: 1), """ "suspend":true """, observed: 1, metadata: FluxCheckServer.SuspendedBy("k8sops", 10, $$$""" "k8sops.io/suspend-by":"alice@laptop","k8sops.io/suspend-reason":"migration of the disks","k8sops.io/suspend-at":"{{{Sample.Ago(3000)}}}" """));
        var found = Assert.Single(await _flux.FindingsAsync());
        Assert.Equal(("FLUX.SUSPENDED", CheckStatus.Warn, "old"), (found.Id, found.Status, found.TargetName));
        Assert.Equal("suspended for 2d2h by alice@laptop (\"migration of the disks\"): nothing of it is reconciled", found.Message);
        Assert.Equal("Resume-FluxApp -Cluster infra -Kind Kustomization -Namespace flux-system -Name old", found.Remedy);
        Assert.Equal(2, (await _flux.FindingsAsync(new FluxCheckOptions { SuspendedFor = TimeSpan.FromMinutes(30) })).Count);
    }

    [Fact]
    public async Task A_suspension_of_which_nothing_is_known_is_never_passed_over()
    {
        _flux.Kustomization("old", FluxCheckServer.Failed("BuildFailed", "x"), """ "suspend":true """);
        Assert.Equal("suspended, since when is not known: nothing of it is reconciled; when it was last looked at: BuildFailed: x", Assert.Single(await _flux.FindingsAsync()).Message);
    }

    [Fact]
    public async Task A_suspension_that_stands_in_Git_is_to_be_changed_there()
    {
        _flux.Kustomization("old", spec: """ "suspend":true """, metadata: FluxCheckServer.SuspendedBy("kustomize-controller", 9000, labels: OfApps));
        var found = Assert.Single(await _flux.FindingsAsync());
        Assert.Contains("in Git", found.Message, StringComparison.Ordinal);
        Assert.Equal("Trace-FluxObject -Cluster infra -Kind Kustomization -Namespace flux-system -Name old", found.Remedy);
    }

    [Fact]
    public async Task A_freeze_of_a_whole_tree_is_told_once()
    {
        static string Frozen(string labels = "") => FluxCheckServer.SuspendedBy("k8sops", 3000, """ "k8sops.io/suspend-by":"alice@laptop","k8sops.io/suspend-set":"set-1" """, labels);
        _flux.Kustomization("apps", spec: """ "suspend":true """, metadata: Frozen());
        _flux.Kustomization("a", spec: """ "suspend":true """, metadata: Frozen(OfApps)).Kustomization("b", spec: """ "suspend":true """, metadata: Frozen(OfApps));
        var found = Assert.Single(await _flux.FindingsAsync());
        Assert.Equal("apps", found.TargetName);
        Assert.Contains("2 more objects are suspended with it", found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kubectl-patch", "", "", true)]
    [InlineData("kubectl", "", "", true)]
    [InlineData("before-first-apply", "", "", true)]
    [InlineData("flux", "", "", false)]
    [InlineData("k8sops", "", "", false)]
    [InlineData("kubectl-edit", "\"suspend\":true", "", false)]
    [InlineData("kubectl-edit", "", "\"kustomize.toolkit.fluxcd.io/reconcile\":\"disabled\"", false)]
    public async Task A_suspension_is_weak_when_a_parent_at_work_takes_over_the_fields_of_who_made_it(string manager, string parentSpec, string annotations, bool isWeak)
    {
        _flux.Kustomization("apps", spec: parentSpec, metadata: FluxCheckServer.SuspendedBy("flux", 1));
        _flux.Kustomization("podinfo", spec: """ "suspend":true """, metadata: FluxCheckServer.SuspendedBy(manager, 60, annotations, OfApps));
        var found = await _flux.FindingsAsync();
        if (!isWeak)
        {
            Assert.Empty(found);
            return;
        }

        var weak = Assert.Single(found);
        Assert.Equal(("FLUX.SUSPENSION_WEAK", CheckStatus.Warn, "podinfo"), (weak.Id, weak.Status, weak.TargetName));
        Assert.Contains($"suspended by {manager}, which does not hold: Kustomization flux-system/apps applies it", weak.Message, StringComparison.Ordinal);
        Assert.Equal("Suspend-FluxApp -Cluster infra -Kind Kustomization -Namespace flux-system -Name podinfo", weak.Remedy);
    }

    [Fact]
    public async Task A_forgotten_source_is_told_with_the_command_that_resumes_it()
    {
        _flux.Add(FluxKinds.GitRepositories, "team", spec: """ "suspend":true """, status: """ "artifact":{"revision":"x"} """, metadata: FluxCheckServer.SuspendedBy("flux", 3000));
        _flux.Add(FluxKinds.Kustomizations, "podinfo", spec: """ "sourceRef":{"kind":"GitRepository","name":"team"} """, status: """ "lastAppliedRevision":"x" """);
        var found = Assert.Single(await _flux.FindingsAsync());
        Assert.Equal(("FLUX.SUSPENDED", "GitRepository", "team"), (found.Id, found.Kind, found.Parameters["SourceName"]));
        Assert.Equal("Resume-FluxApp -Cluster infra -Kind GitRepository -Namespace flux-system -Name team", found.Remedy);
    }

    [Fact]
    public async Task A_kind_that_may_not_be_listed_makes_its_checks_unknown_and_the_others_go_on()
    {
        _flux.Server.Forbid(FluxCheckServer.PathOf(FluxKinds.HelmReleases), "helmreleases", "helm.toolkit.fluxcd.io").Forbid(FluxCheckServer.Definitions, "customresourcedefinitions", "apiextensions.k8s.io");
        _flux.Kustomization("podinfo", FluxCheckServer.Failed("BuildFailed", "x"));

        var results = await _flux.CheckAsync();

        Assert.Equal(["FLUX.VERSION_SKEW", "FLUX.CRD_STORED_VERSION", "FLUX.RECONCILE_FAILED", "FLUX.STALLED", "FLUX.NOT_READY", "FLUX.DEPENDENCY_BLOCKED", "FLUX.SUSPENDED", "FLUX.SUSPENSION_WEAK", "FLUX.DRIFTED", "FLUX.BEHIND_SOURCE"], results.Where(r => r.Status == CheckStatus.Unknown).Select(r => r.Id));
        Assert.Contains("helmreleases.helm.toolkit.fluxcd.io is forbidden", results.First(r => r.Id == "FLUX.STALLED").Message, StringComparison.Ordinal);
        Assert.Equal("podinfo", Assert.Single(results, r => r.Status == CheckStatus.Fail).TargetName);
    }

    [Fact]
    public async Task A_kind_that_is_not_served_is_unknown_unless_Flux_came_without_its_controller()
    {
        _flux.Server.Answer(FluxCheckServer.PathOf(FluxKinds.HelmReleases), 404, "404 page not found\n");
        Assert.Contains(await _flux.CheckAsync(), r => r is { Id: "FLUX.STALLED", Status: CheckStatus.Unknown });
        _flux.Server.Remove(FluxCheckServer.Deployments, "helm-controller");
        Assert.Empty(await _flux.FindingsAsync());
        Assert.Contains(_flux.Sink.Notes, n => n.Contains("helmreleases.helm.toolkit.fluxcd.io is not installed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_the_permission_to_see_deployments_the_apps_are_judged_all_the_same()
    {
        _flux.Server.Forbid(FluxCheckServer.Deployments, "deployments", "apps");
        _flux.Kustomization("podinfo", FluxCheckServer.Failed("BuildFailed", "x"));
        var found = await _flux.FindingsAsync();
        Assert.Equal([("FLUX.CONTROLLER_DOWN", CheckStatus.Unknown), ("FLUX.VERSION_SKEW", CheckStatus.Unknown), ("FLUX.RECONCILE_FAILED", CheckStatus.Fail)], found.Select(f => (f.Id, f.Status)));
    }

    [Fact]
    public async Task A_cluster_that_is_not_reached_makes_all_checks_unknown()
    {
        _flux.Server.Unreachable();
        var results = await _flux.CheckAsync();
        Assert.Equal(new FluxSystem().Checks.Count, results.Count);
        Assert.All(results, r => Assert.Equal(CheckStatus.Unknown, r.Status));
    }

    [Fact]
    public async Task Flux_is_installed_where_the_API_of_its_sources_is_served()
    {
        Assert.False(await new FluxSystem().IsInstalledAsync(_flux.Server.Cluster(), CancellationToken.None));
        _flux.Server.Answer("/apis", 200, """{"kind":"APIGroupList","groups":[{"name":"source.toolkit.fluxcd.io","versions":[{"groupVersion":"source.toolkit.fluxcd.io/v1","version":"v1"}]}]}""");
        _flux.Server.Answer("/apis/source.toolkit.fluxcd.io/v1", 200, """{"kind":"APIResourceList","resources":[{"name":"gitrepositories","kind":"GitRepository","namespaced":true,"verbs":["list"]}]}""");
        Assert.True(await new FluxSystem().IsInstalledAsync(_flux.Server.Cluster(), CancellationToken.None));
    }

    [Fact]
    public async Task A_consumer_that_has_seen_enough_stops_the_checks()
    {
        await foreach (var result in new FluxSystem().CheckAsync(_flux.Server.Cluster(), _flux.Sink.Context, CancellationToken.None))
        {
            Assert.NotNull(result);
            break;
        }

        Assert.True(_flux.Sink.Progress.Last().Completed);
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"x","namespace":"n","managedFields":{} } }""")]
    [InlineData("""{"metadata":{"name":"x","namespace":"n","managedFields":["a"]} }""")]
    [InlineData("""{"metadata":{"name":"x","namespace":"n"},"spec":{"dependsOn":"a"} }""")]
    public async Task An_object_that_is_not_what_its_kind_should_be_is_unknown(string json)
    {
        _flux.Server.Add(FluxCheckServer.PathOf(FluxKinds.Kustomizations), Sample.Parse(json));
        Assert.Contains(await _flux.CheckAsync(), r => r is { Id: "FLUX.RECONCILE_FAILED", Status: CheckStatus.Unknown });
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"x","namespace":"n","managedFields":[{"manager":1,"time":"yesterday","fieldsV1":"none"},{"manager":"a","fieldsV1":{"f:spec":{".":{},"f:suspend":{"f:x":{} } } } },{"unknown":[{"f:spec":{} }]}]},"spec":{"suspend":true},"status":{"conditions":null} }""")]
    [InlineData("""{"metadata":{"name":"x","namespace":"n","managedFields":[]},"spec":{"suspend":true,"sourceRef":{},"dependsOn":[{}]},"status":{"history":[],"artifact":{} } }""")]
    public async Task Odd_objects_are_read(string json)
    {
        _flux.Server.Add(FluxCheckServer.PathOf(FluxKinds.Kustomizations), Sample.Parse(json));
        Assert.Equal("FLUX.SUSPENDED", Assert.Single(await _flux.FindingsAsync()).Id);
    }
}
