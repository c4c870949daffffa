using System.Text;

namespace K8sOps.Kubernetes.Tests;

/// <summary>The time of day is set while the client waits: what is measured goes on evenly.</summary>
public sealed class ClockJumpTests
{
    [Theory]
    [InlineData(6)]
    [InlineData(-6)]
    public async Task A_wait_lasts_as_long_as_it_was_given_whatever_the_time_of_day_is_set_to(int hours)
    {
        var clock = new HastyClock(100);
        var list = """{"kind":"PodList","metadata":{"resourceVersion":"9"},"items":[]}""";
        var transport = new ScriptedTransport().Answer(200, list).AnswerStream(new SlowStream(Encoding.UTF8.GetBytes(""), 1, SlowStream.Ending.Silent));
        await using var client = new KubeClient(transport, new() { Clock = clock });
        var started = TimeProvider.System.GetTimestamp();
        var waiting = client.WaitAsync(KubeResources.Pods, "n", "p", KubeJson.Object, p => p is not null, TimeSpan.FromSeconds(60), default);
        clock.Jump(TimeSpan.FromHours(hours));
        await Assert.ThrowsAsync<KubeWaitTimeoutException>(() => waiting);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(15));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(-6)]
    public async Task A_silent_server_is_given_up_in_its_time_whatever_the_time_of_day_is_set_to(int hours)
    {
        var clock = new HastyClock(100);
        var transport = new ScriptedTransport().Do(async (_, token) =>
        {
            clock.Jump(TimeSpan.FromHours(hours));
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("never");
        });
        await using var client = new KubeClient(transport, new() { Clock = clock });
        var started = TimeProvider.System.GetTimestamp();
        var error = await Assert.ThrowsAsync<KubeConnectionException>(() => client.ServerVersionAsync(default));
        Assert.Equal(KubeConnectionFailure.Timeout, error.Failure);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(15));
    }
}
