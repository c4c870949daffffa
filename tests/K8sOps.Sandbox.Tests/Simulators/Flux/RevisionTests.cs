using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;

namespace K8sOps.Sandbox.Tests.Simulators.Flux;

/// <summary>What comes of commits: new revisions, bad ones, and what is no longer there.</summary>
public sealed class RevisionTests : IDisposable
{
    private const string Gitea = "kubernetes/apps/gitea/gitea";
    private readonly FluxTestWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void A_commit_is_fetched_and_applied_by_all_in_the_order_of_their_dependencies()
    {
        var commit = world.Commit(Gitea, "ConfigMap", "gitea-config", static map => map["data"]!["GITEA__log__LEVEL"] = "debug");
        world.Run(10);
        var source = world.Source();
        Assert.Equal(world.Git.Revision(commit), source.Text("status", "artifact", "revision"));
        Assert.EndsWith($"/{commit.Sha}.tar.gz", source.Text("status", "artifact", "url"), StringComparison.Ordinal);
        Assert.Contains("Normal NewArtifact stored artifact for commit 'Change gitea-config'", world.Events("flux-system", "GitRepository"));
        Assert.Equal("debug", world.Get(Kinds.ConfigMaps, "gitea", "gitea-config").Text("data", "GITEA__log__LEVEL"));
        Assert.Equal("False DependencyNotReady", FluxTestWorld.Ready(world.Kustomization("sonarr")));
        Assert.StartsWith("dependency 'flux-system/prowlarr' ", world.Kustomization("sonarr").Condition("Ready").Text("message"), StringComparison.Ordinal);

        world.Run(120);
        Assert.All(world.Store.List(FluxKinds.Kustomizations), item => Assert.Equal(world.Git.Revision(commit), item.Text("status", "lastAppliedRevision")));
        var history = world.Kustomization("gitea").Objects("status", "history").ToList();
        Assert.Equal(world.Git.Revision(commit), history[0].Text("metadata", "revision"));
        Assert.Equal(1, history[0].Number("totalReconciliations"));
        Assert.NotEqual(history[0].Text("digest"), history[1].Text("digest"));
    }

    [Fact]
    public void What_leaves_the_repository_is_pruned_unless_it_says_otherwise()
    {
        world.Git.Push("Drop maps", world.Now, static files => files.Without(Gitea, "ConfigMap", "gitea-config").Without("kubernetes/apps/selfhosted/podinfo", "ConfigMap", "podinfo-config"));
        world.Patch(Kinds.ConfigMaps, "selfhosted", "podinfo-config", """{"metadata":{"annotations":{"kustomize.toolkit.fluxcd.io/prune":"disabled"}}}""");
        world.Ask(FluxKinds.GitRepositories, "flux-system");
        world.Run(60);
        Assert.Null(world.Find(Kinds.ConfigMaps, "gitea", "gitea-config"));
        Assert.NotNull(world.Find(Kinds.ConfigMaps, "selfhosted", "podinfo-config"));
        Assert.Equal(["gitea_gitea_apps_Deployment"], Inventory.Of(world.Kustomization("gitea")).Select(static entry => entry.Id));
        Assert.Contains("Normal Progressing ConfigMap/gitea/gitea-config deleted", world.Events("gitea"));
    }

