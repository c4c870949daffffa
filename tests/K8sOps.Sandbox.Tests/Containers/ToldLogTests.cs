using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Containers;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Tests.Api;

namespace K8sOps.Sandbox.Tests.Containers;

/// <summary>Logs whose lines a simulator tells, read through the API: those of Flux's controllers.</summary>
public sealed class ToldLogTests : IDisposable
{
    private readonly ApiOfWorld _api = new();
    private readonly string _pod;

    public ToldLogTests()
    {
        _pod = Pod().Name();
        // What the world's own past has told is no part of these tests.
        Assert.Null(Log().End);
    }

    public void Dispose() => _api.Dispose();

    private JsonObject Pod() => Assert.Single(_api.World.Store.List(KubeResources.Pods, "flux-system"), static pod => pod.Label("app") == "notification-controller" && !pod.IsTerminating());

    private ToldLog Log(string? pod = null) =>
        Assert.IsType<ToldLog>(_api.World.Containers.LogOf(_api.World.Store.Get(KubeResources.Pods, "flux-system", pod ?? _pod)!, "manager", previous: false));

    private async Task<string[]> Lines(string query, string? pod = null)
    {
        var (code, text) = await _api.Text("GET", $"/api/v1/namespaces/flux-system/pods/{pod ?? _pod}/log?{query}");
        Assert.True(code == 200, text);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private DateTimeOffset Now => _api.World.Clock.GetUtcNow();

    [Fact]
    public async Task What_is_told_is_read_by_time_tail_and_bytes_like_any_log()
    {
        var log = Log();
        log.Write(Now, "one");
        _api.World.Advance(TimeSpan.FromMinutes(5));
        log.Write(Now, "two");
        log.Write(Now, "three");
        Assert.Equal(["one", "two", "three"], await Lines("tailLines=3"));
        Assert.Equal(["two", "three"], await Lines("sinceSeconds=60"));
        Assert.Equal(["three"], await Lines("tailLines=1"));
        Assert.Equal("thr", (await _api.Text("GET", $"/api/v1/namespaces/flux-system/pods/{_pod}/log?tailLines=1&limitBytes=3")).Body);
        Assert.Matches(@"^2026-01-15T\d\d:\d\d:\d\d\.\d{9}Z three$", Assert.Single(await Lines("tailLines=1&timestamps=true")));
        Assert.Empty(await Lines("sinceTime=2036-01-01T00%3A00%3A00Z"));
    }

    [Fact]
    public async Task A_past_is_composed_in_any_order_and_what_lies_before_the_start_is_left_out()
    {
        var log = Log();
        log.Write(Now.AddMinutes(-1), "later");
        log.Write(Now.AddMinutes(-2), "earlier");
        log.Write(Now.AddYears(-5), "before it ran");
        Assert.Equal(["earlier", "later"], (await Lines("sinceSeconds=121")).Where(static line => line is "earlier" or "later"));
        Assert.DoesNotContain("before it ran", await Lines(""));
    }

    [Fact]
    public async Task A_reader_that_follows_is_woken_by_each_line_and_ends_with_the_pod()
    {
        await using var response = await _api.Open("GET", $"/api/v1/namespaces/flux-system/pods/{_pod}/log?follow=true&tailLines=0");
        using var reader = new StreamReader(response.Body, Encoding.UTF8);
        var first = reader.ReadLineAsync();
        await Task.Delay(20);
        Assert.False(first.IsCompleted);
        Log().Write(Now, "one");
        Assert.Equal("one", await first.WaitAsync(TimeSpan.FromSeconds(5)));
        var second = reader.ReadLineAsync();
        Log().Write(Now, "two");
        Assert.Equal("two", await second.WaitAsync(TimeSpan.FromSeconds(5)));
        var rest = reader.ReadToEndAsync();
        await _api.Send("DELETE", $"/api/v1/namespaces/flux-system/pods/{_pod}");
        _api.World.Advance(TimeSpan.FromSeconds(30));
        Assert.DoesNotContain("two", await rest.WaitAsync(TimeSpan.FromSeconds(5)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_forgets_what_a_node_forgets_and_a_slow_reader_goes_on_with_what_is_left()
    {
        await using var response = await _api.Open("GET", $"/api/v1/namespaces/flux-system/pods/{_pod}/log?follow=true&tailLines=0");
        var log = Log();
        for (var i = 0; i < 20_000; i++) log.Write(Now, $"line {i}");
        var kept = await Lines("");
        Assert.Equal((ContainerLog.Kept, "line 19999"), (kept.Length, kept[^1]));
        Assert.True(log.CountAt(Now) >= 20_000);
        using var reader = new StreamReader(response.Body, Encoding.UTF8);
        var line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(5));
        Assert.InRange(int.Parse(line!["line ".Length..], System.Globalization.CultureInfo.InvariantCulture), 18_000, 19_000);
    }

    [Fact]
    public async Task A_pod_that_takes_its_place_begins_anew()
    {
        Log().Write(Now, "of the old pod");
        await _api.Send("DELETE", $"/api/v1/namespaces/flux-system/pods/{_pod}");
        _api.World.Advance(TimeSpan.FromMinutes(1));
        var next = Pod().Name();
        Assert.NotEqual(_pod, next);
        var lines = await Lines("", next);
        Assert.Contains("starting manager", lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("of the old pod", lines);
        Assert.Empty((await Lines("sinceTime=" + Uri.EscapeDataString(Now.ToString("O", System.Globalization.CultureInfo.InvariantCulture)), next)));
    }

    [Fact]
    public void What_is_told_after_the_end_is_nobodys()
    {
        var log = new ToldLog(new TypicalLog("x", Now, new ContainerFate(TimeSpan.FromSeconds(2), null, 0, IsOutOfMemory: false, ["begins"]), new Dictionary<string, string>()));
        log.Write(Now.AddSeconds(5), "one");
        log.End = Now.AddSeconds(10);
        log.Write(Now.AddSeconds(11), "two");
        Assert.Equal(2, log.CountAt(Now.AddDays(1)));
        Assert.Equal(["begins", "one"], [log.Line(0).Text, log.Line(1).Text]);
        Assert.Null(log.WrittenAt(2));
        Assert.Equal(0, log.CountAt(Now));
    }
}
