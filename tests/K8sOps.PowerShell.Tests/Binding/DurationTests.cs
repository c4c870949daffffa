using System.Management.Automation;
using K8sOps.Binding;

namespace K8sOps.PowerShell.Tests.Binding;

public class DurationTests
{
    [Theory]
    [InlineData("90", 90)]
    [InlineData("90s", 90)]
    [InlineData("10m", 600)]
    [InlineData("1h30m", 5400)]
    [InlineData("2d", 172800)]
    [InlineData("1.5h", 5400)]
    [InlineData("500ms", 0.5)]
    [InlineData("00:05:00", 300)]
    [InlineData("0", 0)]
    public void A_text_is_read_as_people_write_durations(string text, double seconds)
        => Assert.Equal(TimeSpan.FromSeconds(seconds), new DurationAttribute().Transform(null!, text));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("10x")]
    [InlineData("m10")]
    [InlineData("1h 30")]
    [InlineData("1e999")]
    [InlineData("NaN")]
    [InlineData("99999999999999d")]
    public void What_is_no_duration_is_refused_with_the_forms_that_are(string text)
    {
        var refused = Assert.Throws<ArgumentTransformationMetadataException>(() => new DurationAttribute().Transform(null!, text));
        Assert.Contains("1h30m", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_seconds_and_time_spans_stay_what_they_are()
    {
        Assert.Equal(TimeSpan.FromSeconds(5), new DurationAttribute().Transform(null!, 5));
        Assert.Equal(TimeSpan.FromSeconds(0.5), new DurationAttribute().Transform(null!, 0.5));
        Assert.Equal(TimeSpan.FromMinutes(2), new DurationAttribute().Transform(null!, new PSObject(TimeSpan.FromMinutes(2))));
    }
}
