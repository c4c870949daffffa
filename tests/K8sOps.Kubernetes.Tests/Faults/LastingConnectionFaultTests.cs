namespace K8sOps.Kubernetes.Tests;

public sealed class LastingConnectionFaultTests : FaultMatrixTests
{
    public static TheoryData<string> All => Names(Fault.Connections, isForEver: true);

    [Theory]
    [MemberData(nameof(All))]
    public Task A_connection_that_breaks_each_time_ends_in_its_time_and_is_told_for_what_it_is(string fault) => HoldsAsync(fault, isForEver: true);
}
