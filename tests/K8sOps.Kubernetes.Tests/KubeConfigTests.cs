using System.Text;

namespace K8sOps.Kubernetes.Tests;

public sealed class KubeConfigTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_explicit_path_stands_alone_and_must_exist()
    {
        var a = _folder.Write("a", Config("a"));
        _folder.Write(".kube/config", Config("home"));
        Assert.Equal(["a"], Names(Source(null) with { ExplicitPath = a }));
        Assert.Contains("does not exist", Assert.Throws<KubeConfigException>(() => Load(Source(a) with { ExplicitPath = a + "-not" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_missing_and_repeated_entries_of_KUBECONFIG_are_skipped()
    {
        var a = _folder.Write("a", Config("a"));
        var b = _folder.Write("b", Config("b"));
        var config = Load(Source(string.Join(Path.PathSeparator, "", a, "", a, Path.Combine(_folder.Root, "missing"), b)));
        Assert.Equal(["a", "b"], config.Contexts.Select(c => c.Name));
        Assert.Empty(config.Warnings);
    }

    [Fact]
    public void A_KUBECONFIG_none_of_whose_files_exists_is_a_warning()
        => Assert.Contains("no file that exists", Assert.Single(Load(Source("/missing/a" + Path.PathSeparator + "/missing/b")).Warnings), StringComparison.Ordinal);

    [Fact]
    public void Without_KUBECONFIG_the_home_folder_is_looked_at()
    {
        _folder.Write(".kube/config", Config("home"));
        Assert.Equal(["home"], Names(Source(null)));
    }

    [Fact]
    public void No_kubeconfig_at_all_is_no_error_until_a_context_is_used()
    {
        var config = Load(Source(null));
        Assert.Empty(config.Contexts);
        Assert.Null(config.CurrentContext);
        var error = Assert.Throws<KubeConfigException>(() => config.CreateTransport("x", TimeProvider.System));
        Assert.Contains(Path.Combine(".kube", "config"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_file_that_has_an_entry_wins_with_the_whole_of_it()
    {
        var a = _folder.Write("a", "clusters: [{name: c, cluster: {server: 'https://first'}}]\ncurrent-context: ''\n");
        var b = _folder.Write("b", Config("b", cluster: "c") + "current-context: b\n");
        var c = _folder.Write("c", "contexts: [{name: b, context: {cluster: other, namespace: n}}]\ncurrent-context: c\n");
        var config = Load(Source(string.Join(Path.PathSeparator, a, b, c)));
        Assert.Equal("b", config.CurrentContext);
        Assert.Equal(new KubeContext("b", "c", "", null, "https://first"), Assert.Single(config.Contexts));
    }

    [Fact]
    public void Errors_of_all_files_are_told_with_file_and_line()
    {
        var a = _folder.Write("a", "clusters:\n  - name: [\n");
        var b = _folder.Write("b", "just a text");
        var c = _folder.Write("c", "contexts:\n- context: {}\n");
        var d = _folder.Write("d", "clusters: {}\n");
        var e = Path.Combine(_folder.Root, "folder");
        Directory.CreateDirectory(e);
        var message = Assert.Throws<KubeConfigException>(() => Load(Source(string.Join(Path.PathSeparator, a, b, c, d, e)))).Message;
        Assert.Contains($"{a}: line 3, column", message, StringComparison.Ordinal);
        foreach (var path in (string[])[b, c, d, e]) Assert.Contains(path + ": ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_entries_of_one_name_in_a_file_are_refused_as_by_kubectl()
    {
        var a = _folder.Write("a", "clusters: [{name: c, cluster: {server: 'https://a'}}, {name: c, cluster: {server: 'https://b'}}]");
        Assert.Contains("two entries named 'c'", Assert.Throws<KubeConfigException>(() => Load(Source(a))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_case_sensitive_and_another_case_is_only_suggested()
    {
        var config = Load(Source(_folder.Write("a", "clusters: [{name: c, cluster: {server: 'https://a'}}]\ncontexts: [{name: Prod, context: {cluster: c}}, {name: prod, context: {cluster: C}}]")));
        Assert.Equal(2, config.Contexts.Count);
        Assert.NotNull(config.CreateTransport("Prod", TimeProvider.System));
        Assert.Contains("no such cluster", Assert.Throws<KubeConfigException>(() => config.CreateTransport("prod", TimeProvider.System)).Message, StringComparison.Ordinal);
        Assert.Contains("there is 'Prod'", Assert.Throws<KubeConfigException>(() => config.CreateTransport("PROD", TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_line_ends_a_byte_order_mark_and_anchors_are_read()
    {
        var text = "\ufeff" + "x: &s {server: 'https://a'}\nclusters:\n- {name: c, cluster: {<<: *s, namespace: n}}\ncontexts:\n- name: k\n  context:\n    cluster: c\ncurrent-context: gone\n".Replace("\n", "\r\n", StringComparison.Ordinal);
        var path = Path.Combine(_folder.Root, "a");
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        var config = Load(Source(path));
        Assert.Equal("https://a", Assert.Single(config.Contexts).Server);
        Assert.Equal("gone", config.CurrentContext);
    }

    [Fact]
    public void A_kubeconfig_of_many_megabytes_is_read()
    {
        var text = new StringBuilder("contexts:\n");
        for (var i = 0; i < 300; i++) text.Append("- name: c").Append(i).Append("\n  context:\n    cluster: ").Append('x', 10_000).Append('\n');
        Assert.Equal(300, Load(Source(_folder.Write("a", text.ToString()))).Contexts.Count);
    }

    [Theory]
    [InlineData("{server: 'https://a', certificate-authority: x, certificate-authority-data: eA==}", "{}", "both certificate-authority and certificate-authority-data; remove one")]
    [InlineData("{server: 'https://a', insecure-skip-tls-verify: true, certificate-authority: ca}", "{}", "both a certificate-authority and insecure-skip-tls-verify")]
    [InlineData("{server: 'https://a', certificate-authority: missing}", "{}", "cannot be read from")]
    [InlineData("{server: 'https://a', certificate-authority-data: '***'}", "{}", "is not base64")]
    [InlineData("{server: 'https://a', certificate-authority-data: aGVsbG8=}", "{}", "no certificate")]
    [InlineData("{}", "{}", "has no server")]
    [InlineData("{server: 'a:6443'}", "{}", "not an http or https address")]
    [InlineData("{server: 'https://a', proxy-url: 'ftp://b'}", "{}", "proxy-url")]
    [InlineData("{server: 'https://a'}", "{client-certificate: x, client-certificate-data: eA==}", "both client-certificate and client-certificate-data")]
    [InlineData("{server: 'https://a'}", "{client-key: x, client-key-data: eA==}", "both client-key and client-key-data")]
    [InlineData("{server: 'https://a'}", "{client-key-data: eA==}", "without its client-certificate")]
    [InlineData("{server: 'https://a'}", "{client-certificate-data: eA==}", "without its client-key")]
    [InlineData("{server: 'https://a'}", "{client-certificate-data: eA==, client-key-data: c2VjcmV0}", "cannot be used together")]
    [InlineData("{server: 'https://a'}", "{token: secret, username: u, password: secret}", "both a token and a username")]
    [InlineData("{server: 'https://a'}", "{as-groups: [g]}", "add 'as'")]
    [InlineData("{server: 'https://a'}", "{auth-provider: {name: gcp}}", "use a credential plugin")]
    [InlineData("{server: 'https://a'}", "{exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}}", "without a command")]
    [InlineData("{server: 'https://a'}", "{exec: {command: x, interactiveMode: Never}}", "without an apiVersion")]
    [InlineData("{server: 'https://a'}", "{exec: {command: x, apiVersion: client.authentication.k8s.io/v1alpha1}}", "no longer served")]
    [InlineData("{server: 'https://a'}", "{exec: {command: x, apiVersion: client.authentication.k8s.io/v1}}", "without interactiveMode")]
    [InlineData("{server: 'https://a'}", "{exec: {command: x, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Maybe}}", "interactiveMode 'Maybe'")]
    public void An_entry_that_contradicts_itself_is_an_error_with_the_fix(string cluster, string user, string why)
    {
        _folder.Write("ca", "x");
        var path = _folder.Write("a", $"clusters: [{{name: c, cluster: {cluster}}}]\nusers: [{{name: u, user: {user}}}]\ncontexts: [{{name: k, context: {{cluster: c, user: u}}}}]");
        var config = Load(Source(path));
        var error = Assert.Throws<KubeConfigException>(() => config.CreateTransport("k", TimeProvider.System));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString().Replace("has a client", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_that_is_missing_is_an_error_and_a_context_without_one_is_not()
    {
        var config = Load(Source(_folder.Write("a", "clusters: [{name: c, cluster: {server: 'https://a'}}]\ncontexts: [{name: k, context: {cluster: c, user: nobody}}, {name: l, context: {cluster: c}}]")));
        Assert.Contains("no such user", Assert.Throws<KubeConfigException>(() => config.CreateTransport("k", TimeProvider.System)).Message, StringComparison.Ordinal);
        Assert.NotNull(config.CreateTransport("l", TimeProvider.System));
    }

    [Fact]
    public void Inside_a_pod_its_account_serves_when_nothing_else_is_configured()
    {
        _folder.Write("sa/token", "t");
        _folder.Write("sa/namespace", "team-a\n");
        var pod = Source(null) with { ServiceHost = "fd00::1", ServicePort = "443", ServiceAccountFolder = Path.Combine(_folder.Root, "sa") };
        var config = Load(pod);
        Assert.Equal(new KubeContext("in-cluster", "in-cluster", "in-cluster", "team-a", "https://[fd00::1]:443"), Assert.Single(config.Contexts));
        Assert.Equal("in-cluster", config.CurrentContext);
        Assert.NotNull(config.CreateTransport("in-cluster", TimeProvider.System));
        _folder.Write(".kube/config", Config("home"));
        Assert.Equal(["home"], Names(pod));
    }

    private static string Config(string context, string? cluster = null) => $"contexts: [{{name: {context}, context: {{cluster: {cluster ?? context}}}}}]\n";

    private static KubeConfig Load(KubeConfigSource source) => KubeConfig.Load(source);

    private static IEnumerable<string> Names(KubeConfigSource source) => Load(source).Contexts.Select(c => c.Name);

    private KubeConfigSource Source(string? variable) => new() { HomeFolder = _folder.Root, Variable = variable };
}
