namespace K8sOps.Console.Views;

public class AnsiTextTests
{
    [Theory]
    [InlineData("\u001b[31mred\u001b[0m", 3, "\u001b[31mred\u001b[0m")]
    [InlineData("\u001b[31mcrimson\u001b[0m", 4, "\u001b[31mcri…\u001b[0m")]
    [InlineData("plain", 5, "plain")]
    [InlineData("plain", 1, "…")]
    [InlineData("plain", 0, "")]
    public void A_text_is_cut_by_what_is_seen(string text, int width, string expected) => Assert.Equal(expected, AnsiText.Fit(text, width));

    [Theory]
    [InlineData("ends in escape\u001b")]
    [InlineData("ends in a sequence\u001b[31")]
    [InlineData("\u001b[0m")]
    [InlineData("")]
    public void Broken_sequences_do_no_harm(string text) => Assert.DoesNotContain('\u001b', AnsiText.Strip(text));
}
