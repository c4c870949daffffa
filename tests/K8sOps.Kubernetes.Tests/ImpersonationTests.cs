using Microsoft.AspNetCore.Http;

namespace K8sOps.Kubernetes.Tests;

/// <summary>Who acts as another, with as many groups as there are: each in a header of its own, for an API server splits none.</summary>
public sealed class ImpersonationTests : TransportTest
{
    private readonly Dictionary<string, string[]> _headers = new(StringComparer.OrdinalIgnoreCase);
    private string _protocol = "";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Several_groups_and_extras_arrive_one_by_one(bool isSecure)
    {
        await using var server = await TestApiServer.StartAsync(Keep, isSecure ? Loopback : null);
        await using var client = Client(Cluster(server, isSecure), "{token: t, as: jane, as-groups: ['system:masters', 'dev, ops', Störer], as-user-extra: {Acme/Team: [a, b], scope: [c]}}");
        await client.ServerVersionAsync(default);
        Assert.Equal(["jane"], _headers["Impersonate-User"]);
        Assert.Equal(["system:masters", "dev, ops", "Störer"], _headers["Impersonate-Group"]);
        Assert.Equal(["a", "b"], _headers["Impersonate-Extra-acme%2Fteam"]);
        Assert.Equal(["c"], _headers["Impersonate-Extra-scope"]);
        Assert.Equal(["Bearer t"], _headers["Authorization"]);
        Assert.Equal("HTTP/1.1", _protocol);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_program_is_run_with_all_of_them(bool isSecure)
    {
        await using var server = await TestApiServer.StartAsync(
            c =>
            {
                c.Response.StatusCode = 403;
                return Keep(c);
            },
            isSecure ? Loopback : null);
        await using var client = Client(Cluster(server, isSecure), "{token: t, as: jane, as-groups: [dev, ops]}");
        await Assert.ThrowsAsync<KubeApiException>(() => client.ExecAsync("n", "p", new() { Command = ["true"] }, (_, _, _) => default, default));
        Assert.Equal(["dev", "ops"], _headers["Impersonate-Group"]);
        Assert.Equal(["websocket"], _headers["Upgrade"]);
    }

    [Fact]
    public async Task Many_long_names_arrive_whole()
    {
        await using var server = await TestApiServer.StartAsync(Keep);
        var groups = Enumerable.Range(0, 60).Select(i => $"group-{i}-{new string('x', 300)}").ToArray();
        await using var client = Client(Cluster(server, isSecure: false), $"{{as: jane, as-groups: [{string.Join(", ", groups)}]}}");
        await client.ServerVersionAsync(default);
        Assert.Equal(groups, _headers["Impersonate-Group"]);
    }

    [Theory]
    [InlineData("[dev]")]
    [InlineData("[Störer]")]
    public async Task A_single_group_leaves_HTTP_2_as_it_is(string groups)
    {
        await using var server = await TestApiServer.StartAsync(Keep, Loopback);
        await using var client = Client(Cluster(server, isSecure: true), $"{{token: t, as: jane, as-groups: {groups}}}");
        await client.ServerVersionAsync(default);
        Assert.Equal([groups[1..^1]], _headers["Impersonate-Group"]);
        Assert.Equal("HTTP/2", _protocol);
    }

    [Theory]
    [InlineData("as: jane, as-groups: [\"dev\\r\\nImpersonate-Group: system:masters\"]", "Impersonate-Group")]
    [InlineData("as: jane, as-groups: [dev, \"ops\\n\"]", "Impersonate-Group")]
    [InlineData("as: jane, as-groups: [\"dev\\uE000ops\"]", "Impersonate-Group")]
    [InlineData("as: \"ja\\nne\"", "Impersonate-User")]
    [InlineData("as: jane, as-user-extra: {team: [\"\\0\"]}", "Impersonate-Extra-team")]
    public void What_no_header_can_carry_is_refused_and_never_left_out(string entry, string header)
        => Assert.Contains(header, Assert.Throws<KubeConfigException>(() => Client("server: 'http://127.0.0.1:1'", $"{{token: t, {entry}}}")).Message, StringComparison.Ordinal);

    private static string Cluster(TestApiServer server, bool isSecure)
        => isSecure ? $"server: 'https://localhost:{server.Port}', certificate-authority-data: {AuthorityData}" : $"server: 'http://127.0.0.1:{server.Port}'";

    private Task Keep(HttpContext context)
    {
        foreach (var (name, values) in context.Request.Headers) _headers[name] = [.. values.OfType<string>()];
        _protocol = context.Request.Protocol;
        return Version(context);
    }
}
