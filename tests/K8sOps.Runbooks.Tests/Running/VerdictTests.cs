using K8sOps.Runbooks.Running;

namespace K8sOps.Tests.Running;

public class VerdictTests
{
    public enum Color
    {
        Red,
    }

    private static CheckResult Check(CheckStatus status) => new() { Cluster = "c", System = "S", Id = "S.X", Status = status, Message = "m", ObservedAt = default };

    private static Verdict Of(params object?[] output) => Verdict.Of(new BlockResult { Output = output });

    [Fact]
    public void It_passes_when_everything_that_it_emitted_is_true()
        => Assert.Equal(new Verdict(CheckStatus.Pass, "", []).Status, Of(true, Check(CheckStatus.Pass), new RunbookParameter("a", "int", null, "")).Status);

    [Fact]
    public void Silence_proves_nothing()
    {
        var verdict = Of();
        Assert.Equal(CheckStatus.Fail, verdict.Status);
        Assert.Contains("silence", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void False_among_much_that_is_true_fails() => Assert.Equal(CheckStatus.Fail, Of(true, false, true).Status);

    [Fact]
    public void A_text_is_an_error_though_the_engine_calls_it_true()
    {
        foreach (object value in new object[] { "False", "True", 1, 0L, 2.5, Color.Red, 'x', DateTimeOffset.UnixEpoch, new Dictionary<string, object>(StringComparer.Ordinal), new Uri("http://x") })
        {
            var verdict = Of(true, value);
            Assert.Equal(CheckStatus.Fail, verdict.Status);
            Assert.Contains(value.GetType().Name, verdict.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_record_of_ours_that_is_an_enum_is_no_record() => Assert.Equal(CheckStatus.Fail, Of(StepOutcome.Verified).Status);

    [Fact]
    public void Null_is_not_true() => Assert.Equal(CheckStatus.Fail, Of([null]).Status);

    [Theory]
    [InlineData(CheckStatus.Unknown)]
    [InlineData(CheckStatus.Skip)]
    [InlineData(CheckStatus.Warn)]
    [InlineData(CheckStatus.Fail)]
    public void A_check_that_does_not_pass_is_reported_as_itself(CheckStatus status)
    {
        var verdict = Of(Check(CheckStatus.Pass), Check(status));
        Assert.Equal(status, verdict.Status);
        Assert.Contains("S.X", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_certainly_wrong_comes_before_what_could_not_be_seen()
        => Assert.Equal(CheckStatus.Fail, Of(Check(CheckStatus.Unknown), false, Check(CheckStatus.Skip)).Status);

    [Fact]
    public void An_error_is_no_pass_whatever_was_emitted_before_it()
    {
        var verdict = Verdict.Of(new BlockResult { Output = [true], Failed = true, Errors = [new BlockError("no such node", OperationCategory.ObjectNotFound)] });
        Assert.Equal(CheckStatus.Fail, verdict.Status);
        Assert.Contains("no such node", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_that_says_that_it_could_not_look_is_unknown()
        => Assert.Equal(CheckStatus.Unknown, Verdict.Of(new BlockResult { Failed = true, Errors = [new BlockError("refused", OperationCategory.ConnectionError)] }).Status);

    [Fact]
    public void A_block_that_did_not_run_to_its_end_without_an_error_is_no_pass()
        => Assert.Equal(CheckStatus.Fail, Verdict.Of(new BlockResult { Output = [true], Failed = true }).Status);
}
