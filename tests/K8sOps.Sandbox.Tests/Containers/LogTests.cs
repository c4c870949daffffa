using System.Globalization;
using System.Text;
using K8sOps.Sandbox.Tests.Api;

namespace K8sOps.Sandbox.Tests.Containers;

public sealed class LogTests : IAsyncLifetime, IDisposable
{
    private readonly ApiOfWorld _api = new();
    private string _pod = "";

    public async Task InitializeAsync() => _pod = await ExecOfWorld.PodOf(_api, "selfhosted", "podinfo");

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _api.Dispose();

    private async Task<string[]> Lines(string query, string? pod = null)
    {
        var (code, text) = await _api.Text("GET", $"/api/v1/namespaces/selfhosted/pods/{pod ?? _pod}/log?{query}");
        Assert.True(code == 200, text);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task<(int Code, string? Message)> Refusal(string pod, string query)
    {
        var (code, status) = await _api.Send("GET", $"/api/v1/namespaces/selfhosted/pods/{pod}/log?{query}");
        return (code, (string?)status["message"]);
    }

    private static DateTimeOffset TimeOf(string line) => DateTimeOffset.Parse(line[..line.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_container_that_has_run_for_long_has_its_last_thousand_lines_in_order_of_time()
    {
        var pod = await ExecOfWorld.PodOf(_api, "selfhosted", "paperless");
        var lines = await Lines("timestamps=true", pod);
        Assert.Equal(1000, lines.Length);
        Assert.All(lines, static line => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z \[", line));
        var times = lines.Select(TimeOf).ToArray();
        Assert.Equal(times.Order(), times);
        Assert.Equal(1000, times.Distinct().Count());
        Assert.InRange(times[^1], _api.World.Clock.GetUtcNow().AddMinutes(-8), _api.World.Clock.GetUtcNow());
        Assert.Equal(lines, await Lines("timestamps=true", pod));
        _api.World.Advance(TimeSpan.FromHours(1));
        var later = await Lines("timestamps=true", pod);
        Assert.InRange(later.Length - 1 - Array.IndexOf(later, lines[^1]), 11, 13);
    }

    [Fact]
    public async Task The_tail_the_time_and_the_bytes_bound_it()
    {
        var all = await Lines("timestamps=true");
        Assert.Equal(all[^3..], await Lines("timestamps=true&tailLines=3"));
        Assert.Empty(await Lines("tailLines=0"));
        Assert.InRange((await Lines("sinceSeconds=60")).Length, 5, 7);
        var from = TimeOf(all[^5]);
        Assert.Equal(all[^5..], await Lines("timestamps=true&sinceTime=" + Uri.EscapeDataString(from.ToString("O", CultureInfo.InvariantCulture))));
        Assert.Empty(await Lines("sinceTime=2030-01-01T00%3A00%3A00Z"));
        Assert.Equal(10, (await _api.Text("GET", $"/api/v1/namespaces/selfhosted/pods/{_pod}/log?limitBytes=10")).Body.Length);
    }

    [Theory]
    [InlineData("tailLines=-1", 422, "PodLogOptions \"\" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("limitBytes=0", 422, "PodLogOptions \"\" is invalid: limitBytes: Invalid value: 0: must be greater than 0")]
    [InlineData("tailLines=many", 400, "strconv.ParseInt: parsing \"many\": invalid syntax")]
    [InlineData("sinceSeconds=1&sinceTime=2026-01-01T00%3A00%3A00Z", 422, "PodLogOptions \"\" is invalid: <nil>: Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified")]
    [InlineData("container=side", 400, "container side is not valid for pod POD")]
    [InlineData("previous=true", 400, "previous terminated container \"app\" in pod \"POD\" not found")]
    public async Task What_cannot_be_read_is_refused(string query, int code, string message) =>
        Assert.Equal((code, message.Replace("POD", _pod, StringComparison.Ordinal)), await Refusal(_pod, query));

    [Fact]
    public async Task A_container_must_be_named_where_there_are_several()
    {
        await _api.Send("POST", "/api/v1/namespaces/selfhosted/pods", """{"metadata":{"name":"two"},"spec":{"initContainers":[{"name":"first","image":"x"}],"containers":[{"name":"a","image":"x"},{"name":"b","image":"x"}]}}""");
        Assert.Equal((400, "a container name must be specified for pod two, choose one of: [a b] or one of the init containers: [first]"), await Refusal("two", ""));
        Assert.Equal((400, "container \"b\" in pod \"two\" is waiting to start: PodInitializing"), await Refusal("two", "container=b"));
        Assert.Equal((404, "pods \"three\" not found"), await Refusal("three", ""));
    }

    [Fact]
    public async Task An_image_that_cannot_be_pulled_is_told()
    {
        await _api.Send("POST", "/api/v1/namespaces/selfhosted/pods", """{"metadata":{"name":"bad"},"spec":{"containers":[{"name":"a","image":"registry.example.org/x:-no-"}]}}""");
        _api.World.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((400, "container \"a\" in pod \"bad\" is waiting to start: trying and failing to pull image"), await Refusal("bad", ""));
    }

    [Fact]
    public async Task A_crashed_container_keeps_the_log_of_its_previous_run()
    {
        await _api.Patch("/apis/sandbox.k8sops.io/v1/scenarios/crash-loop", """{"spec":{"active":true}}""");
        var pods = await _api.Get("/api/v1/namespaces/selfhosted/pods?labelSelector=app.kubernetes.io/name%3Dpaperless");
        var pod = pods["items"]![0]!;
        var name = (string)pod["metadata"]!["name"]!;
        var previous = await Lines("previous=true", name);
        Assert.Equal("Exiting: no database to connect to", previous[^1]);
        var ended = DateTimeOffset.Parse((string)pod["status"]!["containerStatuses"]![0]!["lastState"]!["terminated"]!["finishedAt"]!, CultureInfo.InvariantCulture);
        Assert.InRange(TimeOf((await Lines("previous=true&timestamps=true", name))[^1]), ended.AddSeconds(-3), ended.AddSeconds(1));
    }

    [Fact]
    public async Task A_job_has_said_what_its_shell_echoes()
    {
        await _api.Send("POST", "/api/v1/namespaces/selfhosted/pods", """{"metadata":{"name":"task"},"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"busybox","command":["sh","-c","echo one; echo \"two three\"; exit 3"]}]}}""");
        _api.World.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["one", "two three"], await Lines("", "task"));
        Assert.Equal(["one", "two three"], await Lines("follow=true", "task"));
    }

    [Fact]
    public async Task A_followed_log_goes_on_with_the_clock_and_ends_with_the_container()
    {
        await using var response = await _api.Open("GET", $"/api/v1/namespaces/selfhosted/pods/{_pod}/log?follow=true&tailLines=1");
        using var reader = new StreamReader(response.Body, Encoding.UTF8);
        Assert.NotNull(await reader.ReadLineAsync());
        var next = reader.ReadLineAsync();
        await Task.Delay(20);
        Assert.False(next.IsCompleted);
        _api.World.Advance(TimeSpan.FromSeconds(30));
        Assert.StartsWith("{", await next.WaitAsync(TimeSpan.FromSeconds(5)), StringComparison.Ordinal);
        var rest = reader.ReadToEndAsync();
        await _api.Send("DELETE", $"/api/v1/namespaces/selfhosted/pods/{_pod}");
        _api.World.Advance(TimeSpan.FromSeconds(30));
        Assert.InRange((await rest.WaitAsync(TimeSpan.FromSeconds(5))).Split('\n').Length, 2, 6);
    }

    [Fact]
    public async Task A_node_whose_kubelet_is_stopped_gives_no_log()
    {
        await _api.Patch("/apis/sandbox.k8sops.io/v1/scenarios/node-not-ready", """{"spec":{"active":true}}""");
        var pods = await _api.Get("/api/v1/pods?fieldSelector=spec.nodeName%3Dinfra-wk-03");
        var pod = pods["items"]!.AsArray().First(static pod => pod!["spec"]!["containers"]!.AsArray().Count == 1)!["metadata"]!;
        var (code, status) = await _api.Send("GET", $"/api/v1/namespaces/{pod["namespace"]}/pods/{pod["name"]}/log");
        Assert.Equal(500, code);
        Assert.EndsWith(":10250: connect: connection refused", (string?)status["message"], StringComparison.Ordinal);
    }
}
