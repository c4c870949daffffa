using System.Text.Json.Nodes;
using K8sOps.Flux;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Flux;

/// <summary>The conditions in these tests are those that the controllers of Flux 2.7 write in these situations.</summary>
public sealed class FluxVerdictTests
{
    private const string Succeeded = """{"type":"Ready","status":"True","reason":"ReconciliationSucceeded","message":"Applied revision: main@sha1:6e7be1a2","observedGeneration":4,"lastTransitionTime":"2026-01-14T03:00:00Z"}""";

    [Theory]
    [InlineData("it has been reconciled", 4, Succeeded, FluxState.Ready, true)]
    [InlineData("its controller has not seen the change", 3, """{"type":"Ready","status":"True","reason":"ReconciliationSucceeded","observedGeneration":3}""", FluxState.Reconciling, false)]
    [InlineData("its condition is older than its status says", 4, """{"type":"Ready","status":"True","reason":"ReconciliationSucceeded","observedGeneration":3}""", FluxState.Reconciling, false)]
    [InlineData("its controller is at work", 4, """{"type":"Reconciling","status":"True","reason":"Progressing","observedGeneration":4},{"type":"Ready","status":"Unknown","reason":"Progressing","observedGeneration":4}""", FluxState.Reconciling, false)]
    [InlineData("it failed and is tried again", 4, """{"type":"Reconciling","status":"True","reason":"ProgressingWithRetry","observedGeneration":4},{"type":"Ready","status":"False","reason":"HealthCheckFailed","observedGeneration":4}""", FluxState.Failed, false)]
    [InlineData("it failed, without a word of trying again", 4, """{"type":"Ready","status":"False","reason":"BuildFailed","observedGeneration":4}""", FluxState.Failed, false)]
    [InlineData("it waits for a dependency", 4, """{"type":"Reconciling","status":"True","reason":"ProgressingWithRetry","observedGeneration":4},{"type":"Ready","status":"False","reason":"DependencyNotReady","observedGeneration":4}""", FluxState.Waiting, false)]
    [InlineData("it gave up", 4, """{"type":"Stalled","status":"True","reason":"RetriesExceeded","observedGeneration":4},{"type":"Ready","status":"False","reason":"UpgradeFailed","observedGeneration":4}""", FluxState.Stalled, false)]
    [InlineData("it gave up on an earlier generation", 4, """{"type":"Stalled","status":"True","reason":"RetriesExceeded","observedGeneration":3},{"type":"Reconciling","status":"True","reason":"Progressing","observedGeneration":4}""", FluxState.Reconciling, false)]
    [InlineData("it has a status and no Ready", 4, """{"type":"Healthy","status":"True"}""", FluxState.Unknown, false)]
    [InlineData("its Ready is a word nobody knows", 4, """{"type":"Ready","status":"Perhaps","observedGeneration":4}""", FluxState.Reconciling, false)]
    public void An_app_is_judged_as_kstatus_does(string when, int observed, string conditions, FluxState state, bool ready)
    {
        var verdict = FluxVerdict.Of(App(observed, conditions));
        Assert.True((state, ready) == (verdict.State, verdict.Ready), $"When {when} it is {verdict.State}, ready {verdict.Ready}.");
    }

    [Fact]
    public void What_was_never_looked_at_is_unknown()
    {
        var app = App(0, "");
        app.Remove("status");
        Assert.Equal((FluxState.Unknown, false), (FluxVerdict.Of(app).State, FluxVerdict.Of(app).Ready));
        // The CRD's default, before the controller's first look.
        app["status"] = Sample.Parse("""{"observedGeneration":-1}""");
        Assert.Equal(FluxState.Unknown, FluxVerdict.Of(app).State);
    }

    [Fact]
    public void A_suspended_app_keeps_what_was_last_seen()
    {
        var app = App(4, Succeeded);
        app["spec"]!["suspend"] = true;
        var verdict = FluxVerdict.Of(app);
        Assert.Equal((FluxState.Suspended, true, "ReconciliationSucceeded"), (verdict.State, verdict.Ready, verdict.Reason));
        // Suspending raises the generation, which its controller then does not look at.
        app["metadata"]!["generation"] = 5;
        Assert.True(FluxVerdict.Of(app).Ready);
    }

    [Fact]
    public void A_condition_without_a_generation_is_held_against_the_status()
    {
        Assert.True(FluxVerdict.Of(App(4, """{"type":"Ready","status":"True"}""")).Ready);
        Assert.False(FluxVerdict.Of(App(3, """{"type":"Ready","status":"True"}""")).Ready);
    }

    [Fact]
    public void What_is_being_deleted_says_so_even_when_it_is_suspended()
    {
        var app = App(4, Succeeded);
        app["spec"]!["suspend"] = true;
        app["metadata"]!["deletionTimestamp"] = "2026-01-15T03:00:00Z";
        Assert.Equal(FluxState.Terminating, FluxVerdict.Of(app).State);
    }

    [Fact]
    public void Since_when_it_is_not_ready_is_told_only_while_it_is_not()
    {
        Assert.Null(FluxVerdict.Of(App(4, Succeeded)).NotReadySince);
        Assert.Equal(new DateTimeOffset(2026, 1, 14, 3, 0, 0, TimeSpan.Zero), FluxVerdict.Of(App(4, Succeeded.Replace("\"True\"", "\"False\"", StringComparison.Ordinal))).NotReadySince);
    }

    [Theory]
    [InlineData("1h30m", 5400.0)]
    [InlineData("10m0s", 600.0)]
    [InlineData("1.5h", 5400.0)]
    [InlineData("250ms", 0.25)]
    [InlineData("0", 0.0)]
    [InlineData("", null)]
    [InlineData("10", null)]
    [InlineData("10x", null)]
    [InlineData("m", null)]
    [InlineData("1..5h", null)]
    [InlineData("-5m", null)]
    [InlineData("99999999999999h", null)]
    public void A_duration_is_read_as_Go_does_or_is_none(string text, double? seconds) => Assert.Equal(seconds, FluxDuration.Parse(text)?.TotalSeconds);

    private static JsonObject App(int observedGeneration, string conditions) => Sample.Parse($$$"""
        {"apiVersion":"kustomize.toolkit.fluxcd.io/v1","kind":"Kustomization","metadata":{"name":"podinfo","namespace":"flux-system","generation":4},
         "spec":{"interval":"30m","prune":true,"sourceRef":{"kind":"GitRepository","name":"flux-system"} },
         "status":{"observedGeneration":{{{observedGeneration}}},"conditions":[{{{conditions}}}]} }
        """);
}
