using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;

namespace K8sOps.Sandbox.Tests.Simulators.Flux;

/// <summary>Sources that cannot be reached, controllers that are down, and loops.</summary>
public sealed class FluxOutageTests : IDisposable
{
    private readonly FluxTestWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void A_source_that_cannot_be_reached_keeps_its_artifact_and_is_fetched_again_and_again()
    {
        var artifact = world.Source().Object("status", "artifact")!.ToJsonString();
        world.Git.Failure = "dial tcp: lookup git.example.org on 10.43.0.10:53: no such host";
        var token = world.Ask(FluxKinds.GitRepositories, "flux-system");
        world.Run(5);
        var failed = world.Source();
        Assert.Equal("False GitOperationFailed", FluxTestWorld.Ready(failed));
        Assert.Equal("failed to checkout and determine revision: unable to list remote for 'ssh://git@git.example.org/platform/infra.git': dial tcp: lookup git.example.org on 10.43.0.10:53: no such host", failed.Condition("FetchFailed").Text("message"));
        Assert.Equal("True", failed.Condition("ArtifactInStorage").Text("status"));
        Assert.Equal(artifact, failed.Object("status", "artifact")!.ToJsonString());
        Assert.Equal(token, failed.Text("status", "lastHandledReconcileAt"));
        Assert.Equal("True ReconciliationSucceeded", FluxTestWorld.Ready(world.Kustomization("gitea")));

        world.Run(TimeSpan.FromMinutes(10));
        Assert.Contains(world.Store.List(KubeResources.Events), static item => item.Text("reason") == "GitOperationFailed" && item.Number("count") > 5);
        world.Git.Failure = null;
        world.Run(TimeSpan.FromMinutes(16));
        Assert.Equal("True Succeeded", FluxTestWorld.Ready(world.Source()));
        Assert.Null(world.Source().Condition("FetchFailed"));
        Assert.Null(world.Source().Condition("Reconciling"));
    }

    [Fact]
    public void A_secret_that_is_gone_or_lost_a_key_is_told()
    {
        world.Patch(Kinds.Secrets, "flux-system", "flux-system", """{"data":{"known_hosts":null}}""");
        world.Ask(FluxKinds.GitRepositories, "flux-system");
        world.Run(5);
        Assert.Equal("False AuthenticationFailed", FluxTestWorld.Ready(world.Source()));
        world.Send("DELETE", Kinds.Secrets.Path("flux-system", "flux-system"));
        world.Ask(FluxKinds.GitRepositories, "flux-system");
        world.Run(30);
        Assert.Equal("failed to get secret 'flux-system/flux-system': secrets \"flux-system\" not found", world.Source().Condition("Ready").Text("message"));
    }

    [Fact]
    public void A_branch_that_is_not_there_and_a_host_that_nobody_knows_are_told()
    {
        world.Patch(FluxKinds.GitRepositories, "flux-system", "flux-system", """{"spec":{"ref":{"branch":"nowhere"}}}""");
        world.Run(5);
        Assert.EndsWith("couldn't find remote ref \"refs/heads/nowhere\"", world.Source().Condition("Ready").Text("message"), StringComparison.Ordinal);
        var (code, _) = world.Send("POST", FluxKinds.GitRepositories.Path("flux-system"), """{"apiVersion":"source.toolkit.fluxcd.io/v1","kind":"GitRepository","metadata":{"name":"lost"},"spec":{"interval":"5m","url":"https://git.nowhere.example/x.git"}}""", "application/json");
        Assert.Equal(201, code);
        world.Run(5);
        Assert.Equal("failed to checkout and determine revision: unable to clone 'https://git.nowhere.example/x.git': dial tcp: lookup git.nowhere.example on 10.43.0.10:53: no such host", world.Source("lost").Condition("Ready").Text("message"));
        Assert.Equal(-1, world.Source("lost").Number("status", "observedGeneration"));
        world.Send("DELETE", FluxKinds.GitRepositories.Path("flux-system", "lost"));
        world.Run(5);
        Assert.Null(world.Find(FluxKinds.GitRepositories, "flux-system", "lost"));
    }

