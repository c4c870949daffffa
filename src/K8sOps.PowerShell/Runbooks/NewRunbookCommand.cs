using System.Management.Automation;
using K8sOps.Engine;

namespace K8sOps.Runbooks;

[Cmdlet(VerbsCommon.New, "Runbook", SupportsShouldProcess = true)]
[OutputType(typeof(Runbook))]
public sealed class NewRunbookCommand : K8sCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The name: lower-case letters, digits and dashes")]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        Path = GetUnresolvedProviderPathFromPSPath(Path);
    }

    internal override async Task ProcessAsync(CommandContext c)
    {
        foreach (var name in Name)
        {
            try
            {
                var text = RunbookTemplate.Write(name, Title ?? RunbookTemplate.TitleOf(name));
                var file = System.IO.Path.Combine(Path, name + ".md");
                if (File.Exists(file) && !Force)
                {
                    throw new OperationException("AlreadyExists", OperationCategory.ResourceExists, file, $"{file} is there already; nothing was written.", "-Force writes it anew, and what it says is lost.");
                }

                if (await c.ConfirmAsync(file, "Write a new runbook").ConfigureAwait(false) != Consent.Yes) continue;
                OutputFile.Write(file, text);
                await c.WriteAsync(RunbookReader.Read(name, file, text).Runbook).ConfigureAwait(false);
            }
            catch (OperationException e)
            {
                await c.WriteErrorAsync(e).ConfigureAwait(false);
            }
        }
    }
}
