using System.Management.Automation;

namespace K8sOps.Conformance;

[Cmdlet(VerbsDiagnostic.Test, "Wildcard")]
public sealed class TestWildcardCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string Pattern { get; set; } = "";

    [Parameter(Position = 1)]
    public string[] Text { get; set; } = [];

    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    protected override void ProcessRecord()
    {
        var pattern = new WildcardPattern(Pattern, CaseSensitive ? WildcardOptions.None : WildcardOptions.IgnoreCase);
        WriteObject(string.Join(' ', Text.Where(pattern.IsMatch).Select(t => $"<{t}>")));
        WriteObject($"{WildcardPattern.ContainsWildcardCharacters(Pattern)} {WildcardPattern.Escape(Pattern)} {WildcardPattern.Unescape(Pattern)}");
    }
}
