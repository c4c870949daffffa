namespace K8sOps.Model.Tests;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("4", 4)]
    [InlineData("7950m", 7.95)]
    [InlineData("1.5", 1.5)]
    [InlineData("16Gi", 17179869184.0)]
    [InlineData("32768Mi", 34359738368.0)]
    [InlineData("5G", 5e9)]
    [InlineData("100k", 1e5)]
    [InlineData("2e3", 2000)]
    [InlineData("1E", 1e18)]
    [InlineData("500n", 5e-7)]
    [InlineData("-1", -1)]
    public void A_quantity_is_a_number(string text, double expected)
    {
        Assert.True(Quantity.TryParse(text, out var value));
        Assert.Equal(expected, value, Math.Abs(expected) * 1e-12);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Gi")]
    [InlineData("1.2.3")]
    [InlineData("4 Gi")]
    [InlineData("4gi")]
    [InlineData("1e")]
    [InlineData("1e999")]
    public void What_is_no_quantity_is_refused(string? text)
        => Assert.False(Quantity.TryParse(text, out _));
}
