using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;
using K8sOps.Kube;

namespace K8sOps.Sandbox;

[Cmdlet(VerbsLifecycle.Start, "K8sScenario", SupportsShouldProcess = true)]
[OutputType(typeof(K8sScenario))]
[Permission("scenarios.sandbox.k8sops.io", "get", "list", "patch")]
public sealed class StartK8sScenarioCommand : ChangingCmdlet, IKindGuarded
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The scenario to start")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ScenarioNameCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Kind { get; set; }

    string IKindGuarded.ExpectedKind => "Scenario";

    internal override async Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        var sandbox = new SandboxService(cluster);
        await foreach (var scenario in sandbox.GetScenariosAsync(Name, c.Stop).ConfigureAwait(false))
        {
            var consent = await c.ConfirmAsync($"Scenario {scenario.Name} on {cluster.Context}", "Break the sandbox").ConfigureAwait(false);
            if (consent == Consent.No) continue;
            var started = await sandbox.StartScenarioAsync(scenario, c.Operation, dryRun: consent == Consent.WhatIf, c.Stop).ConfigureAwait(false);
            if (consent == Consent.Yes) await c.WriteAsync(started).ConfigureAwait(false);
        }
    }
}
