using System.Collections.Concurrent;
using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

[Cmdlet(VerbsDiagnostic.Test, "K8sPermission")]
[OutputType(typeof(K8sPermission), typeof(bool))]
[Permission("selfsubjectaccessreviews.authorization.k8s.io", "create")]
public sealed class TestK8sPermissionCommand : ReadingCmdlet
{
    private readonly ConcurrentDictionary<string, PermissionService> _services = new(StringComparer.Ordinal);
    private int _asked;
    private int _missing;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The commands to ask for")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CommandNameCompleter))]
    public string[] Command { get; set; } = [];

    [Parameter]
    [Alias("n")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    internal override async Task ProcessAsync(CommandContext c)
    {
        CommandPermission.Find(Command, out var errors);
        foreach (var error in errors)
        {
            Interlocked.Increment(ref _missing);
            await c.WriteErrorAsync(error).ConfigureAwait(false);
        }

        await base.ProcessAsync(c).ConfigureAwait(false);
    }

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        var service = _services.GetOrAdd(cluster.Context, _ => new PermissionService(cluster));
        var needed = CommandPermission.Find(Command, out _).SelectMany(CommandPermission.Of).ToList();
        Interlocked.Increment(ref _asked);
        try
        {
            // Side by side, and told in the order of the commands.
            var answers = needed.ConvertAll(n => service.AskAsync(n.Rule, Namespace, n.Command, n.OnlyFor, c.Stop));
            foreach (var answer in answers)
            {
                var permission = await answer.ConfigureAwait(false);
                if (!permission.Allowed && permission.OnlyFor is null) Interlocked.Increment(ref _missing);
                if (!Quiet) await c.WriteAsync(permission).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationException or KubeException)
        {
            Interlocked.Increment(ref _missing);
            throw;
        }
    }

    internal override async Task EndAsync(CommandContext c)
    {
        // A cluster that was never asked has allowed nothing.
        if (Quiet) await c.WriteAsync(_missing == 0 && _asked > 0).ConfigureAwait(false);
    }
}
