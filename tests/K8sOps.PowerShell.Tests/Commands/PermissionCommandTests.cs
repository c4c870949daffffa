namespace K8sOps.PowerShell.Tests.Commands;

[Collection("sandbox")]
public class PermissionCommandTests
{
    private readonly SandboxFixture _sandbox = new();

    [Fact]
    public void Who_may_do_everything_is_told_so_for_each_verb_of_each_resource()
    {
        var found = _sandbox.Get<K8sPermission>("Test-K8sPermission Clear-K8sNode -Cluster sandbox-infra");
        Assert.All(found, p => Assert.True(p.Allowed, $"{p.Verb} {p.Resource}: {p.Status} {p.Reason}"));
        Assert.Contains(found, p => p is { Verb: "create", Resource: "pods/eviction", Command: "Clear-K8sNode" });
        Assert.Equal([true], _sandbox.Get<bool>("Test-K8sPermission Clear-K8sNode, Use-K8sCluster -Quiet -Cluster sandbox-infra"));
    }

    [Fact]
    public void A_command_that_is_none_of_ours_is_an_error_and_never_a_yes()
    {
        var result = _sandbox.Run("Test-K8sPermission Get-Nothing -Quiet -Cluster sandbox-infra");
        Assert.Equal("NotFound,K8sOps.Kube.TestK8sPermissionCommand", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Equal([false], result.Of<bool>());
        Assert.Equal([false], _sandbox.Run("Test-K8sPermission Get-K8sPod -Quiet -Cluster nosuch").Of<bool>());
    }

    [Fact]
    public void Commands_come_through_the_pipeline_and_by_pattern()
    {
        var all = _sandbox.Host.Invoke("Test-K8sPermission -Cluster sandbox-infra", input: ["Get-K8sPod", "Remove-K8sPod"]);
        Assert.Empty(all.Errors);
        Assert.Equal(["Get-K8sPod", "Remove-K8sPod"], all.Of<K8sPermission>().Select(p => p.Command).Distinct());
        Assert.Contains("Get-K8sNode", _sandbox.Get<K8sPermission>("Test-K8sPermission Get-K8s* -Cluster sandbox-infra").Select(p => p.Command));
    }

    [Fact]
    public void The_least_role_of_several_commands_is_one_that_can_be_applied()
    {
        var role = Assert.Single(_sandbox.Get<K8sRole>("Get-K8sRole Get-K8sPod, Remove-K8sPod, Get-K8sNode -Name viewer"));
        Assert.Equal(["[list] nodes", "[delete,get,list] pods"], role.Rules.Select(r => r.ToString()));
        Assert.Equal("ClusterRole", role.Kind);
        Assert.Equal(role.Yaml, Assert.Single(_sandbox.Get<string>("Get-K8sRole Get-K8sPod, Remove-K8sPod, Get-K8sNode -Name viewer -AsYaml")));
        Assert.Equal(["Role", "ClusterRole"], _sandbox.Get<K8sRole>("Get-K8sRole Get-K8sPod, Get-K8sNode -Namespace media").Select(r => r.Kind));
        Assert.Empty(_sandbox.Get<K8sRole>("Get-K8sRole Use-K8sCluster"));
    }

    [Fact]
    public void The_role_is_taken_by_the_cluster_as_it_comes()
    {
        var made = Assert.Single(_sandbox.Get<K8sResource>("Get-K8sRole Clear-K8sNode -AsYaml | Set-K8sResource -Cluster sandbox-infra"));
        Assert.Equal(("ClusterRole", "k8sops"), (made.Kind, made.Name));
    }

    [Fact]
    public void Who_may_not_is_told_what_is_missing_also_by_namespace()
    {
        _sandbox.Get<K8sScenario>("Start-K8sScenario restricted-user -Cluster sandbox-infra");
        var found = _sandbox.Get<K8sPermission>("Test-K8sPermission Clear-K8sNode, Remove-K8sPod -Cluster sandbox-infra");
        Assert.Contains(found, p => p is { Command: "Remove-K8sPod", Verb: "list", Status: PermissionStatus.Allowed });
        Assert.Contains(found, p => p is { Command: "Remove-K8sPod", Verb: "delete", Status: PermissionStatus.Denied, Allowed: false });
        Assert.Contains(found, p => p is { Command: "Clear-K8sNode", Verb: "create", Resource: "pods/eviction", Status: PermissionStatus.Denied });
        Assert.Equal([false], _sandbox.Get<bool>("Test-K8sPermission Remove-K8sPod -Quiet -Cluster sandbox-infra"));
        Assert.Equal([true], _sandbox.Get<bool>("Test-K8sPermission Remove-K8sPod -Namespace selfhosted -Quiet -Cluster sandbox-infra"));
        // Refused before anything is touched, not in the middle.
        Assert.Equal("Forbidden,K8sOps.Kube.ClearK8sNodeCommand", Assert.Single(_sandbox.Run("Clear-K8sNode infra-wk-03 -Cluster sandbox-infra").Errors).FullyQualifiedErrorId);
    }
}
