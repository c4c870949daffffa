using System.Text;

namespace K8sOps.Kubernetes.Tests;

public sealed class ErrorTests : ClientTest
{
    private static readonly KubeResource s_helmReleases = new("helm.toolkit.fluxcd.io", "v2", "helmreleases", "HelmRelease", IsNamespaced: true);

    [Fact]
    public async Task A_status_becomes_an_exception_with_all_it_says()
    {
        Transport.Status(422, "Invalid", "Pod \\\"x\\\" is invalid", ""","details":{"name":"x","group":"apps","kind":"deployments","causes":[{"reason":"FieldValueInvalid","message":"must be 1","field":"spec.a"}]}""");
        var error = await Assert.ThrowsAsync<KubeApiException>(() => GetAsync());
        Assert.Equal((422, "Invalid", "Pod \"x\" is invalid"), (error.StatusCode, error.Reason, error.Message));
        Assert.True(error.HasStatus);
        Assert.Equal(("deployments", "apps", "x"), (error.Kind, error.Group, error.Name));
        Assert.Equal([new KubeStatusCause("FieldValueInvalid", "must be 1", "spec.a")], error.Causes);
        Assert.Equal("GET /api/v1/namespaces/n/pods/x", error.Request);
    }

    [Fact]
    public async Task An_object_that_is_not_there_is_told_from_an_api_that_is_not_there()
    {
        Transport.Status(404, "NotFound", "pods \\\"x\\\" not found").Answer(404, "404 page not found\n", "text/plain");
        Assert.True((await Assert.ThrowsAsync<KubeApiException>(() => GetAsync())).HasStatus);
        var error = await Assert.ThrowsAsync<KubeApiException>(() => Client.GetAsync(s_helmReleases, "n", "x", KubeJson.Object, default));
        Assert.False(error.HasStatus);
        Assert.Equal("NotFound", error.Reason);
        Assert.Equal("helm.toolkit.fluxcd.io", error.Group);
        Assert.Contains("helmreleases.helm.toolkit.fluxcd.io (v2)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_proxy_says_is_kept_to_300_characters()
    {
        Transport.Answer(502, "<html>\n  <b>Bad gateway</b>" + new string('x', 5000), "text/html");
        var error = await Assert.ThrowsAsync<KubeApiException>(() => GetAsync());
        Assert.Equal(("BadGateway", false), (error.Reason, error.HasStatus));
        Assert.Contains("<html> <b>Bad gateway</b>", error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Length < 450);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"kind\":\"Other\"}")]
    [InlineData("{\"kind\":5}")]
    public async Task A_body_that_is_no_status_leaves_the_code(string body)
    {
        Transport.Answer(403, body);
        var error = await Assert.ThrowsAsync<KubeApiException>(() => GetAsync());
        Assert.Equal((403, "Forbidden", false), (error.StatusCode, error.Reason, error.HasStatus));
    }

    [Theory]
    [InlineData("<html>", "text/html", "HTML")]
    [InlineData("{\"metadata\":{", "application/json", "ends within")]
    [InlineData("", "application/json", "ends within")]
    [InlineData("null", "application/json", "empty")]
    public async Task An_object_that_cannot_be_read_is_malformed(string body, string type, string why)
    {
        Transport.Answer(200, body, type);
        var error = await Assert.ThrowsAsync<KubeConnectionException>(() => GetAsync());
        Assert.Equal(KubeConnectionFailure.Malformed, error.Failure);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, "3", 3)]
    [InlineData(503, "1", 1)]
    [InlineData(500, "0", 0.1)]
    public async Task An_overloaded_server_is_asked_again_when_it_says_so(int code, string retryAfter, double seconds)
    {
        using var observed = new Observed();
        Transport.Status(code, "Busy", headers: [("Retry-After", retryAfter), ("X-Kubernetes-PF-FlowSchema-UID", "f-1")]).Answer(200, Pod("x"));
        await GetAsync();
        Assert.Equal([TimeSpan.FromSeconds(seconds)], Clock.Waits);
        Assert.Equal([code, 200], observed.Requests.Select(r => r.Code));
        Assert.Contains(observed.Decisions, d => d.Contains("asked again", StringComparison.Ordinal) && (code != 429 || d.Contains("f-1", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Without_retry_after_nothing_is_asked_again(int code)
    {
        Transport.Status(code, "Busy");
        await Assert.ThrowsAsync<KubeApiException>(() => GetAsync());
        Assert.Single(Transport.Requests);
    }

    [Fact]
    public async Task Retries_end_after_ten()
    {
        for (var i = 0; i < 11; i++) Transport.Status(429, "TooManyRequests", headers: ("Retry-After", "1"));
        var error = await Assert.ThrowsAsync<KubeApiException>(() => GetAsync());
        Assert.Equal(TimeSpan.FromSeconds(1), error.RetryAfter);
        Assert.Equal(11, Transport.Requests.Count);
    }

    [Fact]
    public async Task A_throttled_write_is_asked_again_and_a_lost_one_is_not()
    {
        Transport.Status(429, "TooManyRequests", headers: ("Retry-After", "1")).Answer(201, Pod("x")).Fail(KubeConnectionFailure.Interrupted);
        await Client.CreateAsync(KubeResources.Pods, "n", [], WriteOptions.Default, default);
        Assert.Equal(2, Transport.Requests.Count);
        await Assert.ThrowsAsync<KubeConnectionException>(() => Client.CreateAsync(KubeResources.Pods, "n", [], WriteOptions.Default, default));
        Assert.Equal(3, Transport.Requests.Count);
    }

    [Fact]
    public async Task A_refused_eviction_is_not_taken_for_an_overload()
    {
        Transport.Status(429, "TooManyRequests", extra: ""","details":{"causes":[{"reason":"DisruptionBudget","message":"needs 2"}]}""", headers: ("Retry-After", "10"));
        await Assert.ThrowsAsync<KubeApiException>(() => Client.CreateAsync(KubeResources.Pods, "n", [], new() { Subresource = "eviction" }, default));
        Assert.Single(Transport.Requests);
    }

    [Fact]
    public async Task A_read_whose_connection_was_reset_is_asked_again_and_a_refused_one_is_not()
    {
        Transport.Fail(KubeConnectionFailure.Interrupted, 3).Answer(200, Pod("x")).Fail(KubeConnectionFailure.Unreachable);
        await GetAsync();
        Assert.Equal([100, 200, 400], Clock.Waits.Select(w => w.TotalMilliseconds));
        Assert.Equal(KubeConnectionFailure.Unreachable, (await Assert.ThrowsAsync<KubeConnectionException>(() => GetAsync())).Failure);
    }

    [Fact]
    public async Task A_wait_between_two_tries_can_be_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        Transport.Status(429, "TooManyRequests", headers: ("Retry-After", "100"));
        var get = Client.GetAsync(KubeResources.Pods, "n", "x", KubeJson.Object, cancel.Token);
        await Clock.SomeoneWaitsAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => get);
    }

    [Fact]
    public async Task A_server_that_asks_to_be_left_alone_for_hours_is_not_waited_for()
    {
        Transport.Status(503, "Busy", headers: ("Retry-After", "7200"));
        Assert.Equal(TimeSpan.FromHours(2), (await Assert.ThrowsAsync<KubeApiException>(GetAsync)).RetryAfter);
        Assert.Empty(Clock.Waits);
    }

    [Fact]
    public async Task A_refusal_whose_words_break_off_is_still_that_refusal()
    {
        Transport.Answer(() => ScriptedTransport.Response(403, new SlowStream(Encoding.UTF8.GetBytes("{\"kind\":\"Sta"), 4, SlowStream.Ending.Broken), "application/json"));
        var error = await Assert.ThrowsAsync<KubeApiException>(GetAsync);
        Assert.Equal((403, "Forbidden"), (error.StatusCode, error.Reason));
        Assert.Equal("GET /api/v1/namespaces/n/pods/x was answered with 403 Forbidden; why was not to be read.", error.Message);
        Assert.Single(Transport.Requests);
    }

    [Fact]
    public async Task What_a_proxy_says_cannot_steer_the_terminal()
    {
        Transport.Answer(502, "<h1>Bad\u001b]0;owned\u0007 gateway\u009b2J</h1>", "text/html");
        var error = await Assert.ThrowsAsync<KubeApiException>(GetAsync);
        Assert.Contains("<h1>Bad]0;owned gateway2J</h1>", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public async Task A_server_that_trickles_is_given_up_like_a_silent_one(int piece)
    {
        Transport.AnswerStream(new TrickleStream(Clock, piece, TimeSpan.FromSeconds(1), Encoding.UTF8.GetBytes(Pod(new string('x', 5000)))));
        var error = await Assert.ThrowsAsync<KubeConnectionException>(GetAsync);
        Assert.Equal(KubeConnectionFailure.Timeout, error.Failure);
        Assert.Equal($"The server answers GET /api/v1/namespaces/n/pods/x too slowly: {30 * piece} bytes came within 30 s.", error.Message);
    }

    [Fact]
    public async Task A_slow_line_is_borne_and_an_end_in_time_as_well()
    {
        Transport.AnswerStream(new TrickleStream(Clock, 100, TimeSpan.FromSeconds(1), Encoding.UTF8.GetBytes(Pod(new string('x', 10_000)))))
            .AnswerStream(new TrickleStream(Clock, 10, TimeSpan.FromSeconds(1), Encoding.UTF8.GetBytes("""{"metadata":{"name":"x"}}""")));
        await GetAsync();
        await GetAsync();
        Assert.True(Clock.GetUtcNow() > new DateTimeOffset(2026, 1, 15, 3, 1, 40, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_write_that_may_have_been_carried_out_is_not_sent_again(int code)
    {
        Transport.Status(code, "ServerTimeout", headers: ("Retry-After", "1"));
        await Assert.ThrowsAsync<KubeApiException>(() => Client.DeleteAsync(KubeResources.Pods, "n", "x", new(), default));
        Assert.Single(Transport.Requests);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a/b")]
    [InlineData("a%2e")]
    public async Task A_name_that_would_lead_to_another_object_is_refused_before_anything_is_sent(string name)
    {
        Assert.Equal("BadRequest", (await Assert.ThrowsAsync<KubeApiException>(() => Client.DeleteAsync(KubeResources.Pods, "n", name, new(), default))).Reason);
        Assert.Equal("BadRequest", (await Assert.ThrowsAsync<KubeApiException>(() => Client.DeleteAsync(KubeResources.Pods, name, "x", new(), default))).Reason);
        Assert.Empty(Transport.Requests);
    }

    [Fact]
    public async Task A_date_in_retry_after_is_understood()
    {
        Transport.Status(503, "Busy", headers: ("Retry-After", Clock.GetUtcNow().AddSeconds(7).ToString("r"))).Answer(200, Pod("x"));
        await GetAsync();
        Assert.Equal([TimeSpan.FromSeconds(7)], Clock.Waits);
    }

    [Fact]
    public async Task A_silent_server_is_given_up_in_time()
    {
        using var observed = new Observed();
        Transport.Do(async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException();
        });
        var get = GetAsync();
        await Clock.SomeoneWaitsAsync();
        Clock.Advance(TimeSpan.FromSeconds(31));
        var error = await Assert.ThrowsAsync<KubeConnectionException>(() => get);
        Assert.Equal(KubeConnectionFailure.Timeout, error.Failure);
        Assert.Equal("The server did not answer GET /api/v1/namespaces/n/pods/x within 30 s.", error.Message);
        Assert.Equal(("GET", "/api/v1/namespaces/n/pods/x", 0, TimeSpan.FromSeconds(31)), Assert.Single(observed.Requests));
    }

    [Fact]
    public async Task Warnings_are_told_and_other_codes_are_not()
    {
        using var observed = new Observed();
        Transport.Answer(200, Pod("x"), headers: [("Warning", "299 - \"v1 \\\"X\\\" is deprecated\""), ("Warning", "110 - \"stale\", 299 kube \"second\" \"Thu, 01 Jan 2026 00:00:00 GMT\", 299 - \"third\"")]);
        await GetAsync();
        Assert.Equal(["v1 \"X\" is deprecated", "second", "third"], observed.Warnings);
    }

    [Theory]
    [InlineData("")]
    [InlineData("299")]
    [InlineData("299 - ")]
    [InlineData("299 - \"open")]
    [InlineData("\"\"\"\",,, 299")]
    public async Task A_broken_warning_breaks_nothing(string header)
    {
        using var observed = new Observed();
        Transport.Answer(200, Pod("x"), headers: ("Warning", header));
        await GetAsync();
        Assert.True(observed.Warnings.Count <= 1);
    }

    [Fact]
    public async Task Writes_name_their_manager_validate_strictly_and_can_be_dry()
    {
        for (var i = 0; i < 3; i++) Transport.Answer(200, Pod("x"));
        await Client.CreateAsync(KubeResources.Pods, "n", new() { ["a"] = 1 }, WriteOptions.Default, default);
        await Client.MergePatchAsync(KubeResources.Nodes, null, "a b", new() { ["spec"] = null }, new() { DryRun = true, Subresource = "status" }, default);
        await Client.DeleteAsync(KubeResources.Pods, "n", "x", new() { Uid = "u", DryRun = true, GracePeriodSeconds = 0, PropagationPolicy = "Foreground" }, default);
        Assert.Equal(
            ["POST /api/v1/namespaces/n/pods?fieldManager=k8sops&fieldValidation=Strict",
             "PATCH /api/v1/nodes/a%20b/status?fieldManager=k8sops&fieldValidation=Strict&dryRun=All",
             "DELETE /api/v1/namespaces/n/pods/x?dryRun=All"],
            Transport.Asked);
        Assert.Equal(["application/json", "application/merge-patch+json", "application/json"], Transport.Requests.Select(r => r.ContentType));
        Assert.Equal("""{"spec":null}""", Encoding.UTF8.GetString(Transport.Requests[1].Body.Span));
        Assert.Equal(
            """{"apiVersion":"v1","kind":"DeleteOptions","gracePeriodSeconds":0,"propagationPolicy":"Foreground","dryRun":["All"],"preconditions":{"uid":"u"}}""",
            Encoding.UTF8.GetString(Transport.Requests[2].Body.Span));
    }

    [Fact]
    public async Task An_empty_name_never_addresses_the_collection()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Client.DeleteAsync(KubeResources.Pods, "n", "", new(), default));
        await Assert.ThrowsAsync<ArgumentException>(() => Client.MergePatchAsync(KubeResources.Pods, "n", "", [], WriteOptions.Default, default));
        Assert.Empty(Transport.Requests);
    }

    [Fact]
    public async Task The_version_is_read_and_a_health_text_never_throws()
    {
        Transport.Answer(200, """{"major":"1","minor":"34","gitVersion":"v1.34.2+k3s1","platform":"linux/amd64"}""").Answer(500, "[-]etcd failed", "text/plain");
        Assert.Equal(new KubeVersion("v1.34.2+k3s1", "1", "34", "linux/amd64"), await Client.ServerVersionAsync(default));
        Assert.Equal(new KubeText(500, "[-]etcd failed"), await Client.GetTextAsync("/readyz?verbose", default));
    }

    private Task GetAsync() => Client.GetAsync(KubeResources.Pods, "n", "x", KubeJson.Object, default);
}
