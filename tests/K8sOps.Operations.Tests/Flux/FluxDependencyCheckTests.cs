using K8sOps.Flux;

namespace K8sOps.Operations.Tests.Flux;

/// <summary>What an app waits for, followed to its end.</summary>
public sealed class FluxDependencyCheckTests
{
    private readonly FluxCheckServer _flux = new();

    [Fact]
    public async Task An_app_that_waits_for_a_failing_one_is_blocked_once_and_names_the_root()
    {
        _flux.Kustomization("db", FluxCheckServer.Failed("HealthCheckFailed", "timeout waiting for: [StatefulSet/databases/postgres status: 'InProgress']"));
        Waits("backend", "db").Kustomization("web", Waiting("backend"), On("backend"));

        var found = await _flux.FindingsAsync();

        Assert.Equal([("FLUX.RECONCILE_FAILED", "db"), ("FLUX.DEPENDENCY_BLOCKED", "backend"), ("FLUX.DEPENDENCY_BLOCKED", "web")], found.Select(f => (f.Id, f.TargetName)));
        Assert.Equal("waits for flux-system/backend → flux-system/db: Kustomization flux-system/db fails: HealthCheckFailed: timeout waiting for: [StatefulSet/databases/postgres status: 'InProgress']", found[2].Message);
        Assert.Equal(CheckStatus.Warn, found[2].Status);
        Assert.Equal("Get-FluxEvent -Cluster infra -Kind Kustomization -Namespace flux-system -Name db", found[2].Remedy);
        Assert.Equal(["waits for Kustomization flux-system/backend: DependencyNotReady: dependency 'flux-system/db' is not ready", "waits for Kustomization flux-system/db: HealthCheckFailed: timeout waiting for: [StatefulSet/databases/postgres status: 'InProgress']"], found[2].Evidence);
    }

    [Fact]
    public async Task A_loop_is_told_of_each_app_on_it_and_of_one_that_leads_into_it()
    {
        Waits("a", "b");
        Waits("b", "c");
        Waits("c", "a");
        Waits("outside", "a");

        var found = await _flux.FindingsAsync();

        Assert.Equal(4, found.Count);
        Assert.All(found, f => Assert.Equal(("FLUX.DEPENDENCY_BLOCKED", CheckStatus.Fail), (f.Id, f.Status)));
        Assert.Equal("waits for flux-system/a → flux-system/b → flux-system/c → flux-system/a: a loop, of which none can ever be reconciled", found[0].Message);
        Assert.Equal("waits for flux-system/outside → flux-system/a → flux-system/b → flux-system/c → flux-system/a: a loop, of which none can ever be reconciled", found[3].Message);
        Assert.Equal("Trace-FluxObject -Cluster infra -Kind Kustomization -Namespace flux-system -Name a", found[0].Remedy);
    }

    [Fact]
    public async Task An_app_that_waits_for_itself_is_a_loop()
    {
        Waits("a", "a");
        Assert.Equal("waits for flux-system/a → flux-system/a: a loop, of which none can ever be reconciled", Assert.Single(await _flux.FindingsAsync()).Message);
    }

