namespace K8sOps.Kubernetes.Tests;

public sealed class LastingSilenceTests : FaultMatrixTests
{
    public static TheoryData<string> All => Names(Fault.Slow, isForEver: true);

    [Theory]
    [MemberData(nameof(All))]
    public Task A_server_that_is_silent_for_ever_ends_in_its_time_and_is_told_for_what_it_is(string fault) => HoldsAsync(fault, isForEver: true);
}
