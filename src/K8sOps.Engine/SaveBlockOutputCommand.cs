using System.Management.Automation;

namespace K8sOps.Engine;

/// <summary>Keeps what a block emits, on its way to the screen. It exists in the sessions of runs only.</summary>
[Cmdlet(VerbsData.Save, "BlockOutput")]
public sealed class SaveBlockOutputCommand : PSCmdlet
{
    internal const string Name = "Save-BlockOutput";

    /// <summary>What was emitted.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>Where it is kept.</summary>
    [Parameter(Mandatory = true)]
    [AllowEmptyCollection]
    public IList<object?> Into { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Into.Add(InputObject is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : InputObject);
        WriteObject(InputObject);
    }
}