    [Fact]
    public async Task A_loop_of_apps_that_are_still_ready_is_a_warning()
    {
        _flux.Kustomization("a", spec: On("b")).Kustomization("b", spec: On("a"));
        var found = await _flux.FindingsAsync();
        Assert.Equal([CheckStatus.Warn, CheckStatus.Warn], found.Select(f => f.Status));
        Assert.StartsWith("from its next reconcile on it waits for flux-system/a → flux-system/b → flux-system/a: a loop", found[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dependency_that_does_not_exist_is_named()
    {
        _flux.Kustomization("web", FluxCheckServer.Condition("Ready", "False", "DependencyNotReady", "dependency 'flux-system/databases' not found"), On("databases"));
        var found = Assert.Single(await _flux.FindingsAsync());
        Assert.Equal(CheckStatus.Fail, found.Status);
        Assert.Equal("waits for flux-system/databases: there is no Kustomization flux-system/databases", found.Message);
    }

    [Fact]
    public async Task A_dependency_of_another_namespace_is_found_there()
    {
        _flux.Add(FluxKinds.Kustomizations, "web", Waiting("x"), """ "sourceRef":{"kind":"GitRepository","name":"git"},"dependsOn":[{"name":"db","namespace":"databases"}] """);
        Assert.EndsWith("there is no Kustomization databases/db", Assert.Single(await _flux.FindingsAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suspended_dependency_that_is_not_brought_up_to_date_blocks()
    {
        // A suspension is a change of the spec, and the controller does not look at it: generation and status drift apart.
        _flux.Kustomization("db", FluxCheckServer.Condition("Ready", "True", "ReconciliationSucceeded", "x", generation: 1), """ "suspend":true """, observed: 1, metadata: FluxCheckServer.SuspendedBy("flux", 60));
        Waits("web", "db");
        var found = Assert.Single(await _flux.FindingsAsync());
        Assert.Equal(("FLUX.DEPENDENCY_BLOCKED", CheckStatus.Fail, "web"), (found.Id, found.Status, found.TargetName));
        Assert.Equal("waits for flux-system/db: Kustomization flux-system/db is suspended for 60m by flux, so that it does not become ready", found.Message);
        Assert.Equal("Resume-FluxApp -Cluster infra -Kind Kustomization -Namespace flux-system -Name db", found.Remedy);
    }

    [Fact]
    public async Task A_dependency_that_is_at_work_is_waited_for_with_patience()
    {
        var working = FluxCheckServer.Condition("Reconciling", "True", "Progressing", "Running health checks", 2) + "," + FluxCheckServer.Condition("Ready", "Unknown", "Progressing", "Reconciliation in progress", 2);
        _flux.Kustomization("db", working).Kustomization("web", Waiting("db", 2), On("db"));
        Assert.Empty(await _flux.FindingsAsync());
        // Once it is late itself, it is the cause.
        var found = await _flux.FindingsAsync(new FluxCheckOptions { NotReadyFor = TimeSpan.FromMinutes(1) });
        Assert.Equal([("FLUX.NOT_READY", "db"), ("FLUX.DEPENDENCY_BLOCKED", "web")], found.Select(f => (f.Id, f.TargetName)));
    }

    [Fact]
    public async Task An_app_that_has_waited_long_for_one_that_has_only_begun_says_for_which()
    {
        var working = FluxCheckServer.Condition("Reconciling", "True", "Progressing", "Running health checks", 1) + "," + FluxCheckServer.Condition("Ready", "Unknown", "Progressing", "Reconciliation in progress", 1);
        _flux.Kustomization("db", working).Kustomization("web", Waiting("db"), On("db"));
        var found = Assert.Single(await _flux.FindingsAsync());
        Assert.Equal(("FLUX.NOT_READY", "web"), (found.Id, found.TargetName));
        Assert.EndsWith("it waits for flux-system/db, and Kustomization flux-system/db is at work: Progressing: Running health checks", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dependency_that_waits_for_a_failing_source_leads_to_the_source()
    {
        _flux.Add(FluxKinds.GitRepositories, "team", FluxCheckServer.Failed("GitOperationFailed", "authentication required"));
        _flux.Add(FluxKinds.Kustomizations, "db", FluxCheckServer.Condition("Ready", "False", "ArtifactFailed", "Source artifact not found, retrying in 30s"), """ "sourceRef":{"kind":"GitRepository","name":"team"} """);
        Waits("web", "db");

        var found = await _flux.FindingsAsync();

        Assert.Equal([("FLUX.SOURCE_FAILED", "team"), ("FLUX.DEPENDENCY_BLOCKED", "db"), ("FLUX.DEPENDENCY_BLOCKED", "web")], found.Select(f => (f.Id, f.TargetName)));
        Assert.Equal("waits for flux-system/db → GitRepository flux-system/team: GitRepository flux-system/team fails: GitOperationFailed: authentication required", found[2].Message);
    }

    [Fact]
    public async Task A_dependency_judged_by_an_expression_is_left_to_the_controllers_words()
    {
        _flux.Kustomization("db").Kustomization("web", FluxCheckServer.Condition("Ready", "False", "DependencyNotReady", "dependency 'flux-system/db' is not ready according to readyExpr eval"), """ "dependsOn":[{"name":"db","readyExpr":"dep.status.x == 1"}] """);
        var found = Assert.Single(await _flux.FindingsAsync());
        Assert.Equal("FLUX.NOT_READY", found.Id);
        Assert.Contains("not ready according to readyExpr eval", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dependency_at_an_older_revision_of_the_same_source_is_not_there_yet()
    {
        _flux.Kustomization("db", revision: FluxCheckServer.Older).Kustomization("web", FluxCheckServer.Condition("Ready", "False", "DependencyNotReady", "dependency 'flux-system/db' revision is not up to date"), On("db"));
        var found = await _flux.FindingsAsync();
        Assert.Equal([("FLUX.NOT_READY", "web"), ("FLUX.BEHIND_SOURCE", "db")], found.Select(f => (f.Id, f.TargetName)));
        Assert.Contains("it waits for flux-system/db", found[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_chain_is_followed_to_its_end()
    {
        _flux.Kustomization("app-0", FluxCheckServer.Failed("BuildFailed", "kustomize build failed"));
        for (var i = 1; i < 500; i++) Waits($"app-{i}", $"app-{i - 1}");
        var found = await _flux.FindingsAsync();
        Assert.Equal(500, found.Count);
        Assert.Equal("waits for flux-system/app-498 → flux-system/app-497 → flux-system/app-496 → flux-system/app-495 → … 491 more … → flux-system/app-3 → flux-system/app-2 → flux-system/app-1 → flux-system/app-0: Kustomization flux-system/app-0 fails: BuildFailed: kustomize build failed", found[^1].Message);
    }

    private static string On(string dependency) => $$$""" "dependsOn":[{"name":"{{{dependency}}}"}] """;

    private static string Waiting(string dependency, double minutesAgo = 20) => FluxCheckServer.Condition("Ready", "False", "DependencyNotReady", $"dependency 'flux-system/{dependency}' is not ready", minutesAgo);

    private FluxCheckServer Waits(string name, string dependency) => _flux.Kustomization(name, Waiting(dependency), On(dependency));
}
