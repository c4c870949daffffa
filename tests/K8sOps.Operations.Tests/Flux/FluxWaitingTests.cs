using System.Text.Json.Nodes;
using K8sOps.Flux;
using K8sOps.Kubernetes;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Flux;

public sealed class FluxWaitingTests
{
    private readonly FluxServer _server = new FluxServer().Add(FluxKinds.Kustomizations, FluxSamples.App("podinfo")).Add(FluxKinds.HelmReleases, FluxSamples.Release("grafana"));
    private readonly RecordingSink _sink = new();

    [Fact]
    public void Tokens_differ_while_the_clock_stands_still_and_are_RFC_3339_with_nanoseconds()
    {
        var target = Target();
        var tokens = Enumerable.Range(0, 90).Select(_ => FluxRequest.Of(target, new HeldClock(ScriptedServer.Now)).Token).ToList();
        Assert.Equal(90, tokens.Distinct().Count());
        Assert.All(tokens, t => Assert.Matches(@"^2026-01-15T12:00:00\.\d{9}Z$", t));
        Assert.True(KubeTime.TryParse(tokens[0], out var at));
        Assert.Equal(ScriptedServer.Now, at);
    }

    [Fact]
    public async Task An_answer_to_somebody_elses_request_is_none_to_ours()
    {
        var request = Request(Target());
        _server.OnLook = (o, n) =>
        {
            // First the controller is still at what was asked before us, and succeeds with it.
            if (n <= 5) o["status"]!["lastHandledReconcileAt"] = "2026-01-15T11:59:59Z";
            else FluxSamples.Answer(o, message: "ours");
        };
        var done = await WaitAsync(request);
        Assert.Equal(request.Token, (string?)done.Live["status"]!["lastHandledReconcileAt"]);
        Assert.Contains(_sink.Progress, p => p.Status.StartsWith("its controller has not yet taken the request up", StringComparison.Ordinal));
        Assert.True(_sink.Progress.Last().Completed);
    }

    [Fact]
    public async Task Not_ready_alone_is_waited_through()
    {
        _server.OnLook = (o, n) =>
        {
            if (n < 40) FluxSamples.Answer(o, "False", "HealthCheckFailed", "timeout waiting for: [Deployment/podinfo]");
            else FluxSamples.Answer(o);
        };
        Assert.True(FluxVerdict.Of((await WaitAsync(Request(Target()))).Live).Ready);
        Assert.Contains(_sink.Progress, p => p.Status == "Failed (HealthCheckFailed: timeout waiting for: [Deployment/podinfo])");
    }

