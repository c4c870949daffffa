using System.Management.Automation;

namespace K8sOps.Host;

public class IdentityTests
{
    [Fact]
    public void The_stand_in_has_the_identity_of_the_engine()
    {
        var name = typeof(PSCmdlet).Assembly.GetName();
        Assert.Equal("System.Management.Automation", name.Name);
        Assert.Equal(new Version(7, 6, 0, 500), name.Version);
        Assert.Equal("31bf3856ad364e35", Convert.ToHexStringLower(name.GetPublicKeyToken()!));
    }
}
