namespace System.Management.Automation;

public class InvocationInfo
{
    internal InvocationInfo(string name, string line)
    {
        InvocationName = name;
        Line = line;
    }

    public CommandInfo? MyCommand { get; internal init; }

    public Dictionary<string, object?> BoundParameters { get; } = new(StringComparer.OrdinalIgnoreCase);

    public string InvocationName { get; }

    public string Line { get; }

    public int PipelineLength { get; internal init; } = 1;

    public int PipelinePosition { get; internal init; } = 1;

    public bool ExpectingInput { get; internal init; }
}
