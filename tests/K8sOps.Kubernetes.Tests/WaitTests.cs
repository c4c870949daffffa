using System.Text;
using System.Text.Json.Nodes;

namespace K8sOps.Kubernetes.Tests;

public sealed class WaitTests : ClientTest
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task What_is_so_already_is_seen_in_the_list_and_nothing_is_watched()
    {
        Transport.Answer(200, List("9", null, Pod("p", "5")));
        var pod = await Client.WaitAsync(KubeResources.Pods, "n", "p", KubeJson.Object, p => Version(p) == "5", s_minute, default);
        Assert.Equal("5", Version(pod));
        Assert.Contains("fieldSelector=metadata.name%3Dp", Assert.Single(Transport.Requests).PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_becomes_so_is_seen_in_the_watch()
    {
        Transport.Answer(200, List("9", null, Pod("p", "5"))).AnswerStream(Events(("MODIFIED", Pod("p", "10")), ("MODIFIED", Pod("p", "11"))));
        Assert.Equal("11", Version(await Client.WaitAsync(KubeResources.Pods, "n", "p", KubeJson.Object, p => Version(p) == "11", s_minute, default)));
    }

    [Fact]
    public async Task Going_away_is_waited_for_as_null()
    {
        Transport.Answer(200, List("9", null, Pod("p", "5"))).AnswerStream(Events(("DELETED", Pod("p", "10"))));
        Assert.Null(await Client.WaitAsync(KubeResources.Pods, "n", "p", KubeJson.Object, p => p is null, s_minute, default));
        Transport.Answer(200, List("9", null));
        Assert.Null(await Client.WaitAsync(KubeResources.Pods, "n", "p", KubeJson.Object, p => p is null, s_minute, default));
    }

    [Fact]
    public async Task What_is_not_there_yet_may_come()
    {
        Transport.Answer(200, List("9", null)).AnswerStream(Events(("ADDED", Pod("p", "10"))));
        Assert.NotNull(await Client.WaitAsync(KubeResources.Pods, "n", "p", KubeJson.Object, p => p is not null, s_minute, default));
    }

    [Fact]
    public async Task Where_watching_is_forbidden_it_is_looked_at_every_two_seconds()
    {
        Transport.Answer(200, List("9", null, Pod("p", "5"))).Status(403, "Forbidden").Answer(200, Pod("p", "5")).Status(404, "NotFound");
        Assert.Null(await Client.WaitAsync(KubeResources.Pods, "n", "p", KubeJson.Object, p => p is null, s_minute, default));
        Assert.Contains(TimeSpan.FromSeconds(2), Clock.Waits);
    }

    [Fact]
    public async Task Where_not_even_reading_is_allowed_the_refusal_is_the_answer()
    {
        Transport.Status(403, "Forbidden", "cannot list").Status(403, "Forbidden", "cannot get");
        Assert.Equal("cannot get", (await Assert.ThrowsAsync<KubeApiException>(() => Client.WaitAsync(KubeResources.Pods, "n", "p", KubeJson.Object, p => p is null, s_minute, default))).Message);
    }

    [Fact]
    public async Task The_end_of_the_time_tells_the_last_state_seen()
    {
        Transport.Answer(200, List("9", null, Pod("p", "5"))).AnswerStream(Events(("MODIFIED", Pod("p", "10"))));
        var changed = new TaskCompletionSource();
        var waiting = Client.WaitAsync(KubeResources.Pods, "n", "p", KubeJson.Object, p =>
        {
            if (Version(p) == "10") changed.SetResult();
            return false;
        }, s_minute, default);
        await changed.Task;
        Clock.Advance(TimeSpan.FromMinutes(2));
        var error = await Assert.ThrowsAsync<KubeWaitTimeoutException>(() => waiting);
        Assert.Equal("10", Version((JsonObject?)error.LastSeen));
        Assert.Contains("Pod n/p", error.Message, StringComparison.Ordinal);
        Assert.Contains("60 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_was_never_reached_is_told_at_once_and_one_that_goes_away_is_waited_for()
    {
        Transport.Fail(KubeConnectionFailure.Unreachable);
        await Assert.ThrowsAsync<KubeConnectionException>(() => Client.WaitAsync(KubeResources.Pods, "n", "p", KubeJson.Object, p => p is null, s_minute, default));
        var seen = 0;
        Transport.Answer(200, List("9", null, Pod("p", "5"))).Status(410, "Expired").Fail(KubeConnectionFailure.Unreachable).Status(500, "InternalError")
            .Answer(200, List("20", null, Pod("p", "12")));
        Assert.Equal("12", Version(await Client.WaitAsync(KubeResources.Pods, "n", "p", KubeJson.Object, p => ++seen > 1 && Version(p) == "12", s_minute, default)));
    }

    [Fact]
    public async Task What_the_predicate_throws_ends_the_wait()
    {
        Transport.Answer(200, List("9", null));
        await Assert.ThrowsAsync<InvalidDataException>(() => Client.WaitAsync(KubeResources.Pods, "n", "p", KubeJson.Object, _ => throw new InvalidDataException(), s_minute, default));
    }

    [Fact]
    public async Task Cancelling_is_no_time_out()
    {
        Transport.Answer(200, List("9", null)).AnswerStream(Events());
        using var stop = new CancellationTokenSource();
        var waiting = Client.WaitAsync(KubeResources.Pods, "n", "p", KubeJson.Object, p => p is not null, s_minute, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private static string? Version(JsonObject? pod) => (string?)pod?["metadata"]?["resourceVersion"];

    private static SlowStream Events(params (string Type, string Object)[] events)
        => new(Encoding.UTF8.GetBytes(string.Concat(events.Select(e => $$"""{"type":"{{e.Type}}","object":{{e.Object}} }""" + "\n"))), 1000, SlowStream.Ending.Silent);
}
