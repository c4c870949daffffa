using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace K8sOps.Kubernetes.Tests;

public sealed class CredentialTests : TransportTest, IAsyncLifetime
{
    private const string V1 = "client.authentication.k8s.io/v1";
    private readonly List<string> _authorizations = [];
    private Dictionary<string, string> _headers = [];
    private string? _accepted;
    private TestApiServer? _server;

    private string Server => $"server: 'http://127.0.0.1:{_server!.Port}'";

    public async Task InitializeAsync() => _server = await TestApiServer.StartAsync(async c =>
    {
        var authorization = c.Request.Headers.Authorization.ToString();
        lock (_authorizations)
        {
            _headers = c.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            _authorizations.Add(authorization);
        }

        if (_accepted is not null && authorization != _accepted)
        {
            c.Response.StatusCode = 401;
            await c.Response.WriteAsync("""{"kind":"Status","code":401,"reason":"Unauthorized","message":"Unauthorized"}""");
            return;
        }

        await Version(c);
    });

    public async Task DisposeAsync() => await _server!.DisposeAsync();

    [Fact]
    public async Task A_token_and_a_user_agent_are_sent()
    {
        await using var client = Client(Server, "{token: t0ken}");
        await client.ServerVersionAsync(default);
        Assert.Equal(["Bearer t0ken"], _authorizations);
        Assert.Matches(@"^k8sops/\d+\.\d+\.\d+ \((linux|windows|darwin)/\w+\)$", _headers["User-Agent"]);
    }

    [Fact]
    public async Task A_name_and_password_are_sent_as_basic()
    {
        await using var client = Client(Server, "{username: u, password: p}");
        await client.ServerVersionAsync(default);
        Assert.Equal(["Basic dTpw"], _authorizations);
    }

