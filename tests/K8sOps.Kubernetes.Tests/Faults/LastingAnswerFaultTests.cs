namespace K8sOps.Kubernetes.Tests;

public sealed class LastingAnswerFaultTests : FaultMatrixTests
{
    public static TheoryData<string> All => Names(Fault.Answers, isForEver: true);

    [Theory]
    [MemberData(nameof(All))]
    public Task An_answer_that_is_wrong_each_time_ends_in_its_time_and_is_told_for_what_it_is(string fault) => HoldsAsync(fault, isForEver: true);
}
