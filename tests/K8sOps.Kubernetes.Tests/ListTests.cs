using System.Text;
using System.Text.Json.Nodes;

namespace K8sOps.Kubernetes.Tests;

public sealed class ListTests : ClientTest
{
    [Fact]
    public async Task Pages_are_asked_for_one_after_the_other_until_there_is_no_more()
    {
        Transport.Answer(200, List("9", "tok en=", Pod("a"), Pod("b"))).Answer(200, List("9", "", Pod("c")));
        Assert.Equal(["a", "b", "c"], await NamesAsync());
        Assert.Equal(["GET /api/v1/pods?limit=2", "GET /api/v1/pods?limit=2&continue=tok%20en%3D"], Transport.Asked);
    }

    [Fact]
    public async Task Selectors_and_namespace_are_part_of_every_page()
    {
        Transport.Answer(200, List("9", "x", Pod("a"), Pod("b"))).Answer(200, List("9", null));
        await NamesAsync(new() { Namespace = "team a", LabelSelector = "app in (x,y)", FieldSelector = "status.phase!=Running" });
        Assert.All(Transport.Asked, a => Assert.Matches(@"^GET /api/v1/namespaces/team%20a/pods\?.*labelSelector=app%20in%20%28x%2Cy%29&fieldSelector=status\.phase%21%3DRunning$", a));
    }

    [Fact]
    public async Task A_limit_is_kept_and_no_page_too_many_is_read()
    {
        Transport.Answer(200, List("9", "x", Pod("a"), Pod("b"))).Answer(200, List("9", "y", Pod("c")));
        Assert.Equal(["a", "b", "c"], await NamesAsync(new() { Limit = 3 }));
        Assert.Equal("GET /api/v1/pods?limit=1&continue=x", Transport.Asked.Last());
    }

    [Fact]
    public async Task A_limit_of_nothing_asks_for_nothing()
    {
        Assert.Empty(await NamesAsync(new() { Limit = 0 }));
        Assert.Empty(Transport.Requests);
    }

    [Fact]
    public async Task Metadata_only_is_asked_for_by_the_accept_header()
    {
        Transport.Answer(200, List("9", null, Pod("a")));
        await foreach (var item in Client.ListAsync(KubeResources.Pods, new() { MetadataOnly = true }, KubeJson.Partial, default)) Assert.Equal("a", item.Metadata.Name);
        Assert.StartsWith("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", Transport.Requests[0].Accept, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task A_list_is_read_the_same_however_its_bytes_arrive(int piece)
    {
        var text = "\ufeff \r\n" + List("9", null, Pod("ä-€-😀"), Pod("b")).Replace(",\"items\"", " , \"other\" : [ {\"items\":[1]} , \"]}\\\\\" ] , \"items\"", StringComparison.Ordinal) + "\n";
        Transport.AnswerStream(new SlowStream(Encoding.UTF8.GetBytes(text), piece));
        Assert.Equal(["ä-€-😀", "b"], await NamesAsync());
    }

    [Theory]
    [InlineData("""{"items":null,"metadata":{"resourceVersion":"1"}}""")]
    [InlineData("""{"items":[]}""")]
    [InlineData("""{"metadata":{},"items": [ ] }""")]
    public async Task A_list_of_nothing_is_empty(string body)
    {
        Transport.Answer(200, body);
        Assert.Empty(await NamesAsync());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"error\":\"sign in\"}")]
    [InlineData("{\"kind\":\"Status\",\"status\":\"Success\",\"metadata\":{}}")]
    public async Task An_object_without_items_is_no_empty_list(string body)
    {
        Transport.Answer(200, body);
        Assert.Equal(KubeConnectionFailure.Malformed, (await Assert.ThrowsAsync<KubeConnectionException>(() => NamesAsync())).Failure);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"kind\"")]
    [InlineData("{\"kind\":")]
    [InlineData("{\"kind\":\"PodList\",")]
    [InlineData("{\"items\":[")]
    [InlineData("{\"items\":[]")]
    public async Task A_list_that_ends_anywhere_within_is_said_to(string body)
    {
        Transport.Answer(200, body);
        Assert.Equal(KubeConnectionFailure.Malformed, (await Assert.ThrowsAsync<KubeConnectionException>(() => NamesAsync())).Failure);
    }

