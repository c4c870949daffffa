using System.Management.Automation;

namespace K8sOps.Engine;

/// <summary>Keeps what a block emits, and shows it as it comes. It exists in the sessions of runs only.</summary>
[Cmdlet(VerbsData.Save, "BlockOutput")]
public sealed class SaveBlockOutputCommand : PSCmdlet, IDisposable
{
    internal const string Name = "Save-BlockOutput";

    /// <summary>What <c>Format-Table</c> and its like emit: parts of one text, of many types.</summary>
    private const string Formatted = "Microsoft.PowerShell.Commands.Internal.Format.";

    private SteppablePipeline? _screen;
    private string? _shape;

    /// <summary>What was emitted.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>Where it is kept.</summary>
    [Parameter(Mandatory = true)]
    [AllowEmptyCollection]
    public IList<object?> Into { get; set; } = null!;

    /// <summary>Whether it goes to the screen as well.</summary>
    [Parameter]
    public SwitchParameter Shows { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Into.Add(InputObject is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : InputObject);
        if (!Shows.IsPresent || InputObject is null) return;
        // Out-Default takes the view of the first object for all, and lists those of other types in full: they get one of their own.
        var shape = Shape(PSObject.AsPSObject(InputObject));
        if (_screen is not null && shape != _shape) Close();
        if (_screen is null)
        {
            _shape = shape;
            _screen = ScriptBlock.Create("Out-Default").GetSteppablePipeline(CommandOrigin.Internal);
            _screen.Begin(expectInput: true);
        }

        _screen.Process(InputObject);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Close();

    /// <inheritdoc/>
    public void Dispose() => _screen?.Dispose();

    /// <summary>What the engine chooses a view by: the type, and of an object made of properties their names.</summary>
    private static string Shape(PSObject value)
    {
        var type = value.TypeNames.Count > 0 ? value.TypeNames[0] : "";
        if (type.StartsWith(Formatted, StringComparison.Ordinal)) return Formatted;
        return value.BaseObject is PSCustomObject ? $"{type} {string.Join(' ', value.Properties.Select(p => p.Name))}" : type;
    }

    private void Close()
    {
        _screen?.End();
        _screen?.Dispose();
        _screen = null;
    }
}
