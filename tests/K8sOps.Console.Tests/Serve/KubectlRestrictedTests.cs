namespace K8sOps.Console.Tests.Serve;

/// <summary>The stock kubectl as the user of scenario restricted-user; a world of its own, since nobody else may be in it.</summary>
public sealed class KubectlRestrictedTests(ServedWorld world) : IClassFixture<ServedWorld>
{
    [KubectlFact]
    public async Task A_restricted_user_is_told_what_it_may_not()
    {
        await world.Ok("patch", "scenario", "restricted-user", "--type=merge", "-p", """{"spec":{"active":true}}""");
        Assert.Equal((1, "", "Error from server (Forbidden): nodes is forbidden: User \"viewer\" cannot list resource \"nodes\" in API group \"\" at the cluster scope\n"), await world.Run("get", "nodes"));
        Assert.Equal((1, "no\n", ""), await world.Run("auth", "can-i", "delete", "deployments", "-n", "selfhosted"));
        Assert.Equal("yes\n", await world.Ok("auth", "can-i", "list", "pods"));
        Assert.Contains("pods", await world.Ok("auth", "can-i", "--list", "-n", "selfhosted"), StringComparison.Ordinal);
        await world.Ok("get", "pods", "-A");
        await world.Ok("patch", "scenario", "restricted-user", "--type=merge", "-p", """{"spec":{"active":false}}""");
        await world.Ok("get", "nodes");
    }
}
