namespace K8sOps.Sandbox.Containers;

/// <summary>A program that any container has.</summary>
internal sealed class BuiltInProgram(string name, Func<ProgramCall, CancellationToken, Task<int>> run) : IContainerProgram
{
    public bool Has(ProgramContainer container, string called) => called == name;

    public Task<int> RunAsync(ProgramCall call, CancellationToken cancellationToken) => run(call, cancellationToken);
}
