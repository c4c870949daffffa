using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Pods;

public sealed class LogServiceTests
{
    private const string TwoContainers = """{"containers":[{"name":"app"},{"name":"web"}]}""";
    private readonly ScriptedServer _server = new();
    private readonly RecordingSink _sink = new();
    private readonly List<OperationException> _errors = [];

    [Fact]
    public async Task Lines_of_several_pods_are_merged_by_their_times()
    {
        _server.Pods(Sample.Healthy("a"), Sample.Healthy("b"));
        Log("a", "10:00:01 one", "10:00:03 three");
        Log("b", "10:00:02 two", "10:00:04 four");
        var lines = await ReadAsync(new() { Names = ["*"] });
        Assert.Equal(["a one", "b two", "a three", "b four"], lines.Select(l => $"{l.Name} {l.Text}"));
        Assert.Equal(new DateTimeOffset(2026, 1, 15, 10, 0, 1, TimeSpan.Zero), lines[0].Time);
        Assert.Equal(("infra", "media", "app"), (lines[0].Cluster, lines[0].Namespace, lines[0].Container));
    }

    [Fact]
    public async Task A_line_without_a_time_stays_behind_the_one_before_it()
    {
        _server.Pods(Sample.Healthy("a"), Sample.Healthy("b"));
        _server.Answer("/api/v1/namespaces/media/pods/a/log", 200, "2026-01-15T10:00:05Z late\nno time here\n");
        Log("b", "10:00:01 early", "10:00:09 last");
        Assert.Equal(["early", "late", "no time here", "last"], (await ReadAsync(new() { Names = ["*"] })).Select(l => l.Text));
    }

    [Fact]
    public async Task Of_several_containers_all_are_read_and_named()
    {
        _server.Pods(Sample.Pod("a", Statuses.Running, spec: TwoContainers));
        LogBy("a", container => $"2026-01-15T10:00:00Z from {container}\n");
        Assert.Equal(["app from app", "web from web"], (await ReadAsync(new() { Names = ["a"] })).Select(l => $"{l.Container} {l.Text}"));
    }

    [Fact]
    public async Task The_default_container_is_the_one_of_the_annotation_and_a_pattern_reads_others()
    {
        var pod = Sample.Pod("a", Statuses.Running, spec: """{"initContainers":[{"name":"migrate"}],"containers":[{"name":"app"},{"name":"web"}]}""");
        pod["metadata"]!["annotations"]!["kubectl.kubernetes.io/default-container"] = "web";
        _server.Pods(pod);
        LogBy("a", container => $"2026-01-15T10:00:00Z from {container}\n");
        Assert.Equal(["web"], (await ReadAsync(new() { Names = ["a"] })).Select(l => l.Container));
        Assert.Equal(["migrate", "app", "web"], (await ReadAsync(new() { Names = ["a"], Containers = ["*"] })).Select(l => l.Container));
    }

    [Fact]
    public async Task While_a_pod_initialises_its_init_container_is_read()
    {
        _server.Pods(Sample.Pod("a", Statuses.InitCrashing, spec: """{"initContainers":[{"name":"migrate"}],"containers":[{"name":"app"}]}"""));
        LogBy("a", container => $"2026-01-15T10:00:00Z from {container}\n");
        Assert.Equal("migrate", Assert.Single(await ReadAsync(new() { Names = ["a"] })).Container);
    }

    [Fact]
    public async Task What_fails_on_one_pod_is_told_and_the_others_go_on()
    {
        _server.Pods(Sample.Pod("waits", Statuses.ImagePull), Sample.Healthy("b"), Sample.Healthy("gone"), Sample.Healthy("mine"), Sample.Pod("homeless", """{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","message":"0/3 nodes are available"}]}""", node: null));
        _server.Answer("/api/v1/namespaces/media/pods/waits/log", 400, Status(400, "BadRequest", "container \\\"app\\\" in pod \\\"waits\\\" is waiting to start: trying and failing to pull image"));
        _server.Answer("/api/v1/namespaces/media/pods/gone/log", 404, Status(404, "NotFound", "pods \\\"gone\\\" not found"));
        _server.Answer("/api/v1/namespaces/media/pods/mine/log", 403, Status(403, "Forbidden", "pods \\\"mine\\\" is forbidden: User \\\"viewer\\\" cannot get resource \\\"pods/log\\\""));
        Log("b", "10:00:01 well");
        Assert.Equal("well", Assert.Single(await ReadAsync(new() { Names = ["*"], OnError = _errors.Add })).Text);
        Assert.Equal(["ContainerNotStarted media/homeless", "ContainerNotStarted media/waits", "Forbidden media/mine", "NotFound media/gone"], _errors.Select(e => $"{e.Id} {e.Target}").Order());
        Assert.Contains("ImagePullBackOff: Back-off pulling image", _errors.Single(e => e.Target == "media/waits").Message, StringComparison.Ordinal);
        Assert.Contains("0/3 nodes are available", _errors.Single(e => e.Target == "media/homeless").Message, StringComparison.Ordinal);
        Assert.Equal("Get-K8sEvent -Cluster infra -Namespace media -Kind Pod -Name waits", _errors.Single(e => e.Target == "media/waits").Remedy);
    }

