using System.Globalization;
using System.Text;
using K8sOps.Sandbox;

namespace K8sOps.Console.Serve;

/// <summary>
/// <c>k8sops serve</c>: puts a sandbox on a loopback port, in real time, for kubectl and for commands of other processes.
/// Prints a kubeconfig, and runs until it is stopped.
/// </summary>
internal static class ServeCommand
{
    private const string Usage = "Usage: k8sops serve [--world NAME] [--port N] [--speed N] [--pods N] [--kubeconfig PATH]";

    /// <summary>What <c>k8sops help serve</c> says.</summary>
    public static string Help { get; } = $"""
        Puts a sandbox on a loopback port, in real time, and prints a kubeconfig for it. Runs until Ctrl+C.

        {Usage}

          --world NAME        {string.Join(" or ", SandboxWorld.Names)}; without it the first
          --port N            the port; without it any that is free
          --speed N           how many seconds the world lives in one of ours; without it 1
          --pods N            pods besides the platform's own, for load
          --kubeconfig PATH   writes the kubeconfig there, for its owner only; without it to standard output
        """;

    /// <summary>Runs it; the result is the exit code.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        ServeOptions options;
        try
        {
            options = ServeOptions.Parse(args);
        }
        catch (FormatException e)
        {
            await errors.WriteLineAsync($"{e.Message}\n{Usage}").ConfigureAwait(false);
            return 2;
        }

        // kubectl counts ages by its own clock, so a served world lives in the present.
        var world = SandboxWorld.Create(options.World, new SandboxOptions { Start = TimeProvider.System.GetUtcNow(), Time = SandboxTime.RealTime, Speed = options.Speed, ExtraPods = options.Pods });
        try
        {
            var server = await LoopbackServer.StartAsync(world, options.Port, cancellationToken).ConfigureAwait(false);
            await using (server.ConfigureAwait(false)) await AnnounceAsync(server, options, output, errors, cancellationToken).ConfigureAwait(false);
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A port that is taken, or a kubeconfig that cannot be written.
            await errors.WriteLineAsync($"{options.World} cannot be served: {e.Message}").ConfigureAwait(false);
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static async Task AnnounceAsync(LoopbackServer server, ServeOptions options, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var kubeconfig = KubeConfigText(options.World, server.Address);
        if (options.KubeConfigPath is { } path)
        {
            await WritePrivateAsync(path, kubeconfig, cancellationToken).ConfigureAwait(false);
            await errors.WriteLineAsync($"{options.World} is served on {server.Address}. Try: kubectl --kubeconfig {path} get nodes").ConfigureAwait(false);
        }
        else
        {
            await output.WriteAsync(kubeconfig).ConfigureAwait(false);
            await errors.WriteLineAsync($"{options.World} is served on {server.Address}; the kubeconfig for it is on stdout. Ctrl+C ends it.").ConfigureAwait(false);
        }

        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        await server.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string KubeConfigText(string world, string address) => string.Create(CultureInfo.InvariantCulture, $"""
        apiVersion: v1
        kind: Config
        clusters:
          - name: {world}-served
            cluster:
              server: {address}
        users:
          - name: {world}-served
            user: {"{}"}
        contexts:
          - name: {world}-served
            context:
              cluster: {world}-served
              user: {world}-served
        current-context: {world}-served

        """);

    /// <summary>Written whole or not at all, so that whoever waits for the file never reads half of it; for its owner only.</summary>
    private static async Task WritePrivateAsync(string path, string text, CancellationToken cancellationToken)
    {
        var part = path + ".part";
        var create = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var stream = new FileStream(part, create);
        await using (stream.ConfigureAwait(false))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).ConfigureAwait(false);
        }

        File.Move(part, path, overwrite: true);
    }
}