    [Fact]
    public void A_manifest_that_the_server_refuses_fails_the_reconciliation_in_the_servers_words_until_Git_is_mended()
    {
        var good = world.Kustomization("gitea").Text("status", "lastAppliedRevision");
        var bad = world.Commit(Gitea, "Deployment", "gitea", static item => item["spec"]!["replicas"] = -1);
        world.Run(30);
        var failed = world.Kustomization("gitea");
        Assert.Equal("False ReconciliationFailed", FluxTestWorld.Ready(failed));
        Assert.StartsWith("Deployment/gitea/gitea dry-run failed (Invalid): Deployment.apps \"gitea\" is invalid: spec.replicas: Invalid value: -1", failed.Condition("Ready").Text("message"), StringComparison.Ordinal);
        Assert.Equal("True ProgressingWithRetry", $"{failed.Condition("Reconciling").Text("status")} {failed.Condition("Reconciling").Text("reason")}");
        Assert.Equal(good, failed.Text("status", "lastAppliedRevision"));
        Assert.Equal(world.Git.Revision(bad), failed.Text("status", "lastAttemptedRevision"));
        Assert.Equal("ReconciliationFailed", failed.Objects("status", "history").First().Text("lastReconciledStatus"));
        Assert.Contains(world.Events("gitea"), static text => text.StartsWith("Warning ReconciliationFailed Deployment/gitea/gitea dry-run failed (Invalid)", StringComparison.Ordinal));

        world.Run(TimeSpan.FromMinutes(10));
        Assert.True(world.Kustomization("gitea").Objects("status", "history").First().Number("totalReconciliations") >= 5);
        world.Git.Revert(world.Now);
        world.Ask(FluxKinds.GitRepositories, "flux-system");
        world.Run(30);
        Assert.Equal("True ReconciliationSucceeded", FluxTestWorld.Ready(world.Kustomization("gitea")));
    }

    [Fact]
    public void A_file_that_is_no_YAML_fails_the_build()
    {
        world.Git.Push("Break it", world.Now, static files => files.SetItem($"{Gitea}/configmap-gitea-config.yaml", new GitFile("data:\n  a: b: c\n", "yaml: line 2: mapping values are not allowed in this context")));
        world.Ask(FluxKinds.GitRepositories, "flux-system");
        world.Run(30);
        Assert.Equal("False BuildFailed", FluxTestWorld.Ready(world.Kustomization("gitea")));
        Assert.StartsWith("kustomize build failed: accumulating resources: accumulation err='accumulating resources from 'configmap-gitea-config.yaml': MalformedYAMLError: yaml: line 2:", world.Kustomization("gitea").Condition("Ready").Text("message"), StringComparison.Ordinal);
        Assert.NotNull(world.Find(Kinds.ConfigMaps, "gitea", "gitea-config"));
    }

    [Fact]
    public void A_path_that_is_not_there_and_a_source_that_is_not_there_are_told()
    {
        world.Patch(FluxKinds.Kustomizations, "flux-system", "gitea", """{"spec":{"path":"./nowhere"}}""");
        world.Patch(FluxKinds.Kustomizations, "flux-system", "plex", """{"spec":{"sourceRef":{"name":"nothing"}}}""");
        world.Run(10);
        Assert.Equal("False ArtifactFailed", FluxTestWorld.Ready(world.Kustomization("gitea")));
        Assert.EndsWith("/nowhere: no such file or directory", world.Kustomization("gitea").Condition("Ready").Text("message"), StringComparison.Ordinal);
        Assert.Equal("gitrepositories.source.toolkit.fluxcd.io \"nothing\" not found", world.Kustomization("plex").Condition("Ready").Text("message"));
        Assert.NotEqual(world.Kustomization("plex").Generation(), world.Kustomization("plex").Number("status", "observedGeneration"));
    }

