using System.Management.Automation.Host;

namespace K8sOps.Host;

/// <summary>The host as a cmdlet sees it.</summary>
internal sealed class OutputHost(CommandOutput output) : PSHost
{
    public override PSHostUserInterface UI { get; } = new Lines(output);

    private sealed class Lines(CommandOutput output) : PSHostUserInterface
    {
        public override void WriteLine(string value) => output.HostLine(value);

        public override void WriteWarningLine(string message) => output.HostWarning(message);
    }
}
