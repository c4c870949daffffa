using K8sOps.Console.Serve;
using K8sOps.Sandbox;

namespace K8sOps.Console.Tests.Serve;

/// <summary>A world served in this process, in real time, for one class of tests.</summary>
public class ServedWorld : IAsyncLifetime
{
    // Of its own: kubectl keeps what a port served, and the port may have been another world's a minute ago.
    private readonly string _cache = Directory.CreateTempSubdirectory("k8sops-kubectl-").FullName;
    private LoopbackServer? _server;

    /// <summary>The world that is served.</summary>
    protected virtual string Name => SandboxWorld.Names[0];

    internal SandboxWorld World { get; private set; } = null!;

    internal string Address => _server!.Address;

    public async Task InitializeAsync()
    {
        World = SandboxWorld.Create(Name, new SandboxOptions { Start = TimeProvider.System.GetUtcNow(), Time = SandboxTime.RealTime });
        _server = await LoopbackServer.StartAsync(World, 0, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _server!.DisposeAsync();
        Directory.Delete(_cache, recursive: true);
    }

    internal string[] Argv(params string[] args) => ["--kubeconfig", "/dev/null", "--cache-dir", _cache, "--server", Address, .. args];

    internal Task<(int Code, string Output, string Error)> Run(params string[] args) => Kubectl.RunAsync(Argv(args));

    internal async Task<string> Ok(params string[] args)
    {
        var (code, output, error) = await Run(args);
        Assert.True(code == 0, $"kubectl {string.Join(' ', args)}: {code} {error}");
        return output;
    }

    /// <summary>The first pod of an app in selfhosted, as pod/name.</summary>
    internal async Task<string> Pod(string app) => (await Ok("get", "pods", "-n", "selfhosted", "-o", "name")).Split('\n').First(line => line.StartsWith($"pod/{app}-", StringComparison.Ordinal));
}
