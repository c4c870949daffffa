namespace K8sOps.PowerShell.Tests.Views;

public class ViewTests
{
    [Theory]
    [InlineData(0, "0s")]
    [InlineData(-5, "0s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(125, "2m5s")]
    [InlineData(3600, "60m")]
    [InlineData(3 * 3600 + 12 * 60, "3h12m")]
    [InlineData(9 * 3600, "9h")]
    [InlineData(50 * 3600, "2d2h")]
    [InlineData(41 * 86400, "41d")]
    [InlineData(800 * 86400, "2y70d")]
    public void Ages_are_said_as_kubectl_says_them(int seconds, string expected) => Assert.Equal(expected, View.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void An_unknown_time_has_no_age() => Assert.Equal("", View.Age(null, DateTimeOffset.UnixEpoch));

    [Theory]
    [InlineData(0L, "0 B")]
    [InlineData(1023L, "1023 B")]
    [InlineData(1536L, "1.5 KiB")]
    [InlineData(10L * 1024 * 1024 * 1024, "10 GiB")]
    public void Sizes_are_binary(long bytes, string expected) => Assert.Equal(expected, View.Bytes(bytes));

    [Fact]
    public void A_colour_never_replaces_the_word()
    {
        Assert.Contains("CrashLoopBackOff", View.Status("CrashLoopBackOff"), StringComparison.Ordinal);
        Assert.StartsWith("\u001b[", View.Status("Fail"), StringComparison.Ordinal);
        Assert.Equal("SomethingNew", View.Status("SomethingNew"));
        Assert.Equal("", View.Status(null));
    }

    [Fact]
    public void Targets_leave_out_what_is_not_known()
    {
        Assert.Equal("Pod media/sonarr-0", View.Target("Pod", "media", "sonarr-0"));
        Assert.Equal("Node w1", View.Target("Node", null, "w1"));
        // PowerShell hands $null to a string parameter as an empty string.
        Assert.Equal("Pod sonarr-0", View.Target("Pod", "", "sonarr-0"));
        Assert.Equal("", View.Target(null, null, null));
    }

    [Fact]
    public void An_app_of_Flux_is_remarked_on_by_what_matters_most()
    {
        Assert.Equal("by ana@desk: disk swap", View.AppRemark(true, "ana@desk", "disk swap", true, "GitRepository", "flux-system", "flux-system", "applied"));
        Assert.Equal("by flux", View.AppRemark(true, "flux", "", false, null, null, null, null));
        Assert.Equal("GitRepository flux-system/flux-system", View.AppRemark(false, null, null, true, "GitRepository", "flux-system", "flux-system", "applied"));
        Assert.Equal("it failed…", View.AppRemark(false, null, null, false, "GitRepository", "flux-system", "flux-system", "it failed\nsince"));
    }
}
