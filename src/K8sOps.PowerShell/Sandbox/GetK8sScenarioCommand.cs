using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;
using K8sOps.Kube;

namespace K8sOps.Sandbox;

[Cmdlet(VerbsCommon.Get, "K8sScenario")]
[OutputType(typeof(K8sScenario))]
[Permission("scenarios.sandbox.k8sops.io", "list")]
public sealed class GetK8sScenarioCommand : ReadingCmdlet, IKindGuarded
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ScenarioNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Kind { get; set; }

    string IKindGuarded.ExpectedKind => "Scenario";

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        await foreach (var scenario in new SandboxService(cluster).GetScenariosAsync(Name, c.Stop).ConfigureAwait(false))
        {
            await c.WriteAsync(scenario).ConfigureAwait(false);
        }
    }
}
