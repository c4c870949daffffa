using System.Management.Automation;

namespace K8sOps.Conformance;

[Cmdlet(VerbsCommon.Get, "Thing")]
[OutputType(typeof(Thing))]
public sealed class GetThingCommand : PSCmdlet
{
    [Parameter(Position = 0)]
    public int Count { get; set; } = 2;

    [Parameter]
    public SwitchParameter WithoutNamespace { get; set; }

    [Parameter]
    public SwitchParameter AsList { get; set; }

    [Parameter]
    public SwitchParameter AsNames { get; set; }

    protected override void ProcessRecord()
    {
        var things = Enumerable.Range(1, Count).Select(Make);
        if (AsNames) WriteObject(things.Select(t => t.Name).ToArray(), enumerateCollection: true);
        else if (AsList) WriteObject(things.ToList());
        else foreach (var thing in things) WriteObject(thing);
    }

    private Thing Make(int i) => new($"thing-{i}", WithoutNamespace && i == 2 ? null : $"space-{i}", i % 2 == 0 ? "Even" : "Odd", i, (Color)(i % 4));
}
