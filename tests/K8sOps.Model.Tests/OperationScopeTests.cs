namespace K8sOps.Model.Tests;

public sealed class OperationScopeTests
{
    [Fact]
    public async Task A_scope_reaches_other_threads_and_ends_where_it_was_entered()
    {
        var scope = new OperationScope { Run = "r1", IsRehearsal = true };
        using (scope.Enter())
        {
            Assert.Same(scope, await Task.Run(() => OperationScope.Current));
        }

        Assert.Null(OperationScope.Current);
    }

    [Fact]
    public void An_inner_scope_gives_way_to_the_outer_one_again()
    {
        var (outer, inner) = (new OperationScope { Run = "outer" }, new OperationScope { Run = "inner" });
        using (outer.Enter())
        {
            using (inner.Enter()) Assert.Same(inner, OperationScope.Current);
            Assert.Same(outer, OperationScope.Current);
        }
    }
}
