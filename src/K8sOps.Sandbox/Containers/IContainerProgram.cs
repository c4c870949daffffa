namespace K8sOps.Sandbox.Containers;

/// <summary>
/// A program that can be run in containers of the simulated platform: a simulator's tool, or what every image has. It is run outside of
/// the world's lock, on the world's clock.
/// </summary>
internal interface IContainerProgram
{
    /// <summary>Whether this is what the container (by its image, its pod, its labels) has under the name that is called.</summary>
    bool Has(ProgramContainer container, string name);

    /// <summary>Whether a call with these arguments only looks: it is not counted as a write.</summary>
    bool IsReading(IReadOnlyList<string> argv) => false;

    /// <summary>Runs it; the result is its exit code, 0 to 255.</summary>
    Task<int> RunAsync(ProgramCall call, CancellationToken cancellationToken);
}
