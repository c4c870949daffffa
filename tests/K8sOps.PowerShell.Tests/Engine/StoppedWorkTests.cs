using K8sOps.Engine;

namespace K8sOps.PowerShell.Tests.Engine;

public class StoppedWorkTests
{
    [Fact]
    public void All_that_was_done_stands_in_one_line_and_the_way_back_is_the_last()
    {
        var changes = new[] { Pending("cordon", "w1", "Enable-K8sNode w1"), Pending("evict", "a"), Pending("evict", "b") };
        foreach (var change in changes) change.Made();
        Assert.Equal(["Clear-K8sNode was stopped. Done before: cordon Node w1 on infra; evict Node a on infra; evict Node b on infra.", "To take back cordon Node w1 on infra: Enable-K8sNode w1"],
            StoppedWork.Warnings("Clear-K8sNode", changes, isStopped: true));
    }

    [Fact]
    public void What_was_under_way_is_told_with_its_way_back()
    {
        var unknown = Pending("evict", "a", "undo it");
        Assert.Equal(["X was stopped while this was under way, and it is not known whether it took effect: evict Node a on infra. To take it back: undo it"], StoppedWork.Warnings("X", [unknown], isStopped: true));
        Assert.Single(StoppedWork.Warnings("X", [unknown], isStopped: false));
    }

    [Fact]
    public void Nothing_is_said_of_what_was_refused_or_of_a_command_that_came_to_its_end()
    {
        var (refused, made) = (Pending("evict", "a"), Pending("evict", "b"));
        refused.Refused("no");
        made.Made();
        Assert.Empty(StoppedWork.Warnings("X", [refused], isStopped: true));
        Assert.Empty(StoppedWork.Warnings("X", [refused, made], isStopped: false));
    }

    private static PendingChange Pending(string verb, string name, string? compensation = null)
        => new(new Change { Command = "X", Cluster = "infra", Kind = "Node", Name = name, Verb = verb, Compensation = compensation }, static _ => ValueTask.CompletedTask);
}
