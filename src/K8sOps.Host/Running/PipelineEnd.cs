using System.Management.Automation;

namespace K8sOps.Host;

/// <summary>How a pipeline ended.</summary>
/// <param name="Failure">The terminating error, or null.</param>
/// <param name="Exception">The exception that a caller in PowerShell would catch, or null.</param>
/// <param name="WasStopped">Whether it was stopped from outside.</param>
public sealed record PipelineEnd(ErrorRecord? Failure, Exception? Exception, bool WasStopped)
{
    /// <summary>It ran to its end.</summary>
    public static PipelineEnd Completed { get; } = new(null, null, WasStopped: false);
}
