using System.Management.Automation;

namespace HelpFixture;

[Cmdlet(VerbsLifecycle.Wait, "Thing")]
public sealed class WaitThingCommand : PSCmdlet
{
}
