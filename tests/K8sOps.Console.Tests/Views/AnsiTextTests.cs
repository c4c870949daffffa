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

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\u001b[31mred\u001b[0m\tand\nmore", "\u001b[31mred\u001b[0m\tand\nmore")]
    [InlineData("a\u001b[2Jb", "a[2Jb")]
    [InlineData("\u001b]0;title\u0007x", "]0;titlex")]
    [InlineData("over\rwritten\b\u009b", "overwritten")]
    [InlineData("\u001b[", "[")]
    public void What_comes_from_a_cluster_cannot_steer_the_terminal(string text, string safe) => Assert.Equal(safe, AnsiText.Safe(text));
}
