using System.Management.Automation;
using K8sOps.Binding;

namespace K8sOps.PowerShell.Tests.Binding;

public class TimePointTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 15, 3, 0, 0, TimeSpan.Zero);

    private static DateTimeOffset Resolve(object value) => Assert.IsType<TimePoint>(new TimePointAttribute().Transform(null!, value)).Resolve(new Fixed());

    [Theory]
    [InlineData("-15m")]
    [InlineData("15m")]
    public void A_duration_is_so_long_before_the_clusters_now(string text) => Assert.Equal(s_now.AddMinutes(-15), Resolve(text));

    [Fact]
    public void A_time_stays_that_time()
    {
        Assert.Equal(s_now, Resolve("2026-01-15T03:00:00Z"));
        Assert.Equal(s_now.AddHours(1), Resolve(s_now.AddHours(1)));
        Assert.Equal(s_now, Resolve(s_now.UtcDateTime));
    }

    [Fact]
    public void What_is_no_time_is_refused()
        => Assert.Throws<ArgumentTransformationMetadataException>(() => new TimePointAttribute().Transform(null!, "yesterday-ish"));

    private sealed class Fixed : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => s_now;
    }
}
