using System.Globalization;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Tests.Worlds;

namespace K8sOps.Sandbox.Tests.Controllers;

public sealed class CronJobTests : IDisposable
{
    private readonly SmallWorld world = new();

    public void Dispose() => world.Dispose();

    private void Cron(string schedule, string rest = "", string seconds = "20", string exit = "0") => world.Apply($$"""
        apiVersion: batch/v1
        kind: CronJob
        metadata: { name: backup }
        spec:
          schedule: "{{schedule}}"
          {{rest}}
          jobTemplate:
            spec:
              backoffLimit: 0
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: run, image: busybox, command: [sh, -c, "echo go; sleep {{seconds}}; exit {{exit}}"]}]
        """);

    private IReadOnlyList<string> Jobs() => [.. world.Store.List(KubeResources.Jobs).Select(static job => job.Name())];

    [Theory]
    [InlineData("*/15 * * * *", "2026-01-15T03:00:00Z", "2026-01-15T03:15:00Z")]
    [InlineData("0 3 * * *", "2026-01-15T03:00:00Z", "2026-01-16T03:00:00Z")]
    [InlineData("@hourly", "2026-01-15T03:00:01Z", "2026-01-15T04:00:00Z")]
    [InlineData("@weekly", "2026-01-15T03:00:00Z", "2026-01-18T00:00:00Z")]
    [InlineData("30 2 1-7/3 feb,mar *", "2026-01-15T03:00:00Z", "2026-02-01T02:30:00Z")]
    [InlineData("0 12 * * mon-fri", "2026-01-17T03:00:00Z", "2026-01-19T12:00:00Z")]
    [InlineData("0 12 13 * 5", "2026-01-10T13:00:00Z", "2026-01-13T12:00:00Z")]
    [InlineData("0 0 * * 7", "2026-01-15T03:00:00Z", "2026-01-18T00:00:00Z")]
    [InlineData("@every 90m", "2026-01-15T03:00:00Z", "2026-01-15T04:30:00Z")]
    [InlineData("0 0 29 2 *", "2026-01-15T03:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("0 0 30 2 *", "2026-01-15T03:00:00Z", null)]
    public void A_schedule_has_its_next_time(string schedule, string after, string? next) => Assert.Equal(
        next is null ? null : DateTimeOffset.Parse(next, CultureInfo.InvariantCulture),
        CronSchedule.Parse(schedule, null).Next(DateTimeOffset.Parse(after, CultureInfo.InvariantCulture)));

    [Fact]
    public void A_time_zone_is_followed_through_its_summer_time()
    {
        var schedule = CronSchedule.Parse("30 2 * * *", "Europe/Berlin");
        Assert.Equal(new DateTimeOffset(2026, 1, 16, 1, 30, 0, TimeSpan.Zero), schedule.Next(new DateTimeOffset(2026, 1, 15, 3, 0, 0, TimeSpan.Zero)));
        // On 29 March 2026 there is no 02:30 in Berlin.
        Assert.Equal(new DateTimeOffset(2026, 3, 30, 0, 30, 0, TimeSpan.Zero), schedule.Next(new DateTimeOffset(2026, 3, 28, 3, 0, 0, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("60 * * * *")]
    [InlineData("*/0 * * * *")]
    [InlineData("5-1 * * * *")]
    [InlineData("a * * * *")]
    [InlineData("@every never")]
    public void What_is_no_schedule_is_refused(string schedule) => Assert.Throws<FormatException>(() => CronSchedule.Parse(schedule, null));

    [Fact]
    public void An_unknown_time_zone_is_refused() => Assert.Throws<FormatException>(static () => CronSchedule.Parse("@daily", "Atlantis/Capital"));

    [Fact]
    public void Jobs_are_made_at_their_times_and_the_last_three_are_kept()
    {
        Cron("*/10 * * * *");
        world.Run(599);
        Assert.Empty(Jobs());
        world.Run(3000);
        Assert.Equal(3, Jobs().Count);
        Assert.Equal("backup-" + (SmallWorld.Begin.AddMinutes(50).ToUnixTimeSeconds() / 60).ToString(CultureInfo.InvariantCulture), Jobs()[^1]);
        Assert.All(world.Store.List(KubeResources.Jobs), static job => Assert.Equal("True", job.Condition("Complete").Text("status")));
        var cron = world.Get(Kinds.CronJobs, "backup");
        Assert.Equal(SmallWorld.Begin.AddMinutes(50), cron.Time("status", "lastScheduleTime"));
        Assert.True(cron.Time("status", "lastSuccessfulTime") > SmallWorld.Begin.AddMinutes(50));
        Assert.Null(cron["status"]!["active"]);
        Assert.Contains(world.Events("SawCompletedJob"), static message => message.EndsWith("condition: Complete", StringComparison.Ordinal));
    }

    [Fact]
    public void A_failed_job_is_kept_once()
    {
        Cron("*/5 * * * *", exit: "1");
        world.Run(1790);
        Assert.Equal("True", Assert.Single(world.Store.List(KubeResources.Jobs)).Condition("Failed").Text("status"));
    }

    [Theory]
    [InlineData("Forbid", 1)]
    [InlineData("Replace", 1)]
    [InlineData("Allow", 5)]
    public void The_concurrency_policy_holds(string policy, int jobs)
    {
        Cron("* * * * *", $"concurrencyPolicy: {policy}", "1000");
        world.Run(301);
        Assert.Equal(jobs, Jobs().Count);
        if (policy == "Forbid") Assert.NotEmpty(world.Events("JobAlreadyActive"));
    }

    [Fact]
    public void A_suspended_one_makes_none_until_it_goes_on()
    {
        Cron("*/10 * * * *", "suspend: true");
        world.Run(3000);
        Assert.Empty(Jobs());
        world.Change(Kinds.CronJobs, "backup", static item => item["spec"]!["suspend"] = false);
        Assert.Single(Jobs());
    }

    [Fact]
    public void A_start_missed_by_more_than_its_deadline_is_left_out()
    {
        Cron("0 * * * *", "suspend: true\n  startingDeadlineSeconds: 60");
        world.Run(3600 + 600);
        world.Change(Kinds.CronJobs, "backup", static item => item["spec"]!["suspend"] = false);
        Assert.Empty(Jobs());
    }

    [Fact]
    public void A_schedule_that_is_none_is_told_by_an_event()
    {
        Cron("not a schedule");
        Assert.Contains(world.Events("UnparseableSchedule"), static message => message.StartsWith("unparseable schedule: \"not a schedule\"", StringComparison.Ordinal));
    }
}