    [Fact]
    public async Task No_user_sends_no_credential_and_nothing_of_us()
    {
        await using var client = Client(Server);
        await client.ServerVersionAsync(default);
        Assert.Equal([""], _authorizations);
        Assert.DoesNotContain(_headers.Keys, k => k.StartsWith("Impersonate", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Impersonation_is_sent_as_headers()
    {
        await using var client = Client(Server, "{token: t, as: jane, as-uid: '7', as-groups: [dev], as-user-extra: {Acme/Team: [a]}}");
        await client.ServerVersionAsync(default);
        Assert.Equal(("jane", "7", "dev", "a"), (_headers["Impersonate-User"], _headers["Impersonate-Uid"], _headers["Impersonate-Group"], _headers["Impersonate-Extra-acme%2Fteam"]));
    }

    [Fact]
    public async Task A_token_file_beside_its_kubeconfig_wins_over_the_token_and_is_read_again_each_minute()
    {
        Folder.Write("deep/token", "one\n");
        await using var client = Client(Server, "{token: zero, tokenFile: token}", file: "deep/config");
        await client.ServerVersionAsync(default);
        Folder.Write("deep/token", "two\n");
        await client.ServerVersionAsync(default);
        Clock.Advance(TimeSpan.FromSeconds(61));
        await client.ServerVersionAsync(default);
        Assert.Equal(["Bearer one", "Bearer one", "Bearer two"], _authorizations);
    }

    [Fact]
    public async Task A_refused_token_is_read_again_from_its_file_and_tried_once()
    {
        Folder.Write("token", "old");
        _accepted = "Bearer new";
        await using var client = Client(Server, "{tokenFile: token}");
        await Assert.ThrowsAsync<KubeApiException>(() => client.ServerVersionAsync(default));
        Assert.Equal(["Bearer old"], _authorizations);
        Folder.Write("token", "new");
        await client.ServerVersionAsync(default);
        Assert.Equal(["Bearer old", "Bearer old", "Bearer new"], _authorizations);
    }

    [Fact]
    public async Task A_token_file_that_is_missing_names_its_path()
    {
        await using var client = Client(Server, "{tokenFile: token}");
        var error = await Assert.ThrowsAsync<KubeCredentialException>(() => client.ServerVersionAsync(default));
        Assert.Contains(Path.Combine(Folder.Root, "token"), error.Message, StringComparison.Ordinal);
    }

    [BashFact]
    public async Task A_plugin_gets_its_arguments_its_environment_and_what_it_is_asked_for()
    {
        Folder.WriteScript("bin/plugin", """
            printf '%s\n' "$#" "$1" "$2" "$MINE" > "$OUT.args"
            printf '%s' "$KUBERNETES_EXEC_INFO" > "$OUT.info"
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"from-plugin"}}'
            """);
        var seen = Path.Combine(Folder.Root, "seen");
        await using var client = Client(
            Server + ", tls-server-name: sni, extensions: [{name: client.authentication.k8s.io/exec, extension: {audience: x}}]",
            $"{{exec: {{apiVersion: {V1}, command: ./bin/plugin, args: ['two words', '$(touch x); \"'], env: [{{name: MINE, value: v}}, {{name: OUT, value: {seen}}}], interactiveMode: IfAvailable, provideClusterInfo: true}}}}");
        await client.ServerVersionAsync(default);
        await client.ServerVersionAsync(default);
        Assert.Equal(["Bearer from-plugin", "Bearer from-plugin"], _authorizations);
        Assert.Equal("2\ntwo words\n$(touch x); \"\nv\n", await File.ReadAllTextAsync(seen + ".args"));
        var info = JsonNode.Parse(await File.ReadAllTextAsync(seen + ".info"))!;
        Assert.Equal((V1, "ExecCredential"), (info["apiVersion"]!.GetValue<string>(), info["kind"]!.GetValue<string>()));
        Assert.False(info["spec"]!["interactive"]!.GetValue<bool>());
        Assert.Equal($$$"""{"server":"http://127.0.0.1:{{{_server!.Port}}}","tls-server-name":"sni","config":{"audience":"x"}}""", info["spec"]!["cluster"]!.ToJsonString());
    }

    [BashFact]
    public async Task A_plugin_runs_once_for_many_requests_and_again_when_its_credential_expired()
    {
        var expires = Clock.GetUtcNow().AddMinutes(5).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        Plugin($$"""{"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential","status":{"token":"t'$n'","expirationTimestamp":"{{expires}}"} }""");
        await using var client = Client(Server, Exec("client.authentication.k8s.io/v1beta1"));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.ServerVersionAsync(default)));
        Assert.Equal(Enumerable.Repeat("Bearer t1", 8), _authorizations);
        Clock.Advance(TimeSpan.FromMinutes(6));
        await client.ServerVersionAsync(default);
        Assert.Equal("Bearer t2", _authorizations[^1]);
    }

    [BashFact]
    public async Task A_refused_credential_makes_the_plugin_run_again_and_the_request_is_tried_once_more()
    {
        Plugin("""{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"t'$n'"}}""");
        _accepted = "Bearer t2";
        await using var client = Client(Server, Exec());
        await client.ServerVersionAsync(default);
        _accepted = "Bearer never";
        await Assert.ThrowsAsync<KubeApiException>(() => client.ServerVersionAsync(default));
        Assert.Equal(["Bearer t1", "Bearer t2", "Bearer t2", "Bearer t3"], _authorizations);
    }

    [BashFact]
    public async Task A_static_credential_keeps_the_plugin_from_running()
    {
        Plugin("{}");
        await using var client = Client(Server, Exec().Replace("{exec", "{token: static, exec", StringComparison.Ordinal));
        await client.ServerVersionAsync(default);
        Assert.Equal(["Bearer static"], _authorizations);
        Assert.False(File.Exists(Path.Combine(Folder.Root, "count")));
    }

    [BashTheory]
    [InlineData("not json secret", "no ExecCredential")]
    [InlineData("""{"apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"secret"}}""", "was asked in client.authentication.k8s.io/v1")]
    [InlineData("""{"apiVersion":"client.authentication.k8s.io/v1","spec":"secret"}""", "without a status")]
    [InlineData("""{"apiVersion":"client.authentication.k8s.io/v1","status":{"x":"secret"}}""", "neither a token nor a certificate")]
    [InlineData("""{"apiVersion":"client.authentication.k8s.io/v1","status":{"clientKeyData":"secret"}}""", "no certificate")]
    [InlineData("""{"apiVersion":"client.authentication.k8s.io/v1","status":{"clientKeyData":"secret","clientCertificateData":"secret"}}""", "cannot be used together")]
    [InlineData("""{"apiVersion":"client.authentication.k8s.io/v1","status":{"token":"secret","expirationTimestamp":"soon"}}""", "no time")]
    public async Task What_a_plugin_answers_wrongly_is_said_and_never_shown(string output, string why)
    {
        using var observed = new Observed();
        Plugin(output);
        await using var client = Client(Server, Exec());
        var error = await Assert.ThrowsAsync<KubeCredentialException>(() => client.ServerVersionAsync(default));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error + observed.Everything, StringComparison.Ordinal);
    }

