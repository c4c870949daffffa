using System.Management.Automation;

namespace K8sOps.Conformance;

[Cmdlet(VerbsDiagnostic.Test, "Validation")]
public sealed class TestValidationCommand : PSCmdlet
{
    [Parameter]
    [ValidateRange(1, 64)]
    public int Range { get; set; } = 1;

    [Parameter]
    [ValidateSet("Normal", "Warning")]
    public string[]? Set { get; set; }

    [Parameter]
    [ValidateSet("Normal", "Warning", IgnoreCase = false)]
    public string? CaseSet { get; set; }

    [Parameter]
    [ValidateCount(1, 2)]
    public string[]? Few { get; set; }

    [Parameter]
    [ValidatePattern("^[a-z]+$")]
    public string? Pattern { get; set; }

    [Parameter]
    [ValidateNotNull]
    public object? NotNull { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NotEmpty { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? NotEmptyList { get; set; }

    protected override void ProcessRecord() => WriteObject(Echo.Bound(this));
}
