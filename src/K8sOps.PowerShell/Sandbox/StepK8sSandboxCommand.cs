using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Engine;
using K8sOps.Kube;

namespace K8sOps.Sandbox;

[Cmdlet(VerbsCommon.Step, "K8sSandbox", SupportsShouldProcess = true)]
[OutputType(typeof(K8sClock))]
[Permission("clocks.sandbox.k8sops.io", "get", "patch")]
public sealed class StepK8sSandboxCommand : ChangingCmdlet
{
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "How far to run the clock ahead, such as 10m")]
    [Duration]
    public TimeSpan By { get; set; }

    internal override async Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        var consent = await c.ConfirmAsync($"Sandbox {cluster.Context}", $"Run the clock ahead by {View.Duration(By)}").ConfigureAwait(false);
        if (consent == Consent.No) return;
        var clock = await new SandboxService(cluster).StepAsync(By, c.Operation, dryRun: consent == Consent.WhatIf, c.Stop).ConfigureAwait(false);
        if (consent == Consent.Yes) await c.WriteAsync(clock).ConfigureAwait(false);
    }
}
