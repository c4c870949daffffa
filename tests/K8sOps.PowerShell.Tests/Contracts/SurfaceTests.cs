using System.Management.Automation;
using K8sOps.Shared;

namespace K8sOps.Contracts;

/// <summary>Whatever the compiled cmdlets take from the engine exists in the stand-in, with the same signature.</summary>
public class SurfaceTests
{
    private static readonly string s_cmdlets = Path.Combine(AppContext.BaseDirectory, "K8sOps.dll");
    private static readonly EngineSurface s_standIn = EngineSurface.Of(typeof(PSCmdlet).Assembly.Location);

    [Fact]
    public void Every_engine_type_that_the_cmdlets_name_exists_in_the_stand_in()
        => Assert.Equal([], EngineReferences.Types(s_cmdlets).Except(s_standIn.Types));

    [Fact]
    public void Every_engine_member_that_the_cmdlets_use_exists_in_the_stand_in()
        => Assert.Equal([], EngineReferences.Members(s_cmdlets).Where(m => !s_standIn.Resolves(m)));

    [Fact]
    public void The_tests_run_on_the_stand_in_and_not_on_the_empty_reference_assembly()
        => Assert.Equal(7, typeof(PSCmdlet).Assembly.GetName().Version!.Major);

    [Fact]
    public void A_member_that_is_not_there_is_noticed()
        => Assert.False(s_standIn.Resolves("System.Management.Automation.Cmdlet.WriteObject(String): Void"));
}
