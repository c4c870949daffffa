using System.Text;

namespace K8sOps.Kubernetes.Tests;

/// <summary>How a server fails, and what a client must make of it.</summary>
/// <param name="Name">Its name in the tables.</param>
/// <param name="Do">Fails.</param>
/// <param name="Once">The outcomes when it happens once and the server is well again: one for each <see cref="VerbKind"/>, in its order.</param>
/// <param name="Always">The outcomes when it goes on for ever.</param>
internal sealed record Fault(string Name, Func<RawRequest, RawConnection, Task> Do, string Once, string Always)
{
    private const string Page = "<html><body>Sign in to the proxy</body></html>";

    // The columns: read, watch, wait, write, log, followed log, exec. "ok" recovers; a number is a KubeApiException of that code;
    // "late" is a KubeWaitTimeoutException; else the KubeConnectionFailure. What may have been carried out is never "ok" after a write.
    public static readonly IReadOnlyList<Fault> All =
    [
        new("reset before the head", (_, c) => Now(c.Reset), "ok ok ok Interrupted ok ok Interrupted", "Interrupted Interrupted late Interrupted Interrupted Interrupted Interrupted"),
        new("closed before the head", (_, c) => Now(c.Close), "ok ok ok Interrupted ok ok Interrupted", "Interrupted Interrupted late Interrupted Interrupted Interrupted Interrupted"),
        new("cut within the head", (_, c) => ThenAsync(c, "HTTP/1.1 200 O", c.Close), "ok ok ok Interrupted ok ok Interrupted", "Interrupted Interrupted late Interrupted Interrupted Interrupted Interrupted"),
        new("reset after the head", (_, c) => ThenAsync(c, "HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n", c.Reset), "Interrupted ok ok Interrupted ok ok Malformed", "Interrupted Interrupted late Interrupted Interrupted Interrupted Malformed"),
        new("cut within the body", (_, c) => ThenAsync(c, "HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n{\"kind\":\"Li", c.Close), "Interrupted ok ok Interrupted ok ok Malformed", "Interrupted Interrupted late Interrupted Interrupted Interrupted Malformed"),
        new("half a document", (_, c) => c.AnswerAsync(200, """{"kind":"SecretList","metadata":{"resourceVersion":"5"},"items":[{"metadata":{"""), "Malformed ok ok Malformed - - Malformed", "Malformed - late Malformed - - Malformed"),
        new("garbage for HTTP", (_, c) => ThenAsync(c, "\u0015\u0003\u0001\u0000\u0002 what is this\r\n\r\n", c.Close), "Malformed Malformed Malformed Malformed Malformed Malformed Malformed", "Malformed Malformed Malformed Malformed Malformed Malformed Malformed"),
        new("garbage for a body", (_, c) => c.AnswerAsync(200, "\u0001\u0002}]garbage"), "Malformed Malformed Malformed Malformed - - Malformed", "Malformed Malformed Malformed Malformed - - Malformed"),
        new("broken compression", (_, c) => c.AnswerAsync(200, "not gzip at all, but said to be", headers: "Content-Encoding: gzip\r\n"), "Malformed Malformed Malformed Malformed Malformed Malformed Malformed", "Malformed Malformed Malformed Malformed Malformed Malformed Malformed"),
        new("a proxy's page with 200", (_, c) => c.AnswerAsync(200, Page, "text/html"), "Malformed Malformed Malformed Malformed Malformed Malformed Malformed", "Malformed Malformed Malformed Malformed Malformed Malformed Malformed"),
        new("a gateway's JSON with 200", (_, c) => c.AnswerAsync(200, """{"error":"no upstream"}"""), "- Malformed Malformed Malformed - - Malformed", "- Malformed Malformed Malformed - - Malformed"),
        new("a proxy's page with 502", (_, c) => c.AnswerAsync(502, Page, "text/html"), "502 ok ok 502 502 502 502", "502 502 late 502 502 502 502"),
        new("a redirect to a page", (_, c) => c.AnswerAsync(302, Page, "text/html", "Location: http://127.0.0.1:1/\r\n"), "302 302 302 302 302 302 302", "302 302 302 302 302 302 302"),
        new("401", Refuse(401, "Unauthorized"), "401 401 401 401 401 401 401", "401 401 401 401 401 401 401"),
        new("403", Refuse(403, "Forbidden"), "403 403 late 403 403 403 403", "403 403 late 403 403 403 403"),
        new("404 without a Status", (_, c) => c.AnswerAsync(404, "404 page not found\n", "text/plain"), "404 404 404 404 404 404 404", "404 404 404 404 404 404 404"),
        new("409", Refuse(409, "Conflict"), "409 409 409 409 409 409 409", "409 409 409 409 409 409 409"),
        new("410", Refuse(410, "Expired"), "410 ok ok 410 410 410 410", "410 410 late 410 410 410 410"),
        new("429", Refuse(429, "TooManyRequests"), "429 ok ok 429 429 429 429", "429 429 late 429 429 429 429"),
        new("429 with Retry-After", Refuse(429, "TooManyRequests", "Retry-After: 1\r\n"), "ok ok ok ok ok ok ok", "429 429 late 429 429 429 429"),
        new("503", Refuse(503, "ServiceUnavailable"), "503 ok ok 503 503 503 503", "503 503 late 503 503 503 503"),
        new("503 with Retry-After", Refuse(503, "ServiceUnavailable", "Retry-After: 1\r\n"), "ok ok ok 503 ok ok 503", "503 503 late 503 503 503 503"),
        new("500", Refuse(500, "InternalError"), "500 ok ok 500 500 500 500", "500 500 late 500 500 500 500"),
        new("silence", (_, c) => c.FallSilentAsync(), "Timeout ok ok Timeout Timeout Timeout Timeout", "Timeout Timeout late Timeout Timeout Timeout Timeout"),
        new("silence after the head", (_, c) => ThenAsync(c, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n", () => { }, isSilent: true), "Timeout - - Timeout ok - Malformed", "Timeout - late Timeout Timeout - Malformed"),
        new("a head of single bytes", (_, c) => TrickleAsync(c, "HTTP/1.1 200 OK\r\nX-Long: " + new string('x', 400)), "Timeout ok ok Timeout Timeout Timeout Timeout", "Timeout Timeout late Timeout Timeout Timeout Timeout"),
    ];

    public bool IsSilent => Name.StartsWith("silence", StringComparison.Ordinal) || Name.Contains("single bytes", StringComparison.Ordinal);

    public string Outcome(VerbKind kind, bool isForEver) => (isForEver ? Always : Once).Split(' ')[(int)kind];

    private static Func<RawRequest, RawConnection, Task> Refuse(int code, string reason, string headers = "")
        => (_, c) => c.AnswerAsync(code, HealthyCluster.Status(code, reason), headers: headers);

    private static Task Now(Action end)
    {
        end();
        return Task.CompletedTask;
    }

    private static async Task ThenAsync(RawConnection connection, string text, Action end, bool isSilent = false)
    {
        await connection.WriteAsync(text);
        if (isSilent) await connection.FallSilentAsync();
        end();
    }

    private static async Task TrickleAsync(RawConnection connection, string text)
    {
        foreach (var one in Encoding.ASCII.GetBytes(text))
        {
            await connection.WriteAsync(new[] { one });
            await Task.Delay(5, connection.Ended);
        }
    }
}
