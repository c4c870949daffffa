using System.Management.Automation;
using K8sOps.Engine;

namespace K8sOps.PowerShell.Tests.Engine;

/// <summary>A command whose work the test hands in.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Probe", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(int))]
public sealed class TestProbeCommand : K8sCmdlet
{
    internal static readonly AsyncLocal<Func<CommandContext, Task>?> Work = new();

    internal override Task ProcessAsync(CommandContext c) => Work.Value!(c);
}
