using System.Text;

namespace K8sOps.Kubernetes.Tests;

public sealed class LogTests : ClientTest
{
    private const string T1 = "2026-01-15T03:00:01.100000001Z";
    private const string T2 = "2026-01-15T03:00:02.200000002Z";
    private const string T3 = "2026-01-15T03:00:02.900000003Z";

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Lines_come_with_their_times_wherever_the_pieces_end(int piece)
    {
        Transport.AnswerStream(new SlowStream(Encoding.UTF8.GetBytes($"{T1} one ü \U0001F600\r\n{T2} \n{T3}\nno time here\n{T3} last, unended"), piece));
        var lines = await ReadAsync(new());
        Assert.Equal(["one ü \U0001F600", "", "", "no time here", "last, unended"], lines.Select(l => l.Text));
        Assert.Equal(new DateTimeOffset(2026, 1, 15, 3, 0, 1, 100, TimeSpan.Zero), lines[0].Time);
        Assert.Null(lines[3].Time);
    }

    [Fact]
    public async Task What_is_asked_for_stands_in_the_query()
    {
        Transport.Answer(200, "", "text/plain");
        Assert.Empty(await ReadAsync(new() { Container = "a b", Previous = true, TailLines = 5, Since = new DateTimeOffset(2026, 1, 15, 4, 0, 0, TimeSpan.FromHours(1)) }));
        Assert.Equal("GET /api/v1/namespaces/n/pods/p/log?timestamps=true&previous=true&container=a%20b&sinceTime=2026-01-15T03%3A00%3A00Z&tailLines=5", Assert.Single(Transport.Asked));
    }

    [Fact]
    public async Task A_line_without_end_comes_in_parts_and_never_within_a_character()
    {
        var text = string.Concat(Enumerable.Repeat("aü", 700_000));
        Transport.AnswerStream(new SlowStream(Encoding.UTF8.GetBytes($"{T1} {text}\n{T2} next\n"), 50_000));
        var lines = await ReadAsync(new());
        Assert.Equal(text, string.Concat(lines.SkipLast(1).Select(l => l.Text)));
        Assert.All(lines, l => Assert.True(Encoding.UTF8.GetByteCount(l.Text) <= 1 << 20));
        Assert.Equal("next", lines[^1].Text);
    }

