using System.Management.Automation;
using K8sOps.Engine;
using K8sOps.Kube;

namespace K8sOps.Sandbox;

[Cmdlet(VerbsCommon.Reset, "K8sSandbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(K8sClock))]
[Permission("clocks.sandbox.k8sops.io", "get", "patch")]
public sealed class ResetK8sSandboxCommand : ChangingCmdlet
{
    internal override async Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        var consent = await c.ConfirmAsync($"Sandbox {cluster.Context}", "Throw the world away and begin anew").ConfigureAwait(false);
        if (consent == Consent.No) return;
        var clock = await new SandboxService(cluster).ResetAsync(c.Operation, dryRun: consent == Consent.WhatIf, c.Stop).ConfigureAwait(false);
        if (consent == Consent.Yes) await c.WriteAsync(clock).ConfigureAwait(false);
    }
}
