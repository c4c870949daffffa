using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace K8sOps.Kubernetes.Tests;

public sealed class TlsTests : TransportTest
{
    [Fact]
    public async Task A_certificate_of_the_kubeconfigs_authority_is_trusted_and_HTTP_2_is_spoken()
    {
        var protocol = "";
        await using var server = await TestApiServer.StartAsync(c =>
        {
            protocol = c.Request.Protocol;
            return Version(c);
        }, Loopback);
        await using var client = Client($"server: 'https://localhost:{server.Port}', certificate-authority-data: {AuthorityData}");
        Assert.Equal("v1.34.0", (await client.ServerVersionAsync(default)).GitVersion);
        Assert.Equal("HTTP/2", protocol);
    }

    [Fact]
    public async Task An_authority_file_is_looked_for_beside_its_kubeconfig_and_may_hold_several()
    {
        await using var server = await TestApiServer.StartAsync(Version, Loopback);
        Folder.Write("deep/pki/ca.crt", TestCertificates.Authority("other").ExportCertificatePem() + "\n" + Authority.ExportCertificatePem());
        await using var client = Client($"server: 'https://127.0.0.1:{server.Port}', certificate-authority: pki/ca.crt", file: "deep/config");
        Assert.Equal("v1.34.0", (await client.ServerVersionAsync(default)).GitVersion);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_rejected()
    {
        await using var server = await TestApiServer.StartAsync(Version, Loopback);
        await using var client = Client($"server: 'https://localhost:{server.Port}', certificate-authority-data: {TestCertificates.Base64(TestCertificates.Authority("test CA").ExportCertificatePem())}");
        var error = await FailsAsync(client);
        Assert.Equal(KubeConnectionFailure.Certificate, error.Failure);
        Assert.Contains("not signed by the kubeconfig's certificate-authority", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_private_authority_is_not_trusted_without_being_named()
    {
        await using var server = await TestApiServer.StartAsync(Version, Loopback);
        await using var client = Client($"server: 'https://localhost:{server.Port}'");
        var error = await FailsAsync(client);
        Assert.Equal(KubeConnectionFailure.Certificate, error.Failure);
        Assert.Contains("names no certificate-authority", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_rejected_with_both_names()
    {
        await using var server = await TestApiServer.StartAsync(Version, TestCertificates.Signed(Authority, ["api.example.com"]));
        await using var client = Client($"server: 'https://localhost:{server.Port}', certificate-authority-data: {AuthorityData}");
        var error = await FailsAsync(client);
        Assert.Equal(KubeConnectionFailure.Certificate, error.Failure);
        Assert.Contains("it is for api.example.com, not for localhost", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_certificate_is_rejected_with_its_dates()
    {
        await using var server = await TestApiServer.StartAsync(Version, TestCertificates.Signed(Authority, ["localhost"], expired: true));
        await using var client = Client($"server: 'https://localhost:{server.Port}', certificate-authority-data: {AuthorityData}");
        var error = await FailsAsync(client);
        Assert.Equal(KubeConnectionFailure.Certificate, error.Failure);
        Assert.Contains("it is valid from ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http2)]
    public async Task The_tls_server_name_is_asked_for_and_verified_and_the_host_header_stays(HttpProtocols protocol)
    {
        var host = "";
        await using var server = await TestApiServer.StartAsync(c =>
        {
            host = c.Request.Host.Value;
            return Version(c);
        }, TestCertificates.Signed(Authority, ["api.example.com"]), protocols: protocol);
        await using var client = Client($"server: 'https://127.0.0.1:{server.Port}', tls-server-name: api.example.com, certificate-authority-data: {AuthorityData}");
        Assert.Equal("v1.34.0", (await client.ServerVersionAsync(default)).GitVersion);
        Assert.Equal("api.example.com", server.ServerNameSeen);
        Assert.Equal($"127.0.0.1:{server.Port}", host);
        await using var other = Client($"server: 'https://127.0.0.1:{server.Port}', tls-server-name: other.example.com, certificate-authority-data: {AuthorityData}");
        var error = await FailsAsync(other);
        Assert.Equal(KubeConnectionFailure.Certificate, error.Failure);
        Assert.Contains("not for other.example.com", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", KubeConnectionFailure.Unreachable)]
    [InlineData("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", KubeConnectionFailure.Certificate)]
    public async Task A_handshake_that_ends_or_is_answered_by_something_else_blames_no_certificate(string answer, KubeConnectionFailure failure)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var socket = await listener.AcceptTcpClientAsync();
            Assert.True(await socket.GetStream().ReadAsync(new byte[4096]) > 0);
            await socket.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer));
        });
        await using var client = Client($"server: 'https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}', certificate-authority-data: {AuthorityData}");
        var error = await FailsAsync(client);
        await serving;
        Assert.Equal(failure, error.Failure);
        Assert.Contains("TLS", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("certificate", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("see inner exception", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Insecure_skip_tls_verify_takes_any_certificate()
    {
        await using var server = await TestApiServer.StartAsync(Version, TestCertificates.Signed(TestCertificates.Authority(), ["elsewhere"], expired: true));
        await using var client = Client($"server: 'https://localhost:{server.Port}', insecure-skip-tls-verify: true");
        Assert.Equal("v1.34.0", (await client.ServerVersionAsync(default)).GitVersion);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_client_certificate_may_be_data_and_its_key_a_file_or_any_other_mix(bool certificateAsData, bool keyAsData)
    {
        var seen = "";
        await using var server = await TestApiServer.StartAsync(async c =>
        {
            seen = (await c.Connection.GetClientCertificateAsync())?.Subject;
            await Version(c);
        }, Loopback, asksForCertificate: true);
        using var mine = TestCertificates.Signed(Authority, ["operator"], isClient: true);
        var pem = mine.ExportCertificatePem();
        var key = TestCertificates.KeyPem(mine);
        Folder.Write("me.crt", pem);
        Folder.Write("me.key", key);
        var user = $"{{{(certificateAsData ? $"client-certificate-data: {TestCertificates.Base64(pem)}" : "client-certificate: me.crt")}, {(keyAsData ? $"client-key-data: {TestCertificates.Base64(key)}" : "client-key: me.key")}}}";
        await using var client = Client($"server: 'https://localhost:{server.Port}', certificate-authority-data: {AuthorityData}", user);
        await client.ServerVersionAsync(default);
        Assert.Equal("CN=operator", seen);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    [InlineData("socks5")]
    public async Task A_proxy_is_asked_for_the_way_to_the_server(string scheme)
    {
        await using var server = await TestApiServer.StartAsync(Version, TestCertificates.Signed(Authority, ["api.invalid"]));
        using var proxy = new ConnectProxy(server.Port, certificate: scheme == "https" ? Loopback : null);
        await using var client = Client($"server: 'https://api.invalid:6443', proxy-url: '{scheme}://127.0.0.1:{proxy.Port}', certificate-authority-data: {AuthorityData}");
        Assert.Equal("v1.34.0", (await client.ServerVersionAsync(default)).GitVersion);
        Assert.StartsWith(scheme != "socks5" ? "CONNECT api.invalid:6443 HTTP/1.1" : "socks5 api.invalid", Assert.Single(proxy.Asked), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Through_a_proxy_the_tls_server_name_still_holds()
    {
        await using var server = await TestApiServer.StartAsync(Version, TestCertificates.Signed(Authority, ["api.example.com"]));
        using var proxy = new ConnectProxy(server.Port);
        await using var client = Client($"server: 'https://10.0.0.1:6443', tls-server-name: api.example.com, proxy-url: 'http://127.0.0.1:{proxy.Port}', certificate-authority-data: {AuthorityData}");
        Assert.Equal("v1.34.0", (await client.ServerVersionAsync(default)).GitVersion);
        Assert.Equal("api.example.com", server.ServerNameSeen);
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_named_and_its_password_is_not()
    {
        using var proxy = new ConnectProxy(1, refuses: true);
        await using var client = Client($"server: 'https://api.invalid:6443', proxy-url: 'http://me:hunter2@127.0.0.1:{proxy.Port}'");
        using var observed = new Observed();
        var error = await FailsAsync(client);
        Assert.Equal(KubeConnectionFailure.Unreachable, error.Failure);
        Assert.Contains("proxy", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error + observed.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_of_the_server_stays_in_front()
    {
        var path = "";
        await using var server = await TestApiServer.StartAsync(c =>
        {
            path = c.Request.Path + c.Request.QueryString;
            return Version(c);
        });
        await using var client = Client($"server: 'http://127.0.0.1:{server.Port}/k8s/clusters/c-x/'");
        await client.GetTextAsync("/readyz?verbose", default);
        Assert.Equal("/k8s/clusters/c-x/readyz?verbose", path);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unreachable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var closed = Client($"server: 'https://127.0.0.1:{port}'");
        Assert.Equal(KubeConnectionFailure.Unreachable, (await FailsAsync(closed)).Failure);
        await using var unknown = Client("server: 'https://no-such-host.invalid'");
        Assert.Equal(KubeConnectionFailure.Unreachable, (await FailsAsync(unknown)).Failure);
    }

    [Fact]
    public void A_connection_that_is_reset_before_it_is_used_is_unreachable()
    {
        // Whether the handler comes upon it depends on a moment; then it throws the socket's own exception.
        var server = new ServerSettings { Address = "https://a:6443", Uri = new("https://a:6443") };
        var error = ServerHandler.Explain(new SocketException((int)SocketError.NotConnected), server);
        Assert.Equal(KubeConnectionFailure.Unreachable, error.Failure);
        Assert.StartsWith("https://a:6443 cannot be reached: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_interrupted()
    {
        await using var server = new RawServer(async (_, connection) =>
        {
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"items\":[{\"metadata\":{}},");
            connection.Close();
        });
        await using var client = Client($"server: 'http://127.0.0.1:{server.Port}'");
        var seen = 0;
        var error = await Assert.ThrowsAsync<KubeConnectionException>(async () =>
        {
            await foreach (var _ in client.ListAsync(KubeResources.Pods, ListOptions.All, KubeJson.Object, default)) seen++;
        });
        Assert.Equal(KubeConnectionFailure.Interrupted, error.Failure);
        Assert.Equal(1, seen);
    }

    [Theory]
    [InlineData("", "gzip")]
    [InlineData(", disable-compression: true", "")]
    public async Task Compression_is_asked_for_unless_the_kubeconfig_says_not_to(string field, string expected)
    {
        string? asked = null;
        await using var server = await TestApiServer.StartAsync(async c =>
        {
            asked = c.Request.Headers.AcceptEncoding.ToString();
            if (asked != "gzip")
            {
                await Version(c);
                return;
            }

            c.Response.Headers.ContentEncoding = "gzip";
            await using var zip = new System.IO.Compression.GZipStream(c.Response.Body, System.IO.Compression.CompressionLevel.Fastest);
            await zip.WriteAsync("""{"gitVersion":"v1.34.0"}"""u8.ToArray());
        });
        await using var client = Client($"server: 'http://127.0.0.1:{server.Port}'{field}");
        Assert.Equal("v1.34.0", (await client.ServerVersionAsync(default)).GitVersion);
        Assert.Equal(expected, asked);
    }
}
