using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;

namespace K8sOps.Sandbox.Tests.Simulators.Flux;

public sealed class KustomizationTests : IDisposable
{
    private readonly FluxTestWorld world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData("sandbox-infra", 16)]
    [InlineData("sandbox-apps", 3)]
    public void A_fresh_world_is_ready_and_stays_so_for_hours_without_touching_what_it_keeps(string name, int count)
    {
        using var fresh = new FluxTestWorld(name);
        var before = Kept(fresh);
        Check();
        fresh.Run(TimeSpan.FromHours(3));
        Check();
        Assert.Equal(before, Kept(fresh));

        void Check()
        {
            var all = fresh.Store.List(FluxKinds.Kustomizations);
            Assert.Equal(count, all.Count);
            Assert.All(all, item =>
            {
                Assert.Equal("True ReconciliationSucceeded", FluxTestWorld.Ready(item));
                Assert.Equal($"Applied revision: {fresh.Git.Revision(fresh.Git.Head)}", item.Condition("Ready").Text("message"));
                Assert.Equal(item.Generation(), item.Number("status", "observedGeneration"));
                Assert.Null(item.Condition("Reconciling"));
                Assert.NotEmpty(item.Objects("status", "history"));
            });
            var source = fresh.Source();
            Assert.Equal($"stored artifact for revision '{fresh.Git.Revision(fresh.Git.Head)}'", source.Condition("Ready").Text("message"));
        }

        static string Kept(FluxTestWorld of) => string.Join('\n', of.Store.List(FluxKinds.Kustomizations).SelectMany(Inventory.Of)
            .Where(static entry => entry.Group != FluxKinds.Kustomizations.Group && entry.Group != FluxKinds.GitRepositories.Group && entry.Group.IndexOf("helm", StringComparison.Ordinal) < 0)
            .Select(entry => of.Store.Kinds.All.First(kind => kind.Resource.Kind == entry.Kind && kind.Resource.Group == entry.Group).Resource is var kind ? $"{entry.Id} {of.Store.Get(kind, entry.Namespace, entry.Name)!.Generation()}" : ""));
    }

    [Fact]
    public void The_inventory_names_what_the_repository_has_under_the_path()
    {
        var ids = Inventory.Of(world.Kustomization("gitea")).Select(static entry => $"{entry.Id} {entry.Version}");
        Assert.Equal(["gitea_gitea-config__ConfigMap v1", "gitea_gitea_apps_Deployment v1"], ids);
        Assert.Contains(Inventory.Of(world.Kustomization("cluster-apps")), static entry => entry.Id == "flux-system_gitea_kustomize.toolkit.fluxcd.io_Kustomization");
        Assert.Contains(Inventory.Of(world.Kustomization("flux-system")), static entry => entry.Id == "_kustomizations.kustomize.toolkit.fluxcd.io_apiextensions.k8s.io_CustomResourceDefinition");
    }

    [Fact]
    public void A_token_is_handled_within_seconds_and_told()
    {
        var token = world.Ask(FluxKinds.Kustomizations, "gitea");
        var begun = world.Kustomization("gitea");
        Assert.Equal("Unknown Progressing", FluxTestWorld.Ready(begun));
        Assert.Equal("Reconciliation in progress", begun.Condition("Ready").Text("message"));
        Assert.Equal("True", begun.Condition("Reconciling").Text("status"));
        Assert.NotEqual(token, begun.Text("status", "lastHandledReconcileAt"));

        world.Run(10);
        var done = world.Kustomization("gitea");
        Assert.Equal(token, done.Text("status", "lastHandledReconcileAt"));
        Assert.Equal("True ReconciliationSucceeded", FluxTestWorld.Ready(done));
        Assert.Contains(world.Events("gitea"), static text => text.StartsWith("Normal ReconciliationSucceeded Reconciliation finished in ", StringComparison.Ordinal) && text.EndsWith("s, next run in 30m0s", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_interval_counts_one_more_reconciliation_in_the_history()
    {
        var before = world.Kustomization("gitea").Objects("status", "history").First();
        world.Run(TimeSpan.FromHours(2));
        var after = world.Kustomization("gitea").Objects("status", "history").First();
        Assert.Equal(before.Number("totalReconciliations") + 4, after.Number("totalReconciliations"));
        Assert.Equal(before.Text("firstReconciled"), after.Text("firstReconciled"));
        Assert.Equal(before.Text("digest"), after.Text("digest"));
        Assert.True(after.Time("lastReconciled") > before.Time("lastReconciled"));
    }

    [Fact]
    public void A_suspended_app_lets_drift_be_handles_the_token_and_takes_the_drift_back_once_resumed()
    {
        world.Patch(FluxKinds.Kustomizations, "flux-system", "gitea", """{"spec":{"suspend":true}}""");
        world.Run(5);
        var suspended = world.Kustomization("gitea");
        Assert.Equal("True ReconciliationSucceeded", FluxTestWorld.Ready(suspended));
        Assert.Equal(suspended.Generation(), suspended.Number("status", "observedGeneration"));

        world.Patch(KubeResources.Deployments, "gitea", "gitea", """{"spec":{"replicas":0}}""");
        var token = world.Ask(FluxKinds.Kustomizations, "gitea");
        world.Run(TimeSpan.FromHours(2));
        Assert.Equal(token, world.Kustomization("gitea").Text("status", "lastHandledReconcileAt"));
        Assert.Equal(0, world.Get(KubeResources.Deployments, "gitea", "gitea").Number("spec", "replicas"));

        world.Patch(FluxKinds.Kustomizations, "flux-system", "gitea", """{"spec":{"suspend":false}}""");
        world.Run(60);
        Assert.Equal(1, world.Get(KubeResources.Deployments, "gitea", "gitea").Number("spec", "replicas"));
        Assert.Contains("Normal Progressing Deployment/gitea/gitea configured", world.Events("gitea"));
    }

    [Fact]
    public void Drift_made_by_hand_goes_at_the_next_interval_and_not_before()
    {
        var last = world.Kustomization("gitea").Objects("status", "history").First().Time("lastReconciled")!.Value;
        world.Patch(Kinds.ConfigMaps, "gitea", "gitea-config", """{"data":{"GITEA__database__DB_TYPE":"mysql"}}""", "kubectl-edit");
        world.Run(last + TimeSpan.FromMinutes(30) - world.Now - TimeSpan.FromSeconds(10));
        Assert.Equal("mysql", world.Get(Kinds.ConfigMaps, "gitea", "gitea-config").Text("data", "GITEA__database__DB_TYPE"));
        world.Run(30);
        Assert.Equal("postgres", world.Get(Kinds.ConfigMaps, "gitea", "gitea-config").Text("data", "GITEA__database__DB_TYPE"));
    }

    [Fact]
    public void What_others_added_stays_and_what_kubectl_added_goes()
    {
        world.Patch(Kinds.ConfigMaps, "gitea", "gitea-config", """{"data":{"FROM_KUBECTL":"1"}}""", "kubectl-edit");
        world.Patch(Kinds.ConfigMaps, "gitea", "gitea-config", """{"data":{"FROM_US":"1"}}""", "k8sops");
        world.Ask(FluxKinds.Kustomizations, "gitea");
        world.Run(10);
        var map = world.Get(Kinds.ConfigMaps, "gitea", "gitea-config");
        Assert.Null(map.Text("data", "FROM_KUBECTL"));
        Assert.Equal("1", map.Text("data", "FROM_US"));
        Assert.Equal("postgres", map.Text("data", "GITEA__database__DB_TYPE"));
        Assert.Equal(["k8sops Update", "kustomize-controller Apply"], map.Objects("metadata", "managedFields").Select(static entry => $"{entry.Text("manager")} {entry.Text("operation")}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_child_suspended_with_kubectl_is_resumed_by_its_parent_and_one_suspended_by_us_is_not()
    {
        world.Patch(FluxKinds.Kustomizations, "flux-system", "gitea", """{"spec":{"suspend":true}}""", "kubectl-patch");
        world.Patch(FluxKinds.Kustomizations, "flux-system", "plex", """{"spec":{"suspend":true}}""");
        world.Ask(FluxKinds.Kustomizations, "cluster-apps");
        world.Run(20);
        Assert.Null(world.Kustomization("gitea").At("spec", "suspend"));
        Assert.True(world.Kustomization("plex").Flag("spec", "suspend"));
        Assert.Contains("Normal Progressing Kustomization/flux-system/gitea configured", world.Events("cluster-apps"));

        world.Run(TimeSpan.FromHours(3));
        Assert.True(world.Kustomization("plex").Flag("spec", "suspend"));
    }

    [Fact]
    public void An_object_that_is_told_to_be_left_alone_is_left_alone()
    {
        world.Patch(Kinds.ConfigMaps, "gitea", "gitea-config", """{"metadata":{"annotations":{"kustomize.toolkit.fluxcd.io/reconcile":"disabled"}},"data":{"GITEA__database__DB_TYPE":"mysql"}}""");
        world.Patch(Kinds.ConfigMaps, "selfhosted", "podinfo-config", """{"metadata":{"annotations":{"kustomize.toolkit.fluxcd.io/ssa":"Merge"}},"data":{"MORE":"1"}}""", "kubectl-edit");
        world.Ask(FluxKinds.Kustomizations, "gitea");
        world.Ask(FluxKinds.Kustomizations, "podinfo");
        world.Run(10);
        Assert.Equal("mysql", world.Get(Kinds.ConfigMaps, "gitea", "gitea-config").Text("data", "GITEA__database__DB_TYPE"));
        Assert.Equal("1", world.Get(Kinds.ConfigMaps, "selfhosted", "podinfo-config").Text("data", "MORE"));
        Assert.Equal(2, Inventory.Of(world.Kustomization("gitea")).Count);
    }

    [Fact]
    public void A_deleted_object_is_made_again_with_real_managers()
    {
        world.Send("DELETE", Kinds.ConfigMaps.Path("gitea", "gitea-config"));
        world.Ask(FluxKinds.Kustomizations, "gitea");
        world.Run(10);
        var (_, map) = world.Send("GET", Kinds.ConfigMaps.Path("gitea", "gitea-config"));
        var entry = Assert.Single(map.Objects("metadata", "managedFields"));
        Assert.Equal("kustomize-controller Apply", $"{entry.Text("manager")} {entry.Text("operation")}");
        Assert.NotNull(entry.At("fieldsV1", "f:metadata", "f:labels", "f:kustomize.toolkit.fluxcd.io/name"));
        Assert.Contains("Normal Progressing ConfigMap/gitea/gitea-config created", world.Events("gitea"));
    }
}
