using System.Net.Security;

namespace K8sOps.Kubernetes.Tests;

/// <summary>HTTP/2 that ends in the middle: an API server that is restarted, or a load balancer before it, sends GOAWAY.</summary>
public sealed class Http2FaultTests : FaultTest
{
    private const int RefusedStream = 7;
    private const int InternalError = 2;
    private const int EnhanceYourCalm = 11;

    // What a verb comes to when the fault meets its first request, and each further one is answered. "ok" for a write means that it was sent again, which is
    // right only where the server says that it was not looked at. Of the reads a list and an object are asked for; exec speaks HTTP/1.1.
    [Theory]
    [InlineData("goaway, not looked at", "ok", "ok")]
    [InlineData("refused stream", "ok", "ok")]
    [InlineData("goaway, then answered", "ok", "ok")]
    [InlineData("goaway, then closed", "ok", "Interrupted")]
    [InlineData("goaway within the body", "Interrupted", "Interrupted")]
    [InlineData("calm down", "ok", "Interrupted")]
    [InlineData("internal error", "ok", "Interrupted")]
    [InlineData("internal error within the body", "Interrupted", "Interrupted")]
    public async Task A_request_is_answered_or_told_as_broken_and_no_write_that_was_looked_at_goes_out_twice(string fault, string read, string write)
    {
        foreach (var verb in Verb.All.Where(v => v.Kind is VerbKind.Get or VerbKind.List or VerbKind.Write))
        {
            var asked = 0;
            var isDelete = verb.Name is "delete" or "evict";
            var good = isDelete ? """{"kind":"Status","metadata":{},"status":"Success"}""" : verb.Kind == VerbKind.List ? HealthyCluster.List(HealthyCluster.Object("Secret", "5")) : HealthyCluster.Object("Secret", "5");
            await using var server = new RawServer((_, _) => Task.CompletedTask, TransportTest.Loopback)
            {
                Alpn = SslApplicationProtocol.Http2,
                Protocol = raw => new Http2Connection(raw).ServeAsync((stream, connection) => Interlocked.Increment(ref asked) == 1
                    ? FailAsync(fault, stream, connection, good)
                    : connection.AnswerAsync(stream, good)),
            };
            await using var client = SecureClient(server.Port);
            var (outcome, error) = await OutcomeAsync(verb, client);
            var expected = verb.Kind == VerbKind.Write ? write : read;
            Assert.True(expected == outcome, $"{verb.Name}: {outcome}, and not {expected}: {error}");
            Assert.Empty(server.Faults);
            if (verb.Kind == VerbKind.Write) Assert.Equal(fault is "goaway, not looked at" or "refused stream" ? 2 : 1, asked);
        }
    }

    [Theory]
    [InlineData("goaway within the body")]
    [InlineData("internal error within the body")]
    [InlineData("goaway, then closed")]
    [InlineData("refused stream")]
    public async Task A_watch_goes_on_over_a_new_connection(string fault)
    {
        var asked = 0;
        await using var server = new RawServer((_, _) => Task.CompletedTask, TransportTest.Loopback)
        {
            Alpn = SslApplicationProtocol.Http2,
            Protocol = raw => new Http2Connection(raw).ServeAsync(async (stream, connection) =>
            {
                switch (Interlocked.Increment(ref asked))
                {
                    case 1:
                        await connection.AnswerAsync(stream, HealthyCluster.List(HealthyCluster.Object("Secret", "5")));
                        break;
                    case 2:
                        await FailAsync(fault, stream, connection, "{\"type\":\"MODIFIED\",\"object\":" + HealthyCluster.Object("Secret", "6") + "}\n{\"type\":");
                        break;
                    default:
                        await connection.BeginAsync(stream);
                        await connection.WriteAsync(stream, "{\"type\":\"MODIFIED\",\"object\":" + HealthyCluster.Object("Secret", "7") + "}\n", isEnd: false);
                        break;
                }
            }),
        };
        await using var client = SecureClient(server.Port);
        var (outcome, error) = await OutcomeAsync(Verb.All.Single(v => v.Name == "watch"), client);
        Assert.True(outcome == "ok", $"{outcome}: {error}");
        // A request that reads may be sent again by the handler, and by the client.
        Assert.InRange(asked, 3, 5);
        Assert.Empty(server.Faults);
    }

    private static async Task FailAsync(string fault, int stream, Http2Connection connection, string good)
    {
        switch (fault)
        {
            case "goaway, not looked at":
                await connection.GoAwayAsync(last: 0);
                break;
            case "refused stream":
                await connection.ResetAsync(stream, RefusedStream);
                break;
            case "goaway, then answered":
                await connection.GoAwayAsync(stream);
                await connection.AnswerAsync(stream, good);
                break;
            case "goaway, then closed":
                await connection.GoAwayAsync(stream);
                connection.Raw.Close();
                break;
            case "goaway within the body":
                await connection.BeginAsync(stream);
                await connection.WriteAsync(stream, good[..^5], isEnd: false);
                await connection.GoAwayAsync(stream);
                connection.Raw.Close();
                break;
            case "calm down":
                await connection.GoAwayAsync(stream, EnhanceYourCalm);
                connection.Raw.Close();
                break;
            case "internal error":
                await connection.ResetAsync(stream, InternalError);
                break;
            case "internal error within the body":
                await connection.BeginAsync(stream);
                await connection.WriteAsync(stream, good[..^5], isEnd: false);
                await connection.ResetAsync(stream, InternalError);
                break;
            default:
                throw new ArgumentException(fault, nameof(fault));
        }
    }
}