    [Fact]
    public void An_image_that_cannot_be_pulled_fails_the_health_check_after_the_timeout()
    {
        world.Commit("kubernetes/apps/selfhosted/podinfo", "Deployment", "podinfo", static item => item["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "ghcr.io/stefanprodan/podinfo:0.0.0-nothing");
        world.Run(60);
        var waiting = world.Kustomization("podinfo");
        Assert.Equal("Unknown Progressing", FluxTestWorld.Ready(waiting));
        Assert.StartsWith("Running health checks for revision main@sha1:", waiting.Condition("Reconciling").Text("message"), StringComparison.Ordinal);
        Assert.EndsWith(" with a timeout of 5m0s", waiting.Condition("Reconciling").Text("message"), StringComparison.Ordinal);

        world.Run(300);
        var failed = world.Kustomization("podinfo");
        Assert.Equal("False HealthCheckFailed", FluxTestWorld.Ready(failed));
        Assert.Matches("^health check failed after 5m[0-9.]+s: timeout waiting for: \\[Deployment/selfhosted/podinfo status: 'InProgress'\\]$", failed.Condition("Ready").Text("message"));
        Assert.Equal("False", failed.Condition("Healthy").Text("status"));

        world.Git.Revert(world.Now);
        world.Ask(FluxKinds.GitRepositories, "flux-system");
        world.Run(TimeSpan.FromMinutes(8));
        Assert.Equal("True ReconciliationSucceeded", FluxTestWorld.Ready(world.Kustomization("podinfo")));
        Assert.Equal("True", world.Kustomization("podinfo").Condition("Healthy").Text("status"));
    }

    [Fact]
    public void A_namespace_that_is_not_there_and_a_kind_that_is_not_known_are_told()
    {
        world.Git.Push("Add", world.Now, static files => files
            .With("kubernetes/apps/selfhosted/podinfo", new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = "lost", ["namespace"] = "nowhere" } })
            .With(Gitea, new JsonObject { ["apiVersion"] = "example.org/v1", ["kind"] = "Widget", ["metadata"] = new JsonObject { ["name"] = "w", ["namespace"] = "gitea" } }));
        world.Ask(FluxKinds.GitRepositories, "flux-system");
        world.Run(30);
        Assert.StartsWith("ConfigMap/nowhere/lost not found: namespaces \"nowhere\" not found", world.Kustomization("podinfo").Condition("Ready").Text("message"), StringComparison.Ordinal);
        Assert.StartsWith("Widget/gitea/w dry-run failed: no matches for kind \"Widget\" in version \"example.org/v1\"", world.Kustomization("gitea").Condition("Ready").Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_deleted_app_takes_what_it_applied_with_it_and_its_parent_brings_it_back()
    {
        var uid = world.Kustomization("gitea").Uid();
        world.Send("DELETE", FluxKinds.Kustomizations.Path("flux-system", "gitea"));
        world.Run(30);
        Assert.Null(world.Find(FluxKinds.Kustomizations, "flux-system", "gitea"));
        Assert.Null(world.Find(KubeResources.Deployments, "gitea", "gitea"));
        Assert.Null(world.Find(Kinds.ConfigMaps, "gitea", "gitea-config"));

        world.Ask(FluxKinds.Kustomizations, "cluster-apps");
        world.Run(240);
        var back = world.Kustomization("gitea");
        Assert.NotEqual(uid, back.Uid());
        Assert.Equal("True ReconciliationSucceeded", FluxTestWorld.Ready(back));
        Assert.Equal("finalizers.fluxcd.io", Assert.Single(back.Texts("metadata", "finalizers")));
        Assert.Equal("True", world.Get(KubeResources.Deployments, "gitea", "gitea").Condition("Available").Text("status"));
    }

    [Fact]
    public void A_suspended_app_leaves_what_it_applied_when_it_is_deleted()
    {
        world.Patch(FluxKinds.Kustomizations, "flux-system", "gitea", """{"spec":{"suspend":true}}""");
        world.Send("DELETE", FluxKinds.Kustomizations.Path("flux-system", "gitea"));
        world.Run(30);
        Assert.Null(world.Find(FluxKinds.Kustomizations, "flux-system", "gitea"));
        Assert.NotNull(world.Find(KubeResources.Deployments, "gitea", "gitea"));
    }

    [Fact]
    public void Variables_are_put_in_and_a_map_that_is_missing_is_told()
    {
        world.Patch(FluxKinds.Kustomizations, "flux-system", "gitea", """{"spec":{"postBuild":{"substitute":{"level":"warn"}}}}""");
        world.Commit(Gitea, "ConfigMap", "gitea-config", static map => map["data"]!["LEVEL"] = "${level} ${other:=none} $${kept}");
        world.Run(60);
        Assert.Equal("warn none $${kept}", world.Get(Kinds.ConfigMaps, "gitea", "gitea-config").Text("data", "LEVEL"));
        world.Patch(FluxKinds.Kustomizations, "flux-system", "gitea", """{"spec":{"postBuild":{"substituteFrom":[{"kind":"ConfigMap","name":"vars"}]}}}""");
        world.Run(10);
        Assert.Contains("substitute from 'ConfigMap/vars' error: configmaps \"vars\" not found", world.Kustomization("gitea").Condition("Ready").Text("message"), StringComparison.Ordinal);
    }
}
