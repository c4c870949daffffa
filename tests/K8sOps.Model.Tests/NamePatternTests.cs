using FsCheck;
using FsCheck.Fluent;

namespace K8sOps.Model.Tests;

public sealed class NamePatternTests
{
    [Theory]
    [InlineData("sonarr-0", "sonarr-0", true)]
    [InlineData("sonarr-0", "SONARR-0", true)]
    [InlineData("sonarr", "sonarr-0", false)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("*", "", true)]
    [InlineData("s*", "sonarr-0", true)]
    [InlineData("*-0", "sonarr-0", true)]
    [InlineData("*a*r*", "sonarr", true)]
    [InlineData("*x*", "sonarr", false)]
    [InlineData("**", "anything", true)]
    [InlineData("?", "a", true)]
    [InlineData("?", "", false)]
    [InlineData("son?rr", "sonarr", true)]
    [InlineData("web-[a-c]", "web-b", true)]
    [InlineData("web-[a-c]", "web-B", true)]
    [InlineData("web-[A-C]", "web-b", true)]
    [InlineData("web-[a-c]", "web-d", false)]
    [InlineData("web-[02-4x]", "web-3", true)]
    [InlineData("web-[02-4x]", "web-1", false)]
    [InlineData("web-[a-]", "web--", true)]
    [InlineData("[]]", "]", true)]
    [InlineData("web-[a", "web-[a", true)]
    [InlineData("web]", "web]", true)]
    [InlineData("`*", "*", true)]
    [InlineData("`*", "x", false)]
    [InlineData("a`[b`]", "a[b]", true)]
    [InlineData("a`", "a`", true)]
    [InlineData("[`]x]", "]", true)]
    public void It_matches_as_PowerShell_does(string pattern, string name, bool expected)
        => Assert.Equal(expected, new NamePattern(pattern).IsMatch(name));

    [Theory]
    [InlineData("sonarr-0", "sonarr-0")]
    [InlineData("a`*b", "a*b")]
    [InlineData("a*", null)]
    [InlineData("a?", null)]
    [InlineData("[ab]", null)]
    [InlineData("[ab", "[ab")]
    public void A_name_without_wildcards_is_literal(string pattern, string? literal)
    {
        Assert.Equal(literal, new NamePattern(pattern).Literal);
        Assert.Equal(literal is not null, new NamePattern(pattern).IsLiteral);
    }

    [Fact]
    public void No_name_matches_nothing()
        => Assert.False(new NamePattern("*").IsMatch(null));

    [Fact]
    public void An_escaped_name_is_that_name_and_no_other()
        => Prop.ForAll(Names().ToArbitrary(), Names().ToArbitrary(), (name, other) =>
        {
            var pattern = new NamePattern(NamePattern.Escape(name));
            return pattern.Literal == name && pattern.IsMatch(name) && pattern.IsMatch(other) == string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Stars_match_as_a_plain_search_for_the_pieces_does()
        => Prop.ForAll(Gen.ArrayOf(Gen.Elements('a', 'b', '*')).ToArbitrary(), Gen.ArrayOf(Gen.Elements('a', 'b')).ToArbitrary(), (p, n) =>
        {
            var (pattern, name) = (new string([.. p.Take(8)]), new string([.. n.Take(8)])); // the plain search takes exponential time
            return new NamePattern(pattern).IsMatch(name) == Plain(pattern, name);
        }).QuickCheckThrowOnFailure();

    [Fact(Timeout = 5000)]
    public async Task Many_stars_on_a_long_name_end_soon()
    {
        await Task.Yield();
        Assert.False(new NamePattern(string.Concat(Enumerable.Repeat("*a", 50)) + "b").IsMatch(new string('a', 5000)));
    }

    private static Gen<string> Names() => Gen.Elements('a', 'B', '-', '*', '?', '[', ']', '`', '.').ArrayOf().Select(c => new string(c));

    private static bool Plain(string pattern, string name)
    {
        if (pattern.Length == 0) return name.Length == 0;
        if (pattern[0] == '*') return Enumerable.Range(0, name.Length + 1).Any(i => Plain(pattern[1..], name[i..]));
        return name.Length > 0 && name[0] == pattern[0] && Plain(pattern[1..], name[1..]);
    }
}
