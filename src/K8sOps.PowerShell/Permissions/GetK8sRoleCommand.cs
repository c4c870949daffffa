using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsCommon.Get, "K8sRole")]
[OutputType(typeof(K8sRole), typeof(string))]
public sealed class GetK8sRoleCommand : K8sCmdlet
{
    private readonly SortedSet<string> _commands = new(StringComparer.Ordinal);

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The commands that the role is for")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CommandNameCompleter))]
    public string[] Command { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidatePattern("^[a-z0-9]([-a-z0-9.:]*[a-z0-9])?$")]
    [ArgumentCompleter(typeof(RoleNameCompleter))]
    public string Name { get; set; } = "k8sops";

    [Parameter]
    [Alias("n")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    [Parameter]
    public SwitchParameter AsYaml { get; set; }

    internal override async Task ProcessAsync(CommandContext c)
    {
        _commands.UnionWith(CommandPermission.Find(Command, out var errors));
        foreach (var error in errors) await c.WriteErrorAsync(error).ConfigureAwait(false);
    }

    // One role for all that came.
    internal override async Task EndAsync(CommandContext c)
    {
        foreach (var role in RoleComposer.Compose(Name, Namespace, [.. _commands], [.. _commands.SelectMany(CommandPermission.Of).Select(p => p.Rule).Distinct()]))
        {
            await c.WriteAsync(AsYaml ? role.Yaml : role).ConfigureAwait(false);
        }
    }
}
