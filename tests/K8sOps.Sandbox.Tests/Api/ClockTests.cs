using System.Diagnostics;

namespace K8sOps.Sandbox.Tests.Api;

public sealed class ClockTests
{
    private static readonly DateTimeOffset Start = new SandboxOptions().Start;

    [Fact]
    public async Task Half_an_hour_is_waited_for_in_well_under_a_second()
    {
        using var api = new ApiOfWorld(SandboxTime.Jumping);
        var clock = Stopwatch.StartNew();
        await Task.Delay(TimeSpan.FromMinutes(30), api.World.Clock);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 2000);
        Assert.InRange(api.World.Clock.GetUtcNow() - Start, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(31));
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_at_once_does_not_move_the_clock()
    {
        using var api = new ApiOfWorld(SandboxTime.Jumping);
        using var cancel = new CancellationTokenSource();
        var wait = Task.Delay(TimeSpan.FromMinutes(30), api.World.Clock, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        await Task.Delay(60);
        Assert.InRange(api.World.Clock.GetUtcNow() - Start, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_poll_is_served_before_the_time_out_that_stands_behind_it()
    {
        using var api = new ApiOfWorld(SandboxTime.Jumping);
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(10), api.World.Clock);
        for (var poll = 0; poll < 20; poll++)
        {
            await Task.Delay(TimeSpan.FromSeconds(2), api.World.Clock, timeout.Token);
            await api.Get("/api/v1/nodes");
        }

        Assert.InRange(api.World.Clock.GetUtcNow() - Start, TimeSpan.FromSeconds(40), TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_held_clock_moves_when_it_is_stepped_and_wakes_in_order()
    {
        using var api = new ApiOfWorld();
        var order = new List<int>();
        var late = After(20);
        var early = After(10);
        await Task.Delay(20);
        Assert.Equal(Start, api.World.Clock.GetUtcNow());
        api.World.Advance(TimeSpan.FromSeconds(15));
        await early;
        Assert.False(late.IsCompleted);
        api.World.Advance(TimeSpan.FromSeconds(5));
        await late;
        Assert.Equal([10, 20], order);

        async Task After(int seconds)
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), api.World.Clock);
            lock (order) order.Add(seconds);
        }
    }

    [Fact]
    public async Task Real_time_does_not_jump_and_can_run_faster()
    {
        using var world = SandboxWorld.Create("sandbox-infra", new SandboxOptions { Time = SandboxTime.RealTime, Speed = 100 });
        var clock = Stopwatch.StartNew();
        await Task.Delay(TimeSpan.FromSeconds(5), world.Clock);
        Assert.InRange(clock.ElapsedMilliseconds, 40, 2000);
    }

    [Fact]
    public async Task A_reader_of_a_watch_sees_each_change_before_time_goes_on()
    {
        using var api = new ApiOfWorld(SandboxTime.Jumping);
        var seen = new List<DateTimeOffset>();
        for (var i = 1; i <= 3; i++)
        {
            var name = $"m{i}";
            lock (seen)
            {
                api.World.Store.Schedule(TimeSpan.FromMinutes(i), () => api.World.Store.Create(
                    new Kubernetes.KubeResource("", "v1", "configmaps", "ConfigMap", IsNamespaced: true),
                    new System.Text.Json.Nodes.JsonObject { ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["name"] = name, ["namespace"] = "default", ["labels"] = new System.Text.Json.Nodes.JsonObject { ["w"] = "1" } } }));
            }
        }

        await using var response = await api.Open("GET", "/api/v1/namespaces/default/configmaps?watch=1&labelSelector=w");
        using var reader = new StreamReader(response.Body);
        var wait = Task.Delay(TimeSpan.FromHours(1), api.World.Clock);
        for (var i = 1; i <= 3; i++)
        {
            Assert.NotNull(await reader.ReadLineAsync());
            seen.Add(api.World.Clock.GetUtcNow());
        }

        Assert.All(seen.Select(static (time, i) => time - Start - TimeSpan.FromMinutes(i + 1)), static late => Assert.InRange(late, TimeSpan.Zero, TimeSpan.FromSeconds(59)));
        // The reader comes back for more, or the clock stands still until it is given up.
        var more = reader.ReadLineAsync();
        await wait;
        Assert.NotNull(more);
    }
}
