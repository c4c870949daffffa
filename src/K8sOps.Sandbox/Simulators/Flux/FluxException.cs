namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>A reconciliation that cannot go on.</summary>
/// <param name="reason">The reason of the condition that tells of it.</param>
/// <param name="message">Why, as the controller says it.</param>
internal sealed class FluxException(string reason, string message) : Exception(message)
{
    public string Reason { get; } = reason;
}
