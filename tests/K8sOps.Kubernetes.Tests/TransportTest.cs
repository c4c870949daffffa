using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace K8sOps.Kubernetes.Tests;

/// <summary>A kubeconfig of one context, and a client made of it.</summary>
public abstract class TransportTest : IDisposable
{
    internal static readonly X509Certificate2 Authority = TestCertificates.Authority();
    internal static readonly X509Certificate2 Loopback = TestCertificates.Signed(Authority, ["localhost", "127.0.0.1"]);
    internal static readonly string AuthorityData = TestCertificates.Base64(Authority.ExportCertificatePem());

    internal TempFolder Folder { get; } = new();

    internal TestClock Clock { get; } = new() { InstantUpTo = TimeSpan.Zero };

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    internal KubeClient Client(string cluster, string user = "{}", string file = "config", bool isInteractive = false)
    {
        var path = Folder.Write(file, $"clusters: [{{name: c, cluster: {{{cluster}}}}}]\nusers: [{{name: u, user: {user}}}]\ncontexts: [{{name: k, context: {{cluster: c, user: u}}}}]");
        var config = KubeConfig.Load(new() { HomeFolder = Folder.Root, ExplicitPath = path, IsInteractive = isInteractive });
        return new KubeClient(config.CreateTransport("k", Clock), new() { Clock = Clock });
    }

    internal static Task Version(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync("""{"gitVersion":"v1.34.0"}""");
    }

    internal static async Task<KubeConnectionException> FailsAsync(KubeClient client)
        => await Assert.ThrowsAsync<KubeConnectionException>(() => client.ServerVersionAsync(default));
}
