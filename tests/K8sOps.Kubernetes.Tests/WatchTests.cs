using System.Text;
using System.Text.Json.Nodes;

namespace K8sOps.Kubernetes.Tests;

public sealed class WatchTests : ClientTest
{
    [Fact]
    public async Task A_watch_starts_with_the_list_and_says_when_it_is_through()
    {
        Transport.Answer(200, List("9", null, Pod("a"), Pod("b"))).AnswerStream(Lines(("ADDED", Pod("c", "10")), ("MODIFIED", Pod("a", "11")), ("DELETED", Pod("b", "12"))));
        Assert.Equal(["Added a", "Added b", "Synced", "Added c", "Modified a", "Deleted b"], await TakeAsync(6));
        Assert.Matches(@"^GET /api/v1/pods\?watch=true&allowWatchBookmarks=true&resourceVersion=9&timeoutSeconds=([345]\d\d|600)$", Transport.Asked.Last());
        Assert.True(Transport.Requests.Last().Streaming);
    }

    [Fact]
    public async Task A_watch_that_ends_goes_on_from_the_last_version_after_a_pause()
    {
        Transport.Answer(200, List("9", null)).AnswerStream(Lines(("ADDED", Pod("a", "10")), ("BOOKMARK", """{"metadata":{"resourceVersion":"15"}}"""))).AnswerStream(Lines(("MODIFIED", Pod("a", "16"))));
        Assert.Equal(["Synced", "Added a", "Modified a"], await TakeAsync(3));
        Assert.Contains("resourceVersion=15&", Transport.Asked.Last(), StringComparison.Ordinal);
        Assert.Contains(TimeSpan.FromSeconds(1), Clock.Waits);
    }

