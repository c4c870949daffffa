namespace K8sOps.Kubernetes.Tests;

public sealed class LastingFaultTests : FaultMatrixTests
{
    public static TheoryData<string> All => Faults;

    private protected override int Speed => 300;

    [Theory]
    [MemberData(nameof(All))]
    public Task A_fault_that_lasts_ends_in_its_time_and_is_told_for_what_it_is(string fault) => HoldsAsync(fault, isForEver: true);
}
