using System.Text;
using System.Text.RegularExpressions;

namespace K8sOps.Kubernetes.Tests;

/// <summary>The private key of a client certificate, which is seen nowhere: in no error, no message to the observer, no text of an object.</summary>
public sealed partial class ClientKeyTests : FaultTest
{
    private static readonly string s_certificate;
    private static readonly string s_key;
    private static readonly string[] s_parts;

    static ClientKeyTests()
    {
        using var certificate = TestCertificates.Signed(TransportTest.Authority, ["operator"], isClient: true);
        s_certificate = certificate.ExportCertificatePem();
        s_key = TestCertificates.KeyPem(certificate);
        // Whatever shows as much as a line of it, as it is or in base64, shows one of these.
        s_parts = [.. s_key.Split('\n').Concat([TestCertificates.Base64(s_key)]).SelectMany(l => l.Chunk(16)).Where(c => c.Length == 16).Select(c => new string(c)), "PRIVATE KEY"];
    }

    public static TheoryData<string> Verbs => [.. Verb.All.Select(v => v.Name)];

    private static string User => $"{{client-certificate-data: {TestCertificates.Base64(s_certificate)}, client-key-data: {TestCertificates.Base64(s_key)}}}";

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task It_is_used_and_shown_nowhere_whatever_becomes_of_a_request(string name)
    {
        var verb = Verb.All.Single(v => v.Name == name);
        foreach (var fault in new[] { null, "401", "503", "a proxy's page with 200", "garbage for HTTP", "cut within the body" })
        {
            var healthy = new HealthyCluster();
            await using var server = new RawServer((request, connection) => fault is null ? healthy.AnswerAsync(request, connection) : Fault.All.Single(f => f.Name == fault).Do(request, connection), TransportTest.Loopback) { TakesCertificates = true };
            await using var client = SecureClient(server.Port, user: User);
            var (outcome, _) = await OutcomeAsync(verb, client, s_parts);
            Assert.Equal("CN=operator", server.CertificateSeen);
            if (fault is null) Assert.Equal("ok", outcome);
        }
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_server_that_refuses_the_certificate_is_not_shown_its_key(string name)
    {
        await using var server = new RawServer((_, _) => throw new InvalidOperationException("it asked all the same"), TransportTest.Loopback) { TakesCertificates = false };
        await using var client = SecureClient(server.Port, user: User);
        var (outcome, error) = await OutcomeAsync(Verb.All.Single(v => v.Name == name), client, s_parts);
        Assert.NotEqual("ok", outcome);
        Assert.NotNull(error);
        Assert.Empty(server.Faults);
        Assert.Equal("CN=operator", server.CertificateSeen);
    }

    [Fact]
    public void What_is_wrong_with_it_is_said_without_quoting_it()
    {
        using var other = TestCertificates.Signed(TransportTest.Authority, ["other"], isClient: true);
        var certificate = TestCertificates.Base64(s_certificate);
        var lines = s_key.Split('\n');
        foreach (var user in new[]
        {
            $"{{client-certificate-data: {TestCertificates.Base64(other.ExportCertificatePem())}, client-key-data: {TestCertificates.Base64(s_key)}}}",
            $"{{client-certificate-data: {certificate}, client-key-data: {TestCertificates.Base64(s_key)[..^9]}}}",
            $"{{client-certificate-data: {certificate}, client-key-data: '{TestCertificates.Base64(s_key)}*'}}",
            $"{{client-certificate-data: {certificate}, client-key-data: {TestCertificates.Base64(lines[0] + "\n" + lines[1] + "\n" + lines[^2])}}}",
            $"{{client-certificate-data: {certificate}, client-key-data: {TestCertificates.Base64(s_key.Replace("PRIVATE", "PUBLIC", StringComparison.Ordinal))}}}",
            $"{{client-key-data: {TestCertificates.Base64(s_key)}}}",
            $"{{client-certificate-data: {certificate}, client-key: x, client-key-data: {TestCertificates.Base64(s_key)}}}",
            $"{{client-certificate: no-such-file, client-key-data: {TestCertificates.Base64(s_key)}}}",
            // As YAML: a text without its end, a tab, a mapping within a text.
            $"{{client-key-data: \"{TestCertificates.Base64(s_key)}}}",
            $"{{client-key-data: {TestCertificates.Base64(s_key)}, client-key-data: {TestCertificates.Base64(s_key)}}}",
            $"{{client-key-data: *{TestCertificates.Base64(s_key).Replace('=', 'x')}}}",
            $"{{client-key-data: !{TestCertificates.Base64(s_key).Replace('=', 'x')} x, token: [}}",
        })
        {
            using var observed = new Observed();
            var error = Assert.Throws<KubeConfigException>(() => Client(1, user: user));
            Canaries.AreNowhereIn(error, observed, s_parts);
        }
    }

    [Fact]
    public async Task No_object_that_holds_it_has_it_in_its_text()
    {
        var path = Folder.Write("config", $"clusters: [{{name: c, cluster: {{server: 'https://localhost:1', proxy-url: 'http://me:{Canaries.Password}@localhost:2'}}}}]\nusers: [{{name: u, user: {User}}}, {{name: v, user: {{token: {Canaries.Token}}}}}]\ncontexts: [{{name: k, context: {{cluster: c, user: u}}}}]");
        var config = KubeConfig.Load(new() { HomeFolder = Folder.Root, ExplicitPath = path });
        var file = KubeConfigFile.Read(path);
        var server = ServerSettings.From(file.Clusters[0]);
        var users = file.Users.Select(u => UserSettings.From(u, server, isInteractive: false, TimeProvider.System)).ToList();
        var transport = config.CreateTransport("k", TimeProvider.System);
        await using var client = new KubeClient(transport, new());
        var values = await Task.WhenAll(users.Select(async u => (object)await u.Credential.GetAsync(default)));
        var shown = new StringBuilder();
        foreach (var one in new object[] { config, file, server, transport, client, new KubeClientOptions() }.Concat(config.Contexts).Concat(file.Users).Concat(file.Clusters).Concat(users).Concat(users.Select(u => u.Credential)).Concat(values))
        {
            shown.Append(one).Append('\n');
        }

        using var observed = new Observed();
        observed.Decided(shown.ToString());
        Canaries.AreNowhereIn(null, observed, s_parts);
        Assert.Equal("u", file.Users[0].Name);
        Assert.Matches(Named(), shown.ToString());
    }

    [Fact]
    public async Task Nothing_of_it_is_written_to_the_console()
    {
        var (output, errors) = (Console.Out, Console.Error);
        using var written = new StringWriter();
        Console.SetOut(TextWriter.Synchronized(written));
        Console.SetError(TextWriter.Synchronized(written));
        try
        {
            var healthy = new HealthyCluster();
            await using var server = new RawServer(healthy.AnswerAsync, TransportTest.Loopback) { TakesCertificates = true };
            await using var client = SecureClient(server.Port, user: User);
            foreach (var verb in Verb.All) Assert.Equal("ok", (await OutcomeAsync(verb, client, s_parts)).Outcome);
            Console.Write("written");
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }

        Assert.Contains("written", written.ToString(), StringComparison.Ordinal);
        foreach (var part in s_parts.Append("canary")) Assert.DoesNotContain(part, written.ToString(), StringComparison.Ordinal);
    }

    // The texts are those of the objects, and not all empty.
    [GeneratedRegex("KubeConfigEntry .*Name = u")]
    private static partial Regex Named();
}
