using System.Text;

namespace K8sOps.Kubernetes.Tests;

/// <content>Servers that say nothing, or next to nothing.</content>
internal sealed partial record Fault
{
    public static readonly IReadOnlyList<Fault> Slow =
    [
        new("silence", (_, c) => c.FallSilentAsync(), "Timeout Timeout ok ok Timeout Timeout Timeout Timeout", "Timeout Timeout Timeout late Timeout Timeout Timeout Timeout"),
        new("silence after the head", (_, c) => ThenAsync(c, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n", () => { }, isSilent: true), "Timeout Timeout ok ok Timeout ok quiet Malformed", "Timeout Timeout quiet late Timeout Timeout quiet Malformed"),
        new("a head of single bytes", (_, c) => TrickleAsync(c, "HTTP/1.1 200 OK\r\nX-Long: " + new string('x', 400)), "Timeout Timeout ok ok Timeout Timeout Timeout Timeout", "Timeout Timeout Timeout late Timeout Timeout Timeout Timeout"),
        // A log that is followed may come as slowly as its program writes, and a watch has its own time to end in.
        new("a body of single bytes", TrickleAsync, "Timeout Timeout ok ok Timeout ok quiet Timeout", "Timeout Timeout quiet late Timeout Timeout quiet Timeout"),
    ];

    private static async Task TrickleAsync(RawRequest request, RawConnection connection)
    {
        if (request.Path.EndsWith("/exec", StringComparison.Ordinal))
        {
            await new HealthyCluster().ExecAsync(request, connection, async socket =>
            {
                for (; ; await PauseAsync(connection)) await HealthyCluster.SayAsync(socket, 1, "x");
            });
        }

        await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 90000\r\n\r\n");
        await TrickleAsync(connection, "{\"" + new string('x', 80_000));
    }

    // One a second on the client's clock is one a millisecond; these are fewer, so that a busy machine is not too slow for them.
    private static async Task TrickleAsync(RawConnection connection, string text)
    {
        foreach (var one in Encoding.ASCII.GetBytes(text))
        {
            await connection.WriteAsync(new[] { one });
            await PauseAsync(connection);
        }
    }

    private static Task PauseAsync(RawConnection connection) => Task.Delay(5, connection.Ended);
}
