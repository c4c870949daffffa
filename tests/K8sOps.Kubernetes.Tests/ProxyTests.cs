namespace K8sOps.Kubernetes.Tests;

/// <summary>The API server's proxy to pods and services, as it comes over the wire.</summary>
public sealed class ProxyTests : FaultTest
{
    [Theory]
    [InlineData("x", "/pg/status", "x/proxy/pg/status")]
    [InlineData("x", "pg/status", "x/proxy/pg/status")]
    [InlineData("x", "", "x/proxy/")]
    [InlineData("x", "//double", "x/proxy/double")]
    [InlineData("x:8080", "/metrics", "x%3A8080/proxy/metrics")]
    [InlineData("https:x:8000", "/pg/status", "https%3Ax%3A8000/proxy/pg/status")]
    [InlineData("http:x:web", "/", "http%3Ax%3Aweb/proxy/")]
    [InlineData("https:x:", "/healthz", "https%3Ax%3A/proxy/healthz")]
    [InlineData("x", "/find?name=a b&x=ä", "x/proxy/find?name=a%20b&x=%C3%A4")]
    [InlineData("x", "/a%2Fb/%3F?q=%26&r=..%2F..", "x/proxy/a%2Fb/%3F?q=%26&r=..%2F..")]
    [InlineData("x", "/a#b", "x/proxy/a%23b")]
    [InlineData("x", "/...", "x/proxy/...")]
    [InlineData("x", "/a..b/.hidden", "x/proxy/a..b/.hidden")]
    public async Task The_path_arrives_as_it_was_meant(string name, string path, string expected)
    {
        foreach (var (resource, plural) in new[] { (KubeResources.Pods, "pods"), (KubeResources.Services, "services") })
        {
            var asked = "";
            await using var server = new RawServer((request, connection) =>
            {
                asked = $"{request.Method} {request.Target}";
                return connection.AnswerAsync(200, "fine", "text/plain");
            });
            await using var client = Client(server.Port);
            Assert.Equal(new KubeText(200, "fine"), await client.GetProxyAsync(resource, "n", name, path, default));
            Assert.Equal($"GET /api/v1/namespaces/n/{plural}/{expected}", asked);
        }
    }

    [Theory]
    [InlineData("..", "/status")]
    [InlineData("a/b", "/status")]
    [InlineData("a%2Fb", "/status")]
    [InlineData("x", "..")]
    [InlineData("x", "/../../../../../../apis")]
    [InlineData("x", "/a/../../../secrets")]
    [InlineData("x", "/%2e%2e/%2E%2E/secrets")]
    [InlineData("x", "/..%2f..%2fsecrets")]
    [InlineData("x", "\\..\\..\\secrets")]
    [InlineData("x", "/./status")]
    public async Task What_leads_elsewhere_is_refused_and_not_sent(string name, string path)
    {
        var asked = 0;
        await using var server = new RawServer((_, connection) =>
        {
            asked++;
            return connection.AnswerAsync(200, "not to be seen");
        });
        await using var client = Client(server.Port);
        var error = await Assert.ThrowsAsync<KubeApiException>(() => client.GetProxyAsync(KubeResources.Pods, "n", name, path, default));
        Assert.Equal((400, "BadRequest"), (error.StatusCode, error.Reason));
        Assert.Equal(0, asked);
    }

    [Theory]
    [InlineData(404, "404 page not found\n", "text/plain", "")]
    [InlineData(503, """{"kind":"Status","status":"Failure","message":"no endpoints available for service \"x\"","reason":"ServiceUnavailable","code":503}""", "application/json", "")]
    [InlineData(503, "starting", "text/plain", "Retry-After: 1\r\n")]
    [InlineData(429, "slowly", "text/plain", "Retry-After: 1\r\n")]
    [InlineData(500, "<html>", "text/html", "")]
    [InlineData(302, "", "text/html", "Location: http://127.0.0.1:1/\r\n")]
    [InlineData(401, "log in to me", "text/plain", "WWW-Authenticate: Basic\r\n")]
    [InlineData(204, "", "text/plain", "")]
    public async Task What_the_program_answers_is_passed_through_and_asked_for_once(int code, string body, string type, string headers)
    {
        var asked = 0;
        await using var server = new RawServer((_, connection) =>
        {
            Interlocked.Increment(ref asked);
            return connection.AnswerAsync(code, body, type, headers);
        });
        await using var client = Client(server.Port);
        Assert.Equal(new KubeText(code, body), await client.GetProxyAsync(KubeResources.Services, "n", "x", "/", default));
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Of_a_program_that_never_ends_its_answer_the_first_MiB_is_read()
    {
        await using var server = new RawServer(async (_, connection) =>
        {
            await connection.BeginAsync();
            while (true) await connection.ChunkAsync(new string('x', 50_000));
        });
        await using var client = Client(server.Port);
        var (code, text) = await client.GetProxyAsync(KubeResources.Pods, "n", "x", "/", default);
        Assert.Equal((200, 1 << 20), (code, text.Length));
    }

    [Theory]
    [InlineData("cut within the body", KubeConnectionFailure.Interrupted)]
    [InlineData("reset before the head", KubeConnectionFailure.Interrupted)]
    [InlineData("garbage for HTTP", KubeConnectionFailure.Malformed)]
    [InlineData("silence after the head", KubeConnectionFailure.Timeout)]
    public async Task Half_an_answer_is_none(string fault, KubeConnectionFailure failure)
    {
        await using var server = new RawServer(Fault.All.Single(f => f.Name == fault).Do);
        await using var client = Client(server.Port, isSilent: failure == KubeConnectionFailure.Timeout);
        Assert.Equal(failure, (await Assert.ThrowsAsync<KubeConnectionException>(() => client.GetProxyAsync(KubeResources.Pods, "n", "x", "/", default))).Failure);
    }
}