    [BashFact]
    public async Task A_plugin_that_fails_tells_its_stderr_and_not_its_stdout()
    {
        Folder.WriteScript("plugin", "echo secret; echo 'please log in' >&2; exit 3");
        await using var client = Client(Server, Exec());
        var error = await Assert.ThrowsAsync<KubeCredentialException>(() => client.ServerVersionAsync(default));
        Assert.EndsWith("failed with exit code 3: please log in", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_that_is_not_installed_comes_with_the_hint()
    {
        await using var client = Client(Server, $"{{exec: {{apiVersion: {V1}, command: no-such-plugin-anywhere, interactiveMode: Never, installHint: get it from example.com}}}}");
        var error = await Assert.ThrowsAsync<KubeCredentialException>(() => client.ServerVersionAsync(default));
        Assert.Equal("get it from example.com", error.Hint);
    }

    [Fact]
    public async Task A_plugin_that_needs_a_terminal_is_refused_without_one()
    {
        await using var client = Client(Server, $"{{exec: {{apiVersion: {V1}, command: x, interactiveMode: Always}}}}");
        Assert.Contains("needs a terminal", (await Assert.ThrowsAsync<KubeCredentialException>(() => client.ServerVersionAsync(default))).Message, StringComparison.Ordinal);
    }

    [BashFact]
    public async Task A_plugin_that_hangs_is_ended_with_all_that_it_started()
    {
        var pid = Path.Combine(Folder.Root, "pid");
        var script = Folder.WriteScript("plugin", $"sleep 300 & echo $! > {pid}; wait");
        var plugin = new ExecPlugin(
            new ExecSettings { ApiVersion = V1, Command = script, InteractiveMode = "Never" },
            new ServerSettings { Address = "https://a", Uri = new Uri("https://a") },
            isInteractive: false,
            limit: TimeSpan.FromSeconds(1));
        var error = await Assert.ThrowsAsync<KubeCredentialException>(() => plugin.RunAsync(default));
        Assert.Contains("did not answer within", error.Message, StringComparison.Ordinal);
        var child = (await File.ReadAllTextAsync(pid)).Trim();
        for (var i = 0; i < 100 && IsRunning(child); i++) await Task.Delay(10);
        Assert.False(IsRunning(child));
    }

    [BashFact]
    public async Task A_client_certificate_of_a_plugin_is_used_and_a_new_one_opens_a_new_connection()
    {
        var seen = new List<string?>();
        await using var server = await TestApiServer.StartAsync(async c =>
        {
            seen.Add((await c.Connection.GetClientCertificateAsync())?.Subject);
            c.Response.StatusCode = seen[^1] == "CN=second" ? 200 : 401;
            await Version(c);
        }, Loopback, asksForCertificate: true);
        foreach (var (n, name) in (ReadOnlySpan<(int, string)>)[(1, "first"), (2, "second")])
        {
            using var certificate = TestCertificates.Signed(Authority, [name], isClient: true);
            Folder.Write($"answer{n}", new JsonObject
            {
                ["apiVersion"] = V1,
                ["status"] = new JsonObject { ["clientCertificateData"] = certificate.ExportCertificatePem(), ["clientKeyData"] = TestCertificates.KeyPem(certificate) },
            }.ToJsonString());
        }

        Folder.WriteScript("plugin", "cd \"$(dirname \"$0\")\"; n=$(( $(cat count 2>/dev/null || echo 0) + 1 )); echo $n > count; cat answer$n");
        await using var client = Client($"server: 'https://localhost:{server.Port}', certificate-authority-data: {AuthorityData}", Exec());
        await client.ServerVersionAsync(default);
        Assert.Equal(["CN=first", "CN=second"], seen);
    }

    private static string Exec(string version = V1) => $"{{exec: {{apiVersion: {version}, command: ./plugin, interactiveMode: Never}}}}";

    private static bool IsRunning(string pid)
    {
        var status = $"/proc/{pid}/stat";
        try
        {
            return File.Exists(status) && !File.ReadAllText(status).Contains(") Z", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // It ended while it was looked at.
        }
    }

    // '$n' in the answer is the number of the run.
    private void Plugin(string answer)
        => Folder.WriteScript("plugin", $"cd \"$(dirname \"$0\")\"; n=$(( $(cat count 2>/dev/null || echo 0) + 1 )); echo $n > count; echo '{answer}'");
}