    [Fact]
    public async Task Metadata_behind_the_items_counts_too()
    {
        Transport.Answer(200, "{\"items\":[" + Pod("a") + "],\"metadata\":{\"continue\":\"x\"}}").Answer(200, "{\"items\":[" + Pod("b") + "],\"metadata\":{}}");
        Assert.Equal(["a", "b"], await NamesAsync());
    }

    [Fact]
    public async Task An_object_is_handed_up_before_the_rest_of_the_list_is_read()
    {
        var body = Encoding.UTF8.GetBytes(List("9", null, [.. Enumerable.Range(0, 5000).Select(i => Pod($"pod-{i}"))]));
        var stream = new SlowStream(body, 1000);
        Transport.AnswerStream(stream);
        await foreach (var pod in Client.ListAsync(KubeResources.Pods, ListOptions.All, KubeJson.Object, default))
        {
            Assert.Equal("pod-0", Name(pod));
            break;
        }

        Assert.True(stream.BytesRead < 5000, $"{stream.BytesRead} of {body.Length} bytes were read for the first object");
    }

    [Fact]
    public async Task An_object_larger_than_the_window_is_read()
    {
        var large = $$"""{"metadata":{"name":"large"},"data":"{{new string('x', 700_000)}}"}""";
        Transport.AnswerStream(new SlowStream(Encoding.UTF8.GetBytes(List("9", null, Pod("a"), large, Pod("b"))), 50_000));
        Assert.Equal(["a", "large", "b"], await NamesAsync());
    }

    [Theory]
    [InlineData(20)]
    [InlineData(90)]
    [InlineData(200)]
    [InlineData(-1)]
    public async Task Half_a_document_is_malformed_and_what_came_before_is_good(int length)
    {
        var text = List("9", null, Pod("a"), Pod("b"));
        Transport.Answer(200, length < 0 ? text[..^1] : text[..length]);
        var error = await Assert.ThrowsAsync<KubeConnectionException>(() => NamesAsync());
        Assert.Equal(KubeConnectionFailure.Malformed, error.Failure);
    }

    [Fact]
    public async Task A_connection_that_breaks_within_the_list_is_interrupted_and_not_asked_again()
    {
        var text = Encoding.UTF8.GetBytes(List("9", null, Pod("a"), Pod("b")));
        Transport.AnswerStream(new SlowStream(text[..^40], 64, SlowStream.Ending.Broken));
        var error = await Assert.ThrowsAsync<KubeConnectionException>(() => NamesAsync());
        Assert.Equal(KubeConnectionFailure.Interrupted, error.Failure);
        Assert.Single(Transport.Requests);
    }