    [Fact]
    public async Task A_cut_log_is_taken_up_again_without_loss_and_without_repetition()
    {
        Transport.AnswerStream(Cut($"{T1} one\n{T2} two\n{T2} two\n{T3} thr"))
            // The server counts in whole seconds, so all of the last one comes again.
            .Answer(200, $"{T1} one\n{T2} two\n{T2} two\n{T3} three\n{T3} three\n", "text/plain");
        var lines = await ReadAsync(new() { TailLines = 10 });
        Assert.Equal(["one", "two", "two", "three", "three"], lines.Select(l => l.Text));
        Assert.DoesNotContain("tailLines", Transport.Requests[1].PathAndQuery, StringComparison.Ordinal);
        Assert.Contains("sinceTime=2026-01-15T03%3A00%3A01Z", Transport.Requests[1].PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_is_cut_before_its_first_line_is_asked_for_as_at_first()
    {
        Transport.AnswerStream(Cut(T1)).Answer(200, $"{T1} one\n", "text/plain");
        Assert.Equal("one", Assert.Single(await ReadAsync(new() { TailLines = 1 })).Text);
        Assert.Equal(Transport.Requests[0].PathAndQuery, Transport.Requests[1].PathAndQuery);
    }

    [Fact]
    public async Task A_followed_log_ends_when_its_container_has_ended()
    {
        Transport.Answer(200, PodWith("c1", "running")).Answer(200, $"{T1} one\n", "text/plain").Answer(200, PodWith("c1", "terminated"));
        Assert.Equal(["one"], (await ReadAsync(new() { Follow = true })).Select(l => l.Text));
        Assert.True(Transport.Requests[1].Streaming);
    }

    [Fact]
    public async Task An_orderly_end_while_the_container_runs_is_a_cut()
    {
        Transport.Answer(200, PodWith("c1", "running")).Answer(200, $"{T1} one\n{T2} tw", "text/plain").Answer(200, PodWith("c1", "running"))
            .Answer(200, PodWith("c1", "running")).Answer(200, $"{T1} one\n{T2} two\n", "text/plain").Answer(200, PodWith("c1", "terminated"));
        Assert.Equal(["one", "two"], (await ReadAsync(new() { Follow = true })).Select(l => l.Text));
    }

    [Fact]
    public async Task After_a_restart_during_a_cut_the_rest_is_read_from_the_previous_run()
    {
        Transport.Answer(200, PodWith("c1", "running")).AnswerStream(Cut($"{T1} one\n"))
            .Answer(200, PodWith("c2", "running")).Answer(200, $"{T1} one\n{T2} last words\n", "text/plain");
        Assert.Equal(["one", "last words"], (await ReadAsync(new() { Follow = true })).Select(l => l.Text));
        Assert.Contains("previous=true", Transport.Requests[^1].PathAndQuery, StringComparison.Ordinal);
        Assert.DoesNotContain("follow", Transport.Requests[^1].PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_that_goes_during_a_cut_ends_its_log()
    {
        Transport.Answer(200, PodWith("c1", "running")).AnswerStream(Cut($"{T1} one\n")).Status(404, "NotFound").Status(404, "NotFound");
        Assert.Single(await ReadAsync(new() { Follow = true }));
    }

    [Fact]
    public async Task Without_the_right_to_read_pods_an_orderly_end_is_the_end()
    {
        Transport.Status(403, "Forbidden").Answer(200, $"{T1} one\n", "text/plain").Status(403, "Forbidden");
        Assert.Single(await ReadAsync(new() { Follow = true }));
    }

    [Fact]
    public async Task A_log_that_is_cut_again_and_again_is_given_up()
    {
        for (var i = 0; i < 11; i++) Transport.AnswerStream(Cut($"{T1} one\n"));
        var seen = new List<string>();
        var error = await Assert.ThrowsAsync<KubeConnectionException>(async () =>
        {
            await foreach (var line in Client.LogAsync("n", "p", new(), default)) seen.Add(line.Text);
        });
        Assert.Equal(KubeConnectionFailure.Interrupted, error.Failure);
        Assert.Equal(["one"], seen);
    }

    [Fact]
    public async Task A_proxys_page_is_no_log()
    {
        Transport.Answer(200, "<html>\nSign in\n</html>", "text/html; charset=utf-8");
        Assert.Equal(KubeConnectionFailure.Malformed, (await Assert.ThrowsAsync<KubeConnectionException>(() => ReadAsync(new()))).Failure);
    }

    [Theory]
    [InlineData(400, "BadRequest", "container \"a\" in pod \"p\" is waiting to start: ContainerCreating")]
    [InlineData(404, "NotFound", "pods \"p\" not found")]
    [InlineData(403, "Forbidden", "pods \"p\" is forbidden")]
    public async Task A_refusal_is_told_in_the_servers_words(int code, string reason, string message)
    {
        Transport.Status(code, reason, message.Replace("\"", "\\\"", StringComparison.Ordinal));
        var error = await Assert.ThrowsAsync<KubeApiException>(() => ReadAsync(new()));
        Assert.Equal(message, error.Message);
        Assert.Single(Transport.Requests);
    }

    private static string PodWith(string containerId, string state)
        => $$$"""{"metadata":{"name":"p","namespace":"n"},"status":{"containerStatuses":[{"name":"a","containerID":"{{{containerId}}}","state":{"{{{state}}}":{} }}]}}""";

    private static SlowStream Cut(string text) => new(Encoding.UTF8.GetBytes(text), 1000, SlowStream.Ending.Broken);

    private async Task<List<KubeLogLine>> ReadAsync(LogOptions options)
    {
        var lines = new List<KubeLogLine>();
        await foreach (var line in Client.LogAsync("n", "p", options, default)) lines.Add(line);
        return lines;
    }
}
