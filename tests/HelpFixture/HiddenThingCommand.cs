using System.Management.Automation;

namespace HelpFixture;

/// <summary>Not public, so no command of the module.</summary>
[Cmdlet(VerbsCommon.Hide, "Thing")]
internal sealed class HiddenThingCommand : PSCmdlet
{
}