    [Theory]
    [InlineData("<html><body>Sign in</body></html>", "HTML")]
    [InlineData("[1,2]", "not a list")]
    [InlineData("""{"items":{"a":1}}""", "not a list")]
    [InlineData("""{"items":[{"metadata":nonsense}]}""", "no")]
    [InlineData("", "ended")]
    public async Task What_is_no_list_is_malformed(string body, string why)
    {
        Transport.Answer(200, body, "text/html");
        var error = await Assert.ThrowsAsync<KubeConnectionException>(() => NamesAsync());
        Assert.Equal(KubeConnectionFailure.Malformed, error.Failure);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_expires_goes_on_where_the_server_lets_it()
    {
        using var observed = new Observed();
        Transport.Answer(200, List("9", "old", Pod("a"), Pod("b")))
            .Answer(410, """{"kind":"Status","metadata":{"continue":"fresh"},"reason":"Expired","code":410}""")
            .Answer(200, List("12", null, Pod("c")));
        Assert.Equal(["a", "b", "c"], await NamesAsync());
        Assert.Equal("GET /api/v1/pods?limit=2&continue=fresh", Transport.Asked.Last());
        Assert.Contains(observed.Decisions, d => d.Contains("later state", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_that_expires_for_good_is_read_once_more_in_one_piece_without_repeating_itself()
    {
        Transport.Answer(200, List("9", "old", Pod("a"), Pod("b")))
            .Status(410, "Expired")
            .Answer(200, List("12", null, Pod("0"), Pod("a"), Pod("b"), Pod("c")));
        Assert.Equal(["a", "b", "0", "c"], await NamesAsync());
        Assert.Equal("GET /api/v1/pods", Transport.Asked.Last());
    }

    [Fact]
    public async Task A_list_that_expires_again_where_it_was_told_to_go_on_is_not_asked_for_for_ever()
    {
        Transport.Answer(200, List("9", "old", Pod("a"), Pod("b")));
        for (var i = 0; i < 2; i++) Transport.Answer(410, """{"kind":"Status","metadata":{"continue":"fresh"},"reason":"Expired","code":410}""");
        Assert.Equal(410, (await Assert.ThrowsAsync<KubeApiException>(() => NamesAsync())).StatusCode);
        Assert.Equal(3, Transport.Requests.Count);
    }

    [Fact]
    public async Task A_page_that_leads_to_itself_is_not_read_for_ever()
    {
        for (var i = 0; i < 2; i++) Transport.Answer(200, List("9", "same", Pod("a")));
        Assert.Equal(KubeConnectionFailure.Malformed, (await Assert.ThrowsAsync<KubeConnectionException>(() => NamesAsync())).Failure);
        Assert.Equal(2, Transport.Requests.Count);
    }

    [Fact]
    public async Task A_first_page_that_is_gone_is_an_error()
    {
        Transport.Status(410, "Expired");
        Assert.Equal("Expired", (await Assert.ThrowsAsync<KubeApiException>(() => NamesAsync())).Reason);
    }

    [Fact]
    public async Task A_consumer_may_take_its_time_and_the_server_may_not()
    {
        // A page is read whole before it is handed up, so nobody's slowness holds it open.
        var text = Encoding.UTF8.GetBytes(List("9", null, Pod("c"), Pod("d")));
        Transport.Answer(200, List("9", "more", Pod("a"), Pod("b"))).AnswerStream(new SlowStream(text[..^100], 100_000, SlowStream.Ending.Silent));
        var items = Client.ListAsync(KubeResources.Pods, ListOptions.All, KubeJson.Object, default).GetAsyncEnumerator();
        Assert.True(await items.MoveNextAsync());
        Clock.Advance(TimeSpan.FromHours(2));
        Assert.True(await items.MoveNextAsync());
        Clock.Advance(TimeSpan.FromHours(2));
        var next = items.MoveNextAsync().AsTask();
        await Clock.SomeoneWaitsAsync();
        Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(next.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(2));
        // What was read until then is good.
        Assert.True(await next);
        Assert.Equal("c", Name(items.Current));
        Assert.Equal(KubeConnectionFailure.Timeout, (await Assert.ThrowsAsync<KubeConnectionException>(() => items.MoveNextAsync().AsTask())).Failure);
    }

    [Fact]
    public async Task A_cancelled_list_says_so_and_nothing_else()
    {
        using var cancel = new CancellationTokenSource();
        Transport.AnswerStream(new SlowStream(Encoding.UTF8.GetBytes("{\"items\":["), 100, SlowStream.Ending.Silent));
        var items = Client.ListAsync(KubeResources.Pods, ListOptions.All, KubeJson.Object, cancel.Token).GetAsyncEnumerator();
        var next = items.MoveNextAsync().AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task Numbers_keep_their_text()
    {
        Transport.Answer(200, """{"items":[{"metadata":{"name":"a"},"x":1.0,"y":12345678901234567890.5}]}""");
        await foreach (var item in Client.ListAsync(KubeResources.Pods, ListOptions.All, KubeJson.Object, default))
        {
            Assert.Equal("""{"metadata":{"name":"a"},"x":1.0,"y":12345678901234567890.5}""", item.ToJsonString());
            Assert.IsType<JsonObject>(item, exactMatch: true);
        }
    }
}
