using Microsoft.AspNetCore.Http;

namespace K8sOps.Kubernetes.Tests;

/// <summary>A pod's own account, whose token the kubelet renews while the client lives.</summary>
public sealed class InClusterTests : TransportTest, IAsyncLifetime
{
    private readonly List<string> _authorizations = [];
    private readonly HashSet<string> _accepted = ["Bearer one"];
    private TestApiServer? _server;

    private string Account => Path.Combine(Folder.Root, "account");

    public async Task InitializeAsync()
    {
        _server = await TestApiServer.StartAsync(c =>
        {
            var authorization = c.Request.Headers.Authorization.ToString();
            bool isAccepted;
            lock (_authorizations)
            {
                _authorizations.Add(authorization);
                isAccepted = _accepted.Contains(authorization);
            }

            if (isAccepted) return Version(c);
            c.Response.StatusCode = 401;
            return c.Response.WriteAsync("""{"kind":"Status","code":401,"reason":"Unauthorized","message":"Unauthorized"}""");
        }, Loopback);
        Folder.Write("account/namespace", "flux-system");
        Folder.Write("account/ca.crt", Authority.ExportCertificatePem());
        Rotate("one");
    }

    public async Task DisposeAsync() => await _server!.DisposeAsync();

    [Fact]
    public async Task A_token_that_is_renewed_is_used_within_a_minute()
    {
        await using var client = Client();
        await client.ServerVersionAsync(default);
        _accepted.Add("Bearer two");
        Rotate("two");
        Clock.Advance(TimeSpan.FromSeconds(59));
        await client.ServerVersionAsync(default);
        Clock.Advance(TimeSpan.FromSeconds(2));
        await client.ServerVersionAsync(default);
        Assert.Equal(["Bearer one", "Bearer one", "Bearer two"], _authorizations);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_read_again_at_once_and_no_request_fails()
    {
        await using var client = Client();
        await client.ServerVersionAsync(default);
        Rotate("two");
        lock (_authorizations)
        {
            _accepted.Clear();
            _accepted.Add("Bearer two");
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.ServerVersionAsync(default)));
        await client.ServerVersionAsync(default);
        Assert.Equal(9, _authorizations.Count(a => a == "Bearer two"));
        Assert.Equal("Bearer two", _authorizations[^1]);
    }

    [Fact]
    public async Task A_token_that_has_run_out_and_is_not_renewed_is_said()
    {
        await using var client = Client();
        await client.ServerVersionAsync(default);
        lock (_authorizations) _accepted.Clear();
        Assert.Equal(401, (await Assert.ThrowsAsync<KubeApiException>(() => client.ServerVersionAsync(default))).StatusCode);
        Assert.Equal(2, _authorizations.Count);
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("empty")]
    [InlineData("blank")]
    public async Task While_the_file_is_written_the_last_token_serves(string moment)
    {
        await using var client = Client();
        await client.ServerVersionAsync(default);
        var token = Path.Combine(Account, "token");
        File.Delete(token);
        if (moment != "gone") await File.WriteAllTextAsync(token, moment == "empty" ? "" : " \n");
        Clock.Advance(TimeSpan.FromSeconds(61));
        await client.ServerVersionAsync(default);
        lock (_authorizations)
        {
            _accepted.Clear();
            _accepted.Add("Bearer two");
        }

        Assert.Equal(401, (await Assert.ThrowsAsync<KubeApiException>(() => client.ServerVersionAsync(default))).StatusCode);
        File.Delete(token);
        Rotate("two");
        await client.ServerVersionAsync(default);
        Assert.Equal("Bearer two", _authorizations[^1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    public async Task A_token_that_was_never_there_is_named_by_its_file(string text)
    {
        File.Delete(Path.Combine(Account, "token"));
        Folder.Write("account/token", text);
        await using var client = Client();
        Assert.Contains(Path.Combine(Account, "token"), (await Assert.ThrowsAsync<KubeCredentialException>(() => client.ServerVersionAsync(default))).Message, StringComparison.Ordinal);
        Assert.Empty(_authorizations);
    }

    private KubeClient Client()
    {
        var config = KubeConfig.Load(new() { HomeFolder = Folder.Root, ServiceHost = "127.0.0.1", ServicePort = _server!.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), ServiceAccountFolder = Account });
        Assert.Equal("flux-system", Assert.Single(config.Contexts).Namespace);
        return new KubeClient(config.CreateTransport("in-cluster", Clock), new() { Clock = Clock });
    }

    // As the kubelet does: the new content in a folder of its own, to which a link is then turned.
    private void Rotate(string token)
    {
        Folder.Write($"account/..{token}/token", token + "\n");
        var link = Path.Combine(Account, "..data");
        if (Directory.Exists(link)) Directory.Delete(link);
        Directory.CreateSymbolicLink(link, $"..{token}");
        if (!File.Exists(Path.Combine(Account, "token"))) File.CreateSymbolicLink(Path.Combine(Account, "token"), Path.Combine("..data", "token"));
    }
}
