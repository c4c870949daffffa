namespace K8sOps.PowerShell.Tests.Commands;

[Collection("sandbox")]
public class FluxCommandTests
{
    private readonly SandboxFixture _sandbox = new();

    [Theory]
    [InlineData("Get-FluxApp nosuch -Cluster sandbox-infra", "NotFound")]
    [InlineData("Get-FluxApp -Namespace nosuch -Cluster sandbox-infra", "NotFound")]
    [InlineData("Get-FluxApp -Kind Pod -Cluster sandbox-infra", "KindMismatch")]
    [InlineData("Get-FluxSource nosuch -Cluster sandbox-infra", "NotFound")]
    [InlineData("Get-FluxSource -Kind Kustomization -Cluster sandbox-infra", "KindMismatch")]
    public void What_is_not_there_is_one_error(string line, string id)
        => Assert.Equal(id, (Assert.Single(_sandbox.Run(line).Errors).FullyQualifiedErrorId ?? "").Split(',')[0]);

    [Fact]
    public void A_source_piped_into_the_command_for_apps_is_refused()
    {
        var result = _sandbox.Run("Get-FluxSource -Kind GitRepository -Cluster sandbox-infra | Get-FluxApp");
        Assert.NotEmpty(result.Errors);
        Assert.All(result.Errors, e => Assert.StartsWith("KindMismatch", e.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Empty(result.Of<FluxApp>());
    }
}
