namespace K8sOps.Model.Tests;

public sealed class PendingChangeTests
{
    private readonly List<ChangeOutcome> _ended = [];

    [Fact]
    public async Task A_change_that_nobody_ended_is_unknown()
    {
        await using (Begin())
        {
        }

        Assert.Equal([ChangeOutcome.Unknown], _ended);
    }

    [Fact]
    public async Task A_change_that_was_made_carries_its_fields()
    {
        var change = Begin();
        change.Made(new ChangedField(".spec.replicas", "1", "2"));
        await change.DisposeAsync();

        Assert.Equal([ChangeOutcome.Made], _ended);
        Assert.Equal("2", Assert.Single(change.After).After);
    }

    [Fact]
    public async Task A_refused_change_says_why_and_ends_once()
    {
        var change = Begin();
        change.Refused("not permitted");
        await change.DisposeAsync();
        await change.DisposeAsync();

        Assert.Equal([ChangeOutcome.Refused], _ended);
        Assert.Equal("not permitted", change.Error);
    }

    private PendingChange Begin() => new(new Change { Command = "Test", Cluster = "infra", Kind = "Pod", Name = "a", Verb = "delete" }, c =>
    {
        _ended.Add(c.Outcome);
        return ValueTask.CompletedTask;
    });
}