    [Fact]
    public async Task A_container_that_was_not_restarted_has_no_previous_log()
    {
        _server.Pods(Sample.Healthy("a"));
        _server.Answer("/api/v1/namespaces/media/pods/a/log", 400, Status(400, "BadRequest", "previous terminated container \\\"app\\\" in pod \\\"a\\\" not found"));
        var error = await Assert.ThrowsAsync<OperationException>(() => ReadAsync(new() { Names = ["a"], Previous = true }));
        Assert.Equal("NoPreviousRun", error.Id);
        Assert.Contains(_server.Requests, r => r.Contains("previous=true", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Previous_reads_only_the_containers_that_were_restarted()
    {
        var status = """{"phase":"Running","containerStatuses":[{"name":"app","lastState":{}},{"name":"web","lastState":{"terminated":{"exitCode":1}}}]}""";
        _server.Pods(Sample.Pod("a", status, spec: TwoContainers));
        LogBy("a", container => $"2026-01-15T10:00:00Z from {container}\n");
        Assert.Equal(["web"], (await ReadAsync(new() { Names = ["a"], Previous = true })).Select(l => l.Container));
    }

    [Fact]
    public async Task A_literal_container_that_no_pod_has_is_an_error_and_one_that_some_lack_is_not()
    {
        _server.Pods(Sample.Healthy("a"), Sample.Pod("b", Statuses.Running, spec: TwoContainers));
        LogBy("b", container => $"2026-01-15T10:00:00Z from {container}\n");
        Assert.Equal("b", Assert.Single(await ReadAsync(new() { Names = ["*"], Containers = ["web"] })).Name);
        Assert.Equal("NotFound", (await Assert.ThrowsAsync<OperationException>(() => ReadAsync(new() { Names = ["*"], Containers = ["wbe"] }))).Id);
        Assert.Empty(await ReadAsync(new() { Names = ["*"], Containers = ["wbe*"] }));
    }

    [Fact]
    public async Task Match_minds_no_case_and_tail_and_since_are_asked_of_the_server()
    {
        _server.Pods(Sample.Healthy("a"));
        Log("a", "10:00:01 All is well", "10:00:02 ERROR: no database", "10:00:03 bye");
        var lines = await ReadAsync(new() { Names = ["a"], Match = "err.r", Tail = 3, Since = new DateTimeOffset(2026, 1, 15, 9, 0, 0, TimeSpan.Zero) });
        Assert.Equal("ERROR: no database", Assert.Single(lines).Text);
        Assert.Contains(_server.Requests, r => r.Contains("tailLines=3", StringComparison.Ordinal) && r.Contains("sinceTime=2026-01-15T09:00:00", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("^(a+)+$")]
    public async Task A_pattern_that_is_none_or_never_ends_is_an_error(string pattern)
    {
        _server.Pods(Sample.Healthy("a"));
        Log("a", "10:00:01 " + new string('a', 60) + "!");
        Assert.Equal("InvalidPattern", (await Assert.ThrowsAsync<OperationException>(() => ReadAsync(new() { Names = ["a"], Match = pattern }))).Id);
    }

    [Fact]
    public async Task Followed_logs_come_side_by_side_and_end_with_their_containers()
    {
        var (a, b) = (Sample.Pod("a", Statuses.Completed), Sample.Pod("b", Statuses.Completed));
        _server.Pods(a, b);
        Log("a", "10:00:01 one");
        Log("b", "10:00:02 two");
        Assert.Equal(["one", "two"], (await ReadAsync(new() { Names = ["*"], Follow = true })).Select(l => l.Text).Order());
    }

    [Fact]
    public async Task More_logs_than_can_be_followed_are_refused_before_one_is_opened()
    {
        _server.Pods([.. Enumerable.Range(0, LogService.MostSideBySide + 1).Select(i => Sample.Healthy("p" + i))]);
        Assert.Equal("TooManyLogs", (await Assert.ThrowsAsync<OperationException>(() => ReadAsync(new() { Names = ["*"], Follow = true }))).Id);
        Assert.DoesNotContain(_server.Requests, r => r.Contains("/log", StringComparison.Ordinal));
    }

    [Fact]
    public async Task More_logs_than_are_read_side_by_side_are_all_read()
    {
        var pods = Enumerable.Range(0, LogService.MostSideBySide + 7).Select(i => "p" + i).ToList();
        _server.Pods([.. pods.Select(p => Sample.Healthy(p))]);
        foreach (var pod in pods) Log(pod, "10:00:01 " + pod);
        Assert.Equal(pods.Order(), (await ReadAsync(new() { Names = ["*"] })).Select(l => l.Text).Order());
    }

    [Fact]
    public async Task Whoever_has_enough_stops_all_readers()
    {
        _server.Pods(Sample.Healthy("a"), Sample.Healthy("b"));
        Log("a", [.. Enumerable.Range(0, 50).Select(i => $"10:00:{i:00} a{i}")]);
        Log("b", [.. Enumerable.Range(0, 50).Select(i => $"10:00:{i:00} b{i}")]);
        foreach (var follow in (bool[])[false, true])
        {
            await foreach (var line in new LogService(_server.Cluster()).ReadAsync(new() { Names = ["*"], Follow = follow }, _sink.Context))
            {
                Assert.NotEmpty(line.Text);
                break;
            }
        }
    }

    private static string Status(int code, string reason, string message) => $$$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{{reason}}}","code":{{{code}}},"message":"{{{message}}}"}""";

    private void Log(string pod, params string[] lines) => _server.Answer($"/api/v1/namespaces/media/pods/{pod}/log", 200, string.Concat(lines.Select(l => $"2026-01-15T{l[..8]}Z {l[9..]}\n")));

    private void LogBy(string pod, Func<string, string> text) => _server.Answer($"/api/v1/namespaces/media/pods/{pod}/log", r => (200, text(r.PathAndQuery.Split("container=")[1].Split('&')[0])));

    private async Task<List<K8sLogLine>> ReadAsync(LogQuery query)
    {
        var lines = new List<K8sLogLine>();
        await foreach (var line in new LogService(_server.Cluster()).ReadAsync(query, _sink.Context)) lines.Add(line);
        return lines;
    }
}
