namespace K8sOps.Kubernetes.Tests;

/// <content>Connections that end, or carry no HTTP.</content>
internal sealed partial record Fault
{
    public static readonly IReadOnlyList<Fault> Connections =
    [
        new("reset before the head", (_, c) => Now(c.Reset), "ok ok ok ok Interrupted ok ok Interrupted", "Interrupted Interrupted Interrupted late Interrupted Interrupted Interrupted Interrupted"),
        new("closed before the head", (_, c) => Now(c.Close), "ok ok ok ok Interrupted ok ok Interrupted", "Interrupted Interrupted Interrupted late Interrupted Interrupted Interrupted Interrupted"),
        new("cut within the head", (_, c) => ThenAsync(c, "HTTP/1.1 200 O", c.Close), "ok ok ok ok Interrupted ok ok Interrupted", "Interrupted Interrupted Interrupted late Interrupted Interrupted Interrupted Interrupted"),
        new("reset after the head", (_, c) => ThenAsync(c, "HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n", c.Reset), "Interrupted Interrupted ok ok Interrupted ok ok Malformed", "Interrupted Interrupted Interrupted late Interrupted Interrupted Interrupted Malformed"),
        new("cut within the body", (_, c) => ThenAsync(c, "HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n{\"kind\":\"Li", c.Close), "Interrupted Interrupted ok ok Interrupted ok ok Malformed", "Interrupted Interrupted Interrupted late Interrupted Interrupted Interrupted Malformed"),
        new("garbage for HTTP", (_, c) => ThenAsync(c, "\u0015\u0003\u0001\u0000\u0002 what is this\r\n\r\n", c.Close), "Malformed Malformed Malformed Malformed Malformed Malformed Malformed Malformed", "Malformed Malformed Malformed Malformed Malformed Malformed Malformed Malformed"),
        new("cut after whole items", CutAsync, ". Interrupted ok ok . ok ok Interrupted", ". Interrupted quiet late . Interrupted Interrupted Interrupted") { Absent = "the answer is one object, which is whole or cut within the body" },
    ];

    // What came whole before the cut is good; what broke off is told by nobody, and comes again.
    private static async Task CutAsync(RawRequest request, RawConnection connection)
    {
        if (request.Path.EndsWith("/exec", StringComparison.Ordinal))
        {
            await new HealthyCluster().ExecAsync(request, connection, async socket =>
            {
                await HealthyCluster.SayAsync(socket, 1, "out");
                connection.Close();
            });
            return;
        }

        var isLog = request.Path.EndsWith("/log", StringComparison.Ordinal);
        await connection.BeginAsync(type: isLog ? "text/plain" : "application/json");
        await connection.ChunkAsync(isLog ? "2026-01-15T03:00:00.1Z one\n2026-01-15T03:00:01.2Z tw"
            : request.Asks("watch=true") ? "{\"type\":\"MODIFIED\",\"object\":" + HealthyCluster.Object("Secret", "6") + "}\n{\"type\":\"MODIFIED\",\"object\":{"
            : HealthyCluster.List(HealthyCluster.Object("Secret", "5"))[..^4] + ",{\"metadata\":{\"name\":\"half");
        connection.Close();
    }
}
