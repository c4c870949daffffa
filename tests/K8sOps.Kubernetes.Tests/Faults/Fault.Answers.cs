using System.Text;

namespace K8sOps.Kubernetes.Tests;

/// <content>Answers that are whole, and not what was asked for; and one that is, and is enormous.</content>
internal sealed partial record Fault
{
    private const string Page = "<html><body>Sign in to the proxy</body></html>";
    private const string Half = """{"kind":"SecretList","metadata":{"resourceVersion":"5"},"items":[{"metadata":{""";
    private const string Garbage = "\u0001\u0002}]garbage";
    private const string Gateway = """{"error":"no upstream"}""";
    private const int Enormous = 50_000_000;

    public static readonly IReadOnlyList<Fault> Answers =
    [
        new("half a document", (_, c) => c.AnswerAsync(200, Half), "Malformed Malformed ok ok Malformed text text Malformed", "Malformed Malformed Interrupted late Malformed text text Malformed") { Text = Half },
        new("garbage for a body", (_, c) => c.AnswerAsync(200, Garbage), "Malformed Malformed Malformed Malformed Malformed text text Malformed", "Malformed Malformed Malformed Malformed Malformed text text Malformed") { Text = Garbage },
        new("broken compression", (_, c) => c.AnswerAsync(200, "not gzip at all, but said to be", headers: "Content-Encoding: gzip\r\n"), "Malformed Malformed Malformed Malformed Malformed Malformed Malformed Malformed", "Malformed Malformed Malformed Malformed Malformed Malformed Malformed Malformed"),
        new("a proxy's page with 200", (_, c) => c.AnswerAsync(200, Page, "text/html"), "Malformed Malformed Malformed Malformed Malformed Malformed Malformed Malformed", "Malformed Malformed Malformed Malformed Malformed Malformed Malformed Malformed"),
        new("a gateway's JSON with 200", (_, c) => c.AnswerAsync(200, Gateway), "Malformed Malformed Malformed Malformed Malformed text text Malformed", "Malformed Malformed Malformed Malformed Malformed text text Malformed") { Text = Gateway },
        new("a proxy's page with 502", (_, c) => c.AnswerAsync(502, Page, "text/html"), "502 502 ok ok 502 502 502 502", "502 502 502 late 502 502 502 502"),
        new("a redirect to a page", (_, c) => c.AnswerAsync(302, Page, "text/html", "Location: http://127.0.0.1:1/\r\n"), "302 302 302 302 302 302 302 302", "302 302 302 302 302 302 302 302"),
        new("401", Refuse(401, "Unauthorized"), "401 401 401 401 401 401 401 401", "401 401 401 401 401 401 401 401"),
        new("403", Refuse(403, "Forbidden"), "403 403 403 late 403 403 403 403", "403 403 403 late 403 403 403 403"),
        new("404 without a Status", (_, c) => c.AnswerAsync(404, "404 page not found\n", "text/plain"), "404 404 404 404 404 404 404 404", "404 404 404 404 404 404 404 404"),
        new("409", Refuse(409, "Conflict"), "409 409 409 409 409 409 409 409", "409 409 409 409 409 409 409 409"),
        new("410", Refuse(410, "Expired"), "410 410 ok ok 410 410 410 410", "410 410 410 late 410 410 410 410"),
        new("429", Refuse(429, "TooManyRequests"), "429 429 ok ok 429 429 429 429", "429 429 429 late 429 429 429 429"),
        new("429 with Retry-After", Refuse(429, "TooManyRequests", "Retry-After: 1\r\n"), "ok ok ok ok ok ok ok ok", "429 429 429 late 429 429 429 429"),
        new("503", Refuse(503, "ServiceUnavailable"), "503 503 ok ok 503 503 503 503", "503 503 503 late 503 503 503 503"),
        new("503 with Retry-After", Refuse(503, "ServiceUnavailable", "Retry-After: 1\r\n"), "ok ok ok ok 503 ok ok 503", "503 503 503 late 503 503 503 503"),
        new("500", Refuse(500, "InternalError"), "500 500 ok ok 500 500 500 500", "500 500 500 late 500 500 500 500"),
        new("410 while paging", ExpireAsync, ". ok ok ok . . . .", ". 410 410 late . . . .") { Absent = "it is not paged", Strikes = 2, IsMet = r => r.Method == "GET" && !r.Asks("watch=true") },
        new("50 MB", EnormousAsync, "ok ok ok ok ok text text text", ". . . . . . . .") { Absent = "it is read each time as it is once", IsHeavy = true, IsDone = true, Text = "x" },
    ];

    private static Func<RawRequest, RawConnection, Task> Refuse(int code, string reason, string headers = "")
        => (_, c) => c.AnswerAsync(code, HealthyCluster.Status(code, reason), headers: headers);

    // The first page leads to a second, and that has expired; so has all that is asked for in one piece.
    private static Task ExpireAsync(RawRequest request, RawConnection connection)
        => request.Asks("limit=500") && !request.Target.Contains("continue=", StringComparison.Ordinal)
            ? connection.AnswerAsync(200, HealthyCluster.List(HealthyCluster.Object("Secret", "5"), next: "page2"))
            : connection.AnswerAsync(410, HealthyCluster.Status(410, "Expired"));

    private static async Task EnormousAsync(RawRequest request, RawConnection connection)
    {
        if (request.Path.EndsWith("/exec", StringComparison.Ordinal))
        {
            await new HealthyCluster().ExecAsync(request, connection, async socket =>
            {
                var piece = new string('x', Enormous / 1000);
                for (var i = 0; i < 1000; i++) await HealthyCluster.SayAsync(socket, 1, piece);
                await HealthyCluster.SayAsync(socket, 3, """{"metadata":{},"status":"Success"}""");
            });
            return;
        }

        const string Meta = "\"metadata\":{\"name\":\"x\",\"namespace\":\"n\",\"uid\":\"u1\",\"resourceVersion\":\"7\"}";
        var isWatch = request.Asks("watch=true");
        var (before, behind) = request.Path.EndsWith("/log", StringComparison.Ordinal) ? ("2026-01-15T03:00:00.1Z ", "\n")
            : isWatch ? ("{\"type\":\"MODIFIED\",\"object\":{\"data\":{\"k\":\"", $"\"}},{Meta}}}}}\n")
            : request.Method == "GET" && !request.Path.EndsWith("/x", StringComparison.Ordinal) ? ("{\"metadata\":{},\"items\":[{\"data\":{\"k\":\"", $"\"}},{Meta}}}]}}")
            : ("{\"data\":{\"k\":\"", $"\"}},{Meta}}}");
        await connection.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {before.Length + Enormous + behind.Length}\r\n\r\n{before}");
        var some = Encoding.ASCII.GetBytes(new string('x', Enormous / 50));
        for (var i = 0; i < 50; i++) await connection.WriteAsync(some);
        await connection.WriteAsync(behind);
        if (isWatch) await connection.FallSilentAsync();
    }
}
