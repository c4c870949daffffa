using System.Net.WebSockets;
using System.Text;

namespace K8sOps.Kubernetes.Tests;

public sealed class ExecTests : ClientTest
{
    private const string Success = """{"metadata":{},"status":"Success"}""";
    private const string ExitedWith7 = """{"metadata":{},"status":"Failure","message":"command terminated with exit code 7","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"7"}]}}""";
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    [Fact]
    public async Task The_argument_vector_goes_word_by_word_and_both_versions_are_offered()
    {
        var pair = new SocketPair("v5.channel.k8s.io");
        Transport.Upgrade(pair);
        var running = RunAsync(new() { Command = ["sh", "-c", "echo 'a b' & \"ü\""], Container = "web" });
        await SayAsync(pair, 3, Success);
        Assert.Equal(0, await running);
        Assert.Equal("/api/v1/namespaces/n/pods/p/exec?stdout=true&stderr=true&container=web&command=sh&command=-c&command=echo%20%27a%20b%27%20%26%20%22%C3%BC%22", Transport.Requests[0].PathAndQuery);
        Assert.Equal(["v5.channel.k8s.io", "v4.channel.k8s.io"], Transport.OfferedProtocols);
    }

    [Theory]
    [InlineData(Success, 0)]
    [InlineData(ExitedWith7, 7)]
    public async Task The_exit_code_is_what_the_error_channel_says(string status, int expected)
    {
        var pair = new SocketPair("v4.channel.k8s.io");
        Transport.Upgrade(pair);
        var running = RunAsync(new() { Command = ["x"] });
        await SayAsync(pair, 1, "out");
        await SayAsync(pair, 2, "err");
        await SayAsync(pair, 3, status);
        Assert.Equal(expected, await running);
        Assert.Equal("out", _output.ToString());
        Assert.Equal("err", _error.ToString());
    }

    [Fact]
    public async Task A_message_may_come_in_several_frames_and_only_the_first_names_the_channel()
    {
        var pair = new SocketPair("v5.channel.k8s.io");
        Transport.Upgrade(pair);
        var running = RunAsync(new() { Command = ["x"] });
        await pair.Server.SendAsync(new byte[] { 1 }, WebSocketMessageType.Binary, endOfMessage: false, default);
        await pair.Server.SendAsync("\u0002ab"u8.ToArray(), WebSocketMessageType.Binary, endOfMessage: false, default);
        await pair.Server.SendAsync("\u0003cd"u8.ToArray(), WebSocketMessageType.Binary, endOfMessage: true, default);
        await pair.Server.SendAsync(Encoding.UTF8.GetBytes("\u0003" + Success[..10]), WebSocketMessageType.Binary, endOfMessage: false, default);
        await pair.Server.SendAsync(Encoding.UTF8.GetBytes(Success[10..]), WebSocketMessageType.Binary, endOfMessage: true, default);
        Assert.Equal(0, await running);
        Assert.Equal("\u0002ab\u0003cd", _output.ToString());
    }

