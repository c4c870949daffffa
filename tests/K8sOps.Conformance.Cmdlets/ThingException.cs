using System.Management.Automation;

namespace K8sOps.Conformance;

/// <summary>An exception that carries an error record.</summary>
public sealed class ThingException(string message) : Exception(message), IContainsErrorRecord
{
    public ErrorRecord ErrorRecord => new(this, "ThingFailed", ErrorCategory.InvalidResult, null);
}