    [Theory]
    [InlineData(SlowStream.Ending.Broken)]
    [InlineData(SlowStream.Ending.Clean)]
    internal async Task A_watch_that_is_cut_within_an_event_goes_on_from_the_last_whole_one(SlowStream.Ending ending)
    {
        var text = Line("ADDED", Pod("a", "10")) + Line("ADDED", Pod("b", "11"))[..50];
        Transport.Answer(200, List("9", null)).AnswerStream(new SlowStream(Encoding.UTF8.GetBytes(text), 7, ending)).AnswerStream(Lines(("ADDED", Pod("b", "11"))));
        Assert.Equal(["Synced", "Added a", "Added b"], await TakeAsync(3));
        Assert.Contains("resourceVersion=10&", Transport.Asked.Last(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_watch_that_is_too_old_lists_again_and_tells_the_difference(bool asEvent)
    {
        Transport.Answer(200, List("9", null, Pod("same"), Pod("changed"), Pod("gone"), Pod("replaced")));
        if (asEvent) Transport.AnswerStream(Lines(("ERROR", """{"kind":"Status","code":410,"reason":"Expired","message":"too old"}""")));
        else Transport.Status(410, "Expired");
        Transport.Answer(200, List("20", null, Pod("same"), Pod("changed", "2"), Pod("replaced", "1", "other"), Pod("new")));
        Transport.AnswerStream(Lines(("DELETED", Pod("new", "21"))));
        Assert.Equal(
            ["Added same", "Added changed", "Added gone", "Added replaced", "Synced", "Modified changed", "Deleted replaced", "Added replaced", "Added new", "Deleted gone", "Deleted new"],
            await TakeAsync(11));
        Assert.Contains("resourceVersion=20&", Transport.Asked.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_expires_between_two_pages_is_begun_anew_so_that_no_change_is_lost()
    {
        Transport.Answer(200, List("9", "more", Pod("a"), Pod("b"))).Status(410, "Expired", extra: ",\"metadata\":{\"continue\":\"inconsistent\"}");
        Transport.Answer(200, List("20", null, Pod("a", "15"), Pod("c")));
        Transport.AnswerStream(Lines(("DELETED", Pod("c", "21"))));
        Assert.Equal(["Added a", "Added b", "Modified a", "Added c", "Deleted b", "Synced", "Deleted c"], await TakeAsync(7));
        Assert.DoesNotContain("continue", Transport.Asked.ElementAt(2), StringComparison.Ordinal);
        Assert.Contains("resourceVersion=20&", Transport.Asked.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_away_when_the_list_must_be_read_again_is_waited_for()
    {
        Transport.Answer(200, List("9", null, Pod("a"))).Status(410, "Expired").Fail(KubeConnectionFailure.Unreachable, 2).Status(503, "ServiceUnavailable");
        Transport.Answer(200, List("20", null, Pod("a"), Pod("b"))).AnswerStream(Lines(("DELETED", Pod("b", "21"))));
        Assert.Equal(["Added a", "Synced", "Added b", "Deleted b"], await TakeAsync(4));
    }

    [Fact]
    public async Task A_server_that_wants_to_be_left_alone_for_a_century_is_looked_at_every_two_minutes()
    {
        var clock = new TestClock { InstantUpTo = TimeSpan.FromMinutes(3) };
        await using var client = new KubeClient(Transport, new() { Clock = clock });
        Transport.Answer(200, List("9", null)).Status(503, "ServiceUnavailable", headers: ("Retry-After", "2000000000")).AnswerStream(Lines(("ADDED", Pod("a", "10"))));
        await foreach (var change in client.WatchAsync(KubeResources.Pods, ListOptions.All, KubeJson.Object, default))
        {
            if (change.Type == WatchEventType.Added) break;
        }

        Assert.Contains(TimeSpan.FromMinutes(2), clock.Waits);
    }

    [Theory]
    [InlineData(500, "", 2)]
    [InlineData(504, "", 2)]
    [InlineData(429, ",\"details\":{\"retryAfterSeconds\":7}", 7)]
    public async Task An_error_event_of_the_server_is_waited_out(int code, string details, int seconds)
    {
        Transport.Answer(200, List("9", null)).AnswerStream(Lines(("ERROR", $$"""{"kind":"Status","code":{{code}},"reason":"X"{{details}} }"""))).AnswerStream(Lines(("ADDED", Pod("a", "10"))));
        Assert.Equal(["Synced", "Added a"], await TakeAsync(2));
        Assert.Contains(TimeSpan.FromSeconds(seconds), Clock.Waits);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task An_error_event_that_denies_ends_the_watch(int code)
    {
        Transport.Answer(200, List("9", null)).AnswerStream(Lines(("ERROR", $$"""{"kind":"Status","code":{{code}},"reason":"X","message":"m"}""")));
        Assert.Equal(code, (await Assert.ThrowsAsync<KubeApiException>(() => TakeAsync(2))).StatusCode);
    }

    [Fact]
    public async Task A_refused_reconnection_ends_the_watch()
    {
        Transport.Answer(200, List("9", null)).Status(403, "Forbidden");
        Assert.Equal("Forbidden", (await Assert.ThrowsAsync<KubeApiException>(() => TakeAsync(2))).Reason);
    }

    [Fact]
    public async Task A_server_that_is_away_for_a_while_is_waited_for()
    {
        Transport.Answer(200, List("9", null)).Fail(KubeConnectionFailure.Unreachable, 2).Status(503, "ServiceUnavailable").AnswerStream(Lines(("ADDED", Pod("a", "10"))));
        Assert.Equal(["Synced", "Added a"], await TakeAsync(2));
        Assert.Equal([2, 4, 8], Clock.Waits.Select(w => w.TotalSeconds));
    }

    [Fact]
    public async Task A_server_that_stays_away_ends_the_watch()
    {
        var clock = new TestClock { InstantUpTo = TimeSpan.FromMinutes(1) };
        Transport.Answer(200, List("9", null)).Fail(KubeConnectionFailure.Unreachable, 11);
        await using var client = new KubeClient(Transport, new() { Clock = clock });
        await Assert.ThrowsAsync<KubeConnectionException>(async () =>
        {
            await foreach (var _ in client.WatchAsync(KubeResources.Pods, ListOptions.All, KubeJson.Object, default))
            {
                // Until it throws.
            }
        });
    }

    [Fact]
    public async Task A_watch_may_be_silent_but_not_beyond_its_own_end()
    {
        Transport.Answer(200, List("9", null)).AnswerStream(new SlowStream([], 1, SlowStream.Ending.Silent)).AnswerStream(Lines(("ADDED", Pod("a", "10"))));
        var events = Client.WatchAsync(KubeResources.Pods, ListOptions.All, KubeJson.Object, default).GetAsyncEnumerator();
        await events.MoveNextAsync();
        var next = events.MoveNextAsync().AsTask();
        await Clock.SomeoneWaitsAsync();
        Clock.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal(2, Transport.Requests.Count);
        Clock.Advance(TimeSpan.FromSeconds(332));
        Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal("a", Name(events.Current.Object));
    }

    [Fact]
    public async Task A_cancelled_watch_ends_as_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        Transport.Answer(200, List("9", null)).AnswerStream(new SlowStream([], 1, SlowStream.Ending.Silent));
        var events = Client.WatchAsync(KubeResources.Pods, ListOptions.All, KubeJson.Object, cancel.Token).GetAsyncEnumerator();
        await events.MoveNextAsync();
        var next = events.MoveNextAsync().AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task A_list_that_names_no_version_cannot_be_watched()
    {
        Transport.Answer(200, """{"items":[]}""");
        Assert.Equal(KubeConnectionFailure.Malformed, (await Assert.ThrowsAsync<KubeConnectionException>(() => TakeAsync(1))).Failure);
    }

    [Fact]
    public async Task Selectors_belong_to_the_watch_too()
    {
        Transport.Answer(200, List("9", null)).AnswerStream(Lines(("ADDED", Pod("a", "10"))));
        await TakeAsync(2, new() { Namespace = "n", FieldSelector = "metadata.name=a", LabelSelector = "x=y" });
        Assert.EndsWith("&labelSelector=x%3Dy&fieldSelector=metadata.name%3Da", Transport.Asked.Last(), StringComparison.Ordinal);
    }

    private static SlowStream Lines(params (string Type, string Object)[] events)
        => new(Encoding.UTF8.GetBytes(string.Concat(events.Select(e => Line(e.Type, e.Object)))), 11);

    private static string Line(string type, string json) => $$"""{"type":"{{type}}","object":{{json}} }""" + "\n";

    private async Task<List<string>> TakeAsync(int count, ListOptions? options = null)
    {
        var seen = new List<string>();
        await foreach (var change in Client.WatchAsync(KubeResources.Pods, options ?? ListOptions.All, KubeJson.Object, default))
        {
            seen.Add(change.Type == WatchEventType.Synced ? "Synced" : $"{change.Type} {Name(change.Object)}");
            if (seen.Count == count) break;
        }

        return seen;
    }
}
