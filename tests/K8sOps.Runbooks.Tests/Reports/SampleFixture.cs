using K8sOps.Runbooks.Runs;
using K8sOps.Tests.Runs;

namespace K8sOps.Tests.Reports;

/// <summary>The sample, written once for all tests that only read it.</summary>
public sealed class SampleFixture : IDisposable
{
    public SampleFixture() => Record = SampleRun.Write(Runs);

    public RunFolder Runs { get; } = new();

    public RunRecord Record { get; }

    public void Dispose() => Runs.Dispose();
}