    [Fact]
    public async Task Empty_messages_and_channels_that_nobody_asked_for_are_passed_over()
    {
        var pair = new SocketPair("v5.channel.k8s.io");
        Transport.Upgrade(pair);
        var running = RunAsync(new() { Command = ["x"] });
        await SayAsync(pair, 1, "");
        await pair.Server.SendAsync(Array.Empty<byte>(), WebSocketMessageType.Binary, endOfMessage: true, default);
        await SayAsync(pair, 9, "?");
        await SayAsync(pair, 255, "\u0001");
        await SayAsync(pair, 3, "");
        await SayAsync(pair, 1, "a");
        await SayAsync(pair, 3, Success);
        Assert.Equal(0, await running);
        Assert.Equal("a", _output.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_ends_before_the_outcome_is_an_unknown_outcome_and_never_0(bool orderly)
    {
        var pair = new SocketPair("v5.channel.k8s.io");
        Transport.Upgrade(pair);
        var running = RunAsync(new() { Command = ["rm", "-rf", "/data"] });
        await SayAsync(pair, 1, "half a li");
        if (orderly) await pair.Server.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", default);
        else await pair.Wire.DisposeAsync();
        var error = await Assert.ThrowsAsync<KubeConnectionException>(() => running);
        Assert.Equal(KubeConnectionFailure.Interrupted, error.Failure);
        Assert.Contains("not known", error.Message, StringComparison.Ordinal);
        Assert.Single(Transport.Requests);
    }

    [Fact]
    public async Task Input_is_sent_and_then_closed()
    {
        var pair = new SocketPair("v5.channel.k8s.io");
        Transport.Upgrade(pair);
        var text = new string('x', 100_000) + "ü";
        var running = RunAsync(new() { Command = ["cat"], Input = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        var got = new MemoryStream();
        while (true)
        {
            var message = await ReceiveAsync(pair.Server);
            if (message[0] == 255)
            {
                Assert.Equal([255, 0], message);
                break;
            }

            Assert.Equal(0, message[0]);
            got.Write(message.AsSpan(1));
        }

        await SayAsync(pair, 3, Success);
        Assert.Equal(0, await running);
        Assert.Equal(text, Encoding.UTF8.GetString(got.ToArray()));
        Assert.Contains("stdin=true", Transport.Requests[0].PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_cannot_close_the_input_is_refused_before_any_of_it_is_sent()
    {
        Transport.Upgrade(new SocketPair("v4.channel.k8s.io"));
        var error = await Assert.ThrowsAsync<KubeApiException>(() => RunAsync(new() { Command = ["cat"], Input = new MemoryStream([1]) }));
        Assert.Contains("1.30", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_ends_before_it_has_read_its_input_ends_well()
    {
        var pair = new SocketPair("v5.channel.k8s.io");
        Transport.Upgrade(pair);
        var running = RunAsync(new() { Command = ["head", "-c", "1"], Input = new SlowStream(new byte[10], 1, SlowStream.Ending.Silent) });
        await SayAsync(pair, 3, Success);
        Assert.Equal(0, await running);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Input_that_cannot_be_read_ends_the_call_with_its_own_error_and_is_not_passed_off_as_all_of_it(bool atOnce)
    {
        var pair = new SocketPair("v5.channel.k8s.io");
        Transport.Upgrade(pair);
        var running = RunAsync(new() { Command = ["psql"], Input = new SlowStream(atOnce ? [] : [1, 2, 3], 3, SlowStream.Ending.Broken) });
        Assert.Equal("broken pipe", (await Assert.ThrowsAsync<IOException>(() => running.WaitAsync(TimeSpan.FromSeconds(20)))).Message);
        if (!atOnce) Assert.Equal([0, 1, 2, 3], await ReceiveAsync(pair.Server));
        // No "end of input" comes: the connection just ends.
        await Assert.ThrowsAnyAsync<Exception>(() => ReceiveAsync(pair.Server));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_program_that_may_have_been_started_is_not_started_again(int code)
    {
        Transport.Refuse(code, "upstream", "text/plain", ("Retry-After", "1"));
        Assert.Equal(code, (await Assert.ThrowsAsync<KubeApiException>(() => RunAsync(new() { Command = ["x"] }))).StatusCode);
        Assert.Single(Transport.Requests);
    }

    [Fact]
    public async Task A_time_limit_of_a_hundred_years_is_none()
    {
        var pair = new SocketPair("v5.channel.k8s.io");
        Transport.Upgrade(pair);
        var running = RunAsync(new() { Command = ["x"], Timeout = TimeSpan.FromDays(36500) });
        await SayAsync(pair, 3, Success);
        Assert.Equal(0, await running);
    }

    [Fact]
    public async Task What_could_not_be_started_is_an_error_in_the_servers_words_and_no_exit_code()
    {
        var pair = new SocketPair("v5.channel.k8s.io");
        Transport.Upgrade(pair);
        var running = RunAsync(new() { Command = ["nope"] });
        await SayAsync(pair, 3, """{"metadata":{},"status":"Failure","message":"exec: \"nope\": executable file not found in $PATH","reason":"InternalError","code":500}""");
        var error = await Assert.ThrowsAsync<KubeApiException>(() => running);
        Assert.Equal("InternalError", error.Reason);
        Assert.Contains("not found in $PATH", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("7")]
    [InlineData("""{"status":"Failure","reason":"NonZeroExitCode"}""")]
    [InlineData("""{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"0"}]}}""")]
    public async Task An_outcome_that_cannot_be_read_is_never_taken_for_success(string status)
    {
        var pair = new SocketPair("v5.channel.k8s.io");
        Transport.Upgrade(pair);
        var running = RunAsync(new() { Command = ["x"] });
        await SayAsync(pair, 3, status);
        Assert.Equal(KubeConnectionFailure.Malformed, (await Assert.ThrowsAsync<KubeConnectionException>(() => running)).Failure);
    }

    [Fact]
    public async Task A_refusal_is_told_in_the_servers_words()
    {
        Transport.Refuse(403, """{"kind":"Status","status":"Failure","reason":"Forbidden","code":403,"message":"pods \"p\" is forbidden: User \"u\" cannot create resource \"pods/exec\""}""");
        var error = await Assert.ThrowsAsync<KubeApiException>(() => RunAsync(new() { Command = ["x"] }));
        Assert.Equal("Forbidden", error.Reason);
        Assert.Contains("pods/exec", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_knows_no_WebSockets_is_said_so()
    {
        Transport.Refuse(200, "<html>", "text/html");
        Assert.Equal(KubeConnectionFailure.Malformed, (await Assert.ThrowsAsync<KubeConnectionException>(() => RunAsync(new() { Command = ["x"] }))).Failure);
    }

    [Fact]
    public async Task A_throttled_upgrade_is_asked_again_and_a_lost_one_is_not()
    {
        var pair = new SocketPair("v5.channel.k8s.io");
        Transport.Refuse(429, "slow down", "text/plain", ("Retry-After", "1")).Upgrade(pair);
        var running = RunAsync(new() { Command = ["x"] });
        await SayAsync(pair, 3, Success);
        Assert.Equal(0, await running);
        await Assert.ThrowsAsync<KubeConnectionException>(() => RunAsync(new() { Command = ["x"] }));
        Assert.Equal(3, Transport.Requests.Count);
    }

    [Fact]
    public async Task A_program_that_takes_too_long_is_told_to_may_still_run()
    {
        Transport.Upgrade(new SocketPair("v5.channel.k8s.io"));
        var running = RunAsync(new() { Command = ["sleep", "1d"], Timeout = TimeSpan.FromMinutes(1) });
        await Clock.SomeoneWaitsAsync();
        Clock.Advance(TimeSpan.FromMinutes(2));
        var error = await Assert.ThrowsAsync<KubeConnectionException>(() => running);
        Assert.Equal(KubeConnectionFailure.Timeout, error.Failure);
        Assert.Contains("may still run", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_at_once()
    {
        Transport.Upgrade(new SocketPair("v5.channel.k8s.io"));
        using var stop = new CancellationTokenSource();
        var running = Client.ExecAsync("n", "p", new() { Command = ["x"] }, (_, _, _) => default, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Debug_shows_the_program_and_not_its_arguments()
    {
        var pair = new SocketPair("v5.channel.k8s.io");
        Transport.Upgrade(pair);
        using var seen = new Observed();
        var running = RunAsync(new() { Command = ["mysql", "-pcanary"] });
        await SayAsync(pair, 3, Success);
        await running;
        var line = Assert.Single(seen.Requests).Path;
        Assert.Contains("command=mysql", line, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", seen.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_fails_ends_the_call_with_its_own_error()
    {
        var pair = new SocketPair("v5.channel.k8s.io");
        Transport.Upgrade(pair);
        var running = Client.ExecAsync("n", "p", new() { Command = ["x"] }, (_, _, _) => throw new InvalidOperationException("mine"), default);
        await SayAsync(pair, 1, "a");
        Assert.Equal("mine", (await Assert.ThrowsAsync<InvalidOperationException>(() => running)).Message);
    }

    [Fact]
    public async Task A_timer_that_comes_when_the_call_is_over_harms_nobody()
    {
        var late = new LateClock();
        var pair = new SocketPair("v5.channel.k8s.io");
        Transport.Upgrade(pair);
        var running = new KubeClient(Transport, new() { Clock = late }).ExecAsync("n", "p", new() { Command = ["x"] }, (_, _, _) => default, default);
        await SayAsync(pair, 3, Success);
        await pair.Server.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
        Assert.Equal(0, await running);
        Assert.True(late.FireAll() > 0);
    }

    private Task<int> RunAsync(ExecOptions options) => Client.ExecAsync("n", "p", options, (stream, bytes, _) =>
    {
        (stream == ExecStream.Output ? _output : _error).Append(Encoding.UTF8.GetString(bytes.Span));
        return default;
    }, default);

    private static Task SayAsync(SocketPair pair, byte channel, string text)
        => pair.Server.SendAsync(new ArraySegment<byte>([channel, .. Encoding.UTF8.GetBytes(text)]), WebSocketMessageType.Binary, endOfMessage: true, default);

    private static async Task<byte[]> ReceiveAsync(WebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(length), default);
            length += result.Count;
            if (result.EndOfMessage) return buffer[..length];
        }
    }
}