    [Fact]
    public async Task Stalled_ends_the_wait_at_once_with_the_controllers_words()
    {
        _server.OnLook = (o, n) => FluxSamples.Answer(o, "False", "BuildFailed", "kustomization path not found: stat /tmp/x\nno such file", isStalled: n >= 3);
        var error = await Assert.ThrowsAsync<OperationException>(() => WaitAsync(Request(Target()), done: "A reconcile was asked for."));
        Assert.Equal(("ReconcileStalled", "flux-system/podinfo"), (error.Id, error.Target));
        Assert.Equal("Kustomization flux-system/podinfo on infra has stalled, and its controller does not try again by itself: kustomization path not found: stat /tmp/x no such file (BuildFailed). A reconcile was asked for.", error.Message);
        Assert.True(_server.Clock.GetUtcNow() - ScriptedServer.Now < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_stall_from_before_the_request_does_not_count()
    {
        FluxSamples.State(_server.Get(FluxKinds.Kustomizations, "podinfo"), "False", "BuildFailed", "old", isStalled: true);
        _server.OnLook = (o, n) =>
        {
            if (n == 4) FluxSamples.Answer(o);
        };
        Assert.True(FluxVerdict.Of((await WaitAsync(Request(Target()))).Live).Ready);
    }

    [Fact]
    public async Task Exhausted_retries_of_a_release_are_sent_to_the_reset()
    {
        var target = Target(FluxKinds.HelmReleases, "grafana");
        var request = Request(target);
        _server.OnLook = (o, _) => FluxSamples.Answer(o, "False", "RetriesExceeded", "terminal error: exceeded maximum retries: cannot remediate failed release", isStalled: true);
        var error = await Assert.ThrowsAsync<OperationException>(() => WaitAsync(request, target));
        Assert.Equal("Mend the cause, then: Sync-FluxApp -Cluster infra -Kind HelmRelease -Namespace selfhosted -Name grafana -Reset", error.Remedy);
    }

    [Fact]
    public async Task A_timeout_tells_the_state_what_was_done_and_that_it_goes_on()
    {
        _server.OnLook = (o, _) => FluxSamples.Answer(o, "False", "DependencyNotReady", "dependency 'flux-system/base' is not ready");
        var error = await Assert.ThrowsAsync<OperationException>(() => WaitAsync(Request(Target()), done: "It was resumed."));
        Assert.Equal(("Timeout", OperationCategory.OperationTimeout), (error.Id, error.Category));
        Assert.Equal("Kustomization flux-system/podinfo on infra is not ready after 300 s: Waiting for a dependency (DependencyNotReady: dependency 'flux-system/base' is not ready). It was resumed. Its controller goes on.", error.Message);
        Assert.Equal("Get-FluxEvent -Cluster infra -Kind Kustomization -Namespace flux-system -Name podinfo", error.Remedy);
        Assert.Contains(_sink.Progress, p => p.Status.StartsWith("Waiting for a dependency", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_controller_that_is_away_is_told_from_one_that_fails()
    {
        var error = await Assert.ThrowsAsync<OperationException>(() => WaitAsync(Request(Target())));
        Assert.Contains("its controller has not yet taken the request up; last state: Ready", error.Message, StringComparison.Ordinal);
        Assert.Equal("Test-Flux -Cluster infra", error.Remedy);
    }

    [Fact]
    public async Task A_request_that_somebody_removed_is_told_in_the_timeout()
    {
        var request = Request(Target());
        _server.OnLook = (o, _) => o["metadata"]!.AsObject().Remove("annotations");
        Assert.Contains("the request is no longer written on it", (await Assert.ThrowsAsync<OperationException>(() => WaitAsync(request))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("suspended", "AppSuspended")]
    [InlineData("deleted", "NotFound")]
    [InlineData("deleting", "NotFound")]
    [InlineData("anew", "Conflict")]
    public async Task What_happens_to_the_app_in_the_middle_ends_the_wait(string what, string id)
    {
        var request = Request(Target());
        _server.OnLook = (o, n) =>
        {
            if (n < 3) return;
            if (what == "suspended") o["spec"]!["suspend"] = true;
            else if (what == "deleted") _server.Remove(FluxKinds.Kustomizations, "podinfo");
            else if (what == "deleting") o["metadata"]!["deletionTimestamp"] = "2026-01-15T12:00:03Z";
            else o["metadata"]!["uid"] = "u-other";
        };
        var error = await Assert.ThrowsAsync<OperationException>(() => WaitAsync(request));
        Assert.Equal(id, error.Id);
        if (what == "suspended") Assert.Equal("Resume-FluxApp -Cluster infra -Kind Kustomization -Namespace flux-system -Name podinfo", error.Remedy);
    }

    [Fact]
    public async Task A_later_request_of_somebody_else_that_was_handled_covers_ours()
    {
        var request = Request(Target());
        _server.OnLook = (o, n) =>
        {
            if (n == 2) o["metadata"]!["annotations"]!["reconcile.fluxcd.io/requestedAt"] = "theirs";
            if (n == 4) FluxSamples.Answer(o);
        };
        Assert.Equal("theirs", (string?)(await WaitAsync(request)).Live["status"]!["lastHandledReconcileAt"]);
    }

    [Fact]
    public async Task But_not_where_ours_was_to_force()
    {
        var target = Target(FluxKinds.HelmReleases, "grafana");
        var request = Request(target, isForced: true);
        _server.OnLook = (o, n) =>
        {
            if (n == 2) o["metadata"]!["annotations"]!["reconcile.fluxcd.io/requestedAt"] = "theirs";
            if (n == 4) FluxSamples.Answer(o);
        };
        Assert.Equal("RequestOvertaken", (await Assert.ThrowsAsync<OperationException>(() => WaitAsync(request, target))).Id);
    }

    [Theory]
    [InlineData(true, false, "lastHandledForceAt", "has not yet forced it")]
    [InlineData(false, true, "lastHandledResetAt", "has not yet reset its failures")]
    public async Task Forcing_and_resetting_have_to_be_answered_too(bool force, bool reset, string field, string words)
    {
        var target = Target(FluxKinds.HelmReleases, "grafana");
        var request = Request(target, force, reset);
        _server.OnLook = (o, n) =>
        {
            FluxSamples.Answer(o);
            if (n < 5) o["status"]![field] = "before";
        };
        var done = await WaitAsync(request, target);
        Assert.Equal(request.Token, (string?)done.Live["status"]![field]);
        Assert.Contains(_sink.Progress, p => p.Status.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_request_the_state_at_the_present_generation_counts()
    {
        var o = _server.Get(FluxKinds.Kustomizations, "podinfo");
        o["metadata"]!["generation"] = 3L;
        _server.OnLook = (live, n) =>
        {
            if (n == 3) FluxSamples.State(live, "True", "ReconciliationSucceeded", "now");
        };
        var done = await WaitAsync(null);
        Assert.Equal(3, (long)done.Live["status"]!["observedGeneration"]!);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_is_waited_through()
    {
        var request = Request(Target());
        var asked = 0;
        _server.Instead = r => ++asked is > 4 and < 8 ? throw new KubeConnectionException("The connection was reset by the server.", KubeConnectionFailure.Interrupted) : null;
        _server.OnLook = (o, n) =>
        {
            if (n >= 4) FluxSamples.Answer(o);
        };
        Assert.True(FluxVerdict.Of((await WaitAsync(request)).Live).Ready);
        Assert.True(asked > 8);
    }

    [Fact]
    public async Task A_server_that_stays_away_is_named_in_the_timeout()
    {
        var request = Request(Target());
        var asked = 0;
        _server.Instead = r => ++asked > 6 ? throw new KubeConnectionException("Connection refused (10.0.0.9:6443).", KubeConnectionFailure.Unreachable) : null;
        var error = await Assert.ThrowsAsync<OperationException>(() => WaitAsync(request));
        Assert.Equal("Timeout", error.Id);
        Assert.Contains("The server was last not reached: Connection refused (10.0.0.9:6443).", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_permission_that_is_taken_away_in_the_middle_says_what_was_done()
    {
        var request = Request(Target());
        _server.Instead = _ => FluxServer.Refused(403, "Forbidden", "kustomizations.kustomize.toolkit.fluxcd.io is forbidden");
        var error = await Assert.ThrowsAsync<OperationException>(() => WaitAsync(request, done: "A reconcile was asked for."));
        Assert.Equal("Forbidden", error.Id);
        Assert.EndsWith("A reconcile was asked for.", error.Message, StringComparison.Ordinal);
    }

    private FluxTarget Target(KubeResource? resource = null, string name = "podinfo")
        => new(resource ?? FluxKinds.Kustomizations, _server.Get(resource ?? FluxKinds.Kustomizations, name).DeepClone().AsObject());

    /// <summary>A request that has been written on the object.</summary>
    private FluxRequest Request(FluxTarget target, bool isForced = false, bool isReset = false)
    {
        var request = FluxRequest.Of(target, _server.Clock, isForced, isReset);
        _server.Get(target.Resource, target.Name)["metadata"]!["annotations"] = request.ToPatch(null)["metadata"]!["annotations"]!.DeepClone();
        return request;
    }

    private Task<FluxTarget> WaitAsync(FluxRequest? request, FluxTarget? target = null, string? done = null)
        => new FluxWaiting(_server.Cluster()).WaitAsync(target ?? Target(), request, done, TimeSpan.FromMinutes(5), _sink.Context, CancellationToken.None);
}
