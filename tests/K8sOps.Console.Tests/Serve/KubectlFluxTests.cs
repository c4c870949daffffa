namespace K8sOps.Console.Tests.Serve;

/// <summary>Stock kubectl on Flux's objects: as on a real cluster.</summary>
public sealed class KubectlFluxTests(ServedWorld world) : IClassFixture<ServedWorld>
{
    [KubectlFact]
    public async Task It_lists_the_apps_and_sources_of_all_namespaces()
    {
        var lines = (await world.Ok("get", "kustomizations", "-A")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches("^NAMESPACE +NAME +AGE +READY +STATUS$", lines[0].TrimEnd());
        Assert.Contains(lines, static line => System.Text.RegularExpressions.Regex.IsMatch(line, "^flux-system +plex +402d +True +Applied revision: main@sha1:[0-9a-f]{40}$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Matches(@"flux-system +flux-system +ssh://git@git.example.org/platform/infra.git +411d +True +stored artifact for revision 'main@sha1:[0-9a-f]{40}'", await world.Ok("get", "gitrepo", "-A"));
        Assert.Contains("kustomization.kustomize.toolkit.fluxcd.io/vaultwarden", await world.Ok("get", "ks", "-n", "flux-system", "-o", "name"), StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task It_describes_an_app_with_what_it_has_applied_and_how_that_went()
    {
        var text = await world.Ok("describe", "kustomization", "mealie", "-n", "flux-system");
        Assert.Matches(@"(?s)Path:\s+\./kubernetes/apps/selfhosted/mealie\s.*Source Ref:\s+Kind:\s+GitRepository\s+Name:\s+flux-system", text);
        Assert.Matches(@"(?s)Message:\s+Applied revision: main@sha1:[0-9a-f]{40}\s+Observed Generation:\s+1\s+Reason:\s+ReconciliationSucceeded\s+Status:\s+True\s+Type:\s+Ready", text);
        Assert.Matches(@"(?s)Inventory:\s+Entries:\s+Id:\s+selfhosted_mealie_apps_Deployment\s+V:\s+v1", text);
        Assert.Contains("Total Reconciliations:", text, StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task It_applies_an_app_that_becomes_ready_and_is_deleted_with_what_it_applied()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """
                apiVersion: kustomize.toolkit.fluxcd.io/v1
                kind: Kustomization
                metadata:
                  name: second-homepage
                  namespace: flux-system
                spec:
                  interval: 10m
                  path: ./kubernetes/apps/selfhosted/homepage
                  prune: true
                  sourceRef:
                    kind: GitRepository
                    name: flux-system
                  targetNamespace: default
                """);
            Assert.Equal("kustomization.kustomize.toolkit.fluxcd.io/second-homepage created\n", await world.Ok("apply", "-f", file));
            Assert.Equal("kustomization.kustomize.toolkit.fluxcd.io/second-homepage unchanged\n", await world.Ok("apply", "-f", file));
            world.World.Advance(TimeSpan.FromSeconds(30));
            await world.Ok("wait", "-n", "flux-system", "kustomization/second-homepage", "--for=condition=Ready", "--timeout=5s");
            Assert.Equal("second-homepage", await world.Ok("get", "deployment", "homepage", "-n", "default", "-o", "jsonpath={.metadata.labels.kustomize\\.toolkit\\.fluxcd\\.io/name}"));
            Assert.Equal("kustomization.kustomize.toolkit.fluxcd.io/second-homepage serverside-applied\n", await world.Ok("apply", "--server-side", "--force-conflicts", "-f", file));
            await world.Ok("delete", "-f", file, "--wait=false");
            world.World.Advance(TimeSpan.FromSeconds(10));
            Assert.Contains("NotFound", (await world.Run("get", "deployment", "homepage", "-n", "default")).Error, StringComparison.Ordinal);
            Assert.Contains("NotFound", (await world.Run("get", "ks", "second-homepage", "-n", "flux-system")).Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [KubectlFact]
    public async Task It_suspends_a_child_that_its_parent_resumes_when_it_is_asked_to_reconcile()
    {
        await world.Ok("patch", "ks", "radarr", "-n", "flux-system", "--type=merge", "-p", """{"spec":{"suspend":true}}""");
        Assert.Equal("true", await world.Ok("get", "ks", "radarr", "-n", "flux-system", "-o", "jsonpath={.spec.suspend}"));
        Assert.Contains("kubectl-patch", await world.Ok("get", "ks", "radarr", "-n", "flux-system", "--show-managed-fields", "-o", "jsonpath={.metadata.managedFields[*].manager}"), StringComparison.Ordinal);
        await world.Ok("annotate", "ks", "cluster-apps", "-n", "flux-system", "--overwrite", "reconcile.fluxcd.io/requestedAt=2026-02-01T10:00:00Z", "--field-manager=flux");
        world.World.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("2026-02-01T10:00:00Z", await world.Ok("get", "ks", "cluster-apps", "-n", "flux-system", "-o", "jsonpath={.status.lastHandledReconcileAt}"));
        Assert.Equal("", await world.Ok("get", "ks", "radarr", "-n", "flux-system", "-o", "jsonpath={.spec.suspend}"));
    }
}