    [Fact]
    public void A_controller_without_a_pod_does_nothing_and_catches_up_when_it_is_back()
    {
        Scale("kustomize-controller", 0);
        world.Run(60);
        var token = world.Ask(FluxKinds.Kustomizations, "gitea");
        world.Patch(Kinds.ConfigMaps, "gitea", "gitea-config", """{"data":{"GITEA__database__DB_TYPE":"mysql"}}""");
        var commit = world.Commit("kubernetes/apps/gitea/gitea", "ConfigMap", "gitea-config", static map => map["data"]!["NEW"] = "1");
        world.Run(TimeSpan.FromHours(2));
        Assert.NotEqual(token, world.Kustomization("gitea").Text("status", "lastHandledReconcileAt"));
        Assert.Equal("mysql", world.Get(Kinds.ConfigMaps, "gitea", "gitea-config").Text("data", "GITEA__database__DB_TYPE"));
        Assert.Equal(world.Git.Revision(commit), world.Source().Text("status", "artifact", "revision"));

        Scale("kustomize-controller", 1);
        world.Run(120);
        var map = world.Get(Kinds.ConfigMaps, "gitea", "gitea-config");
        Assert.Equal("postgres 1", $"{map.Text("data", "GITEA__database__DB_TYPE")} {map.Text("data", "NEW")}");
        Assert.Equal(token, world.Kustomization("gitea").Text("status", "lastHandledReconcileAt"));
        Assert.All(world.Store.List(FluxKinds.Kustomizations), item => Assert.Equal(world.Git.Revision(commit), item.Text("status", "lastAppliedRevision")));
    }

    [Fact]
    public void Without_source_controller_artifacts_cannot_be_had()
    {
        Scale("source-controller", 0);
        world.Run(60);
        world.Ask(FluxKinds.Kustomizations, "gitea");
        world.Run(10);
        Assert.Equal("False ArtifactFailed", FluxTestWorld.Ready(world.Kustomization("gitea")));
        Assert.EndsWith("connect: connection refused", world.Kustomization("gitea").Condition("Ready").Text("message"), StringComparison.Ordinal);
        Scale("source-controller", 1);
        world.Run(TimeSpan.FromMinutes(4));
        Assert.Equal("True ReconciliationSucceeded", FluxTestWorld.Ready(world.Kustomization("gitea")));
    }

    [Fact]
    public void Apps_that_wait_for_each_other_wait_for_ever_and_go_on_once_the_loop_is_cut()
    {
        world.Patch(FluxKinds.Kustomizations, "flux-system", "prowlarr", """{"spec":{"dependsOn":[{"name":"sonarr"}]}}""");
        world.Run(60);
        // As long as there is nothing new, each finds the other ready.
        Assert.Equal("True ReconciliationSucceeded", FluxTestWorld.Ready(world.Kustomization("prowlarr")));

        world.Commit("kubernetes/apps/gitea/gitea", "ConfigMap", "gitea-config", static map => map["data"]!["NEW"] = "1");
        world.Run(30);
        Assert.Null(world.Get(Kinds.ConfigMaps, "gitea", "gitea-config").Text("data", "NEW"));
        world.Run(TimeSpan.FromMinutes(65));
        Assert.Equal("1", world.Get(Kinds.ConfigMaps, "gitea", "gitea-config").Text("data", "NEW"));
        Assert.Equal("False DependencyNotReady", FluxTestWorld.Ready(world.Kustomization("prowlarr")));
        Assert.Equal("False DependencyNotReady", FluxTestWorld.Ready(world.Kustomization("sonarr")));
        Assert.Contains("Normal DependencyNotReady Dependencies do not meet ready condition, retrying in 30s", world.Events("sonarr"));
        world.Patch(FluxKinds.Kustomizations, "flux-system", "prowlarr", """{"spec":{"dependsOn":null}}""");
        world.Run(120);
        Assert.Equal("True ReconciliationSucceeded", FluxTestWorld.Ready(world.Kustomization("prowlarr")));
        Assert.Equal("True ReconciliationSucceeded", FluxTestWorld.Ready(world.Kustomization("sonarr")));
    }

    private void Scale(string controller, int replicas)
    {
        // By hand, as long as it holds: flux-system, too, is kept as Git says.
        world.Patch(KubeResources.Deployments, "flux-system", controller, $$$"""{"metadata":{"annotations":{"kustomize.toolkit.fluxcd.io/reconcile":"disabled"}},"spec":{"replicas":{{{replicas}}}}}""");
        world.Run(30);
    }
}
