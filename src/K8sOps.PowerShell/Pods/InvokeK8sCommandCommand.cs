using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsLifecycle.Invoke, "K8sCommand", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(K8sCommandResult), typeof(K8sCommandLine))]
[Permission("pods", "get", "list")]
[Permission("pods/exec", "create", "get")]
public sealed class InvokeK8sCommandCommand : ChangingCmdlet, IKindGuarded
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The pods in which it is run")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(PodNameCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1, HelpMessage = "The program and its arguments, with commas between them")]
    [ValidateNotNullOrEmpty]
    public string[] Command { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    [Parameter]
    [Alias("c")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ContainerNameCompleter))]
    public string? Container { get; set; }

    [Parameter]
    [AllowEmptyString]
    public string? InputText { get; set; }

    [Parameter]
    public SwitchParameter Stream { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan? Timeout { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Uid { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Kind { get; set; }

    string IKindGuarded.ExpectedKind => "Pod";

    internal override async Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        if (Timeout <= TimeSpan.Zero) throw new OperationException("InvalidDuration", OperationCategory.InvalidArgument, CommandName, "Cannot give a program no time: -Timeout is zero or less.", "-Timeout 30s");
        var exec = new ExecService(cluster);
        var ns = Namespace ?? cluster.DefaultNamespace ?? "default";
        var pods = new List<K8sPod>();
        var query = new PodQuery { Namespaces = [NamePattern.Escape(ns)], Names = Name, OnMissing = c.Error };
        await foreach (var pod in new PodService(cluster).ListAsync(query, c.Operation, c.Stop).ConfigureAwait(false)) pods.Add(pod);
        foreach (var pod in pods)
        {
            try
            {
                var wanted = new PodCommand { Namespace = pod.Namespace, Name = pod.Name, Uid = Uid ?? pod.Uid, Container = Container, Command = Command, InputText = InputText, Timeout = Timeout };
                await RunAsync(exec, await exec.ResolveAsync(wanted, c.Stop).ConfigureAwait(false), cluster, c).ConfigureAwait(false);
            }
            catch (OperationException e)
            {
                await c.WriteErrorAsync(e).ConfigureAwait(false);
            }
        }
    }

    private async Task RunAsync(ExecService exec, PodCommand command, Cluster cluster, CommandContext c)
    {
        var target = $"Pod {command.Namespace}/{command.Name} ({command.Container}) on {cluster.Context}";
        if (await c.ConfirmAsync(target, "Run " + string.Join(' ', command.Command)).ConfigureAwait(false) != Consent.Yes) return;
        var result = await exec.RunAsync(command, c.Operation, Stream ? line => c.WriteAsync(line) : null, c.Stop).ConfigureAwait(false);
        if (!Stream) await c.WriteAsync(result).ConfigureAwait(false);
        if (!result.Succeeded) await c.WriteErrorAsync(ExecService.Failed(result)).ConfigureAwait(false);
    }
}
