using K8sOps.Runbooks.Tests.Steps;

namespace K8sOps.Runbooks.Tests.Search;

public class RunbookSearchTests
{
    private static IReadOnlyList<RunbookMatch> Words(params string[] words) => RunbookSearch.Words([Books.Thing], words);

    [Fact]
    public void All_words_must_be_in_one_place_and_the_symptom_comes_first()
    {
        var found = Words("pool", "full");
        Assert.Equal("Symptom: Pool full", Assert.Single(found).Title);
        Assert.Equal(["Procedure: Grow", "common-issues"], found[0].GoToTitles);
    }

    [Fact]
    public void Where_no_place_has_all_words_those_with_any_are_shown() => Assert.Contains(Words("full", "zyxw"), m => m.Symptom == "Pool full");

    [Fact]
    public void The_name_of_a_runbook_narrows_and_alone_finds_the_runbook()
    {
        Assert.Contains(Words("thing", "slow"), m => m.Title == "Common issue: It is slow");
        Assert.Contains(Words("thing"), m => m.Title == "Thing Runbook");
        Assert.DoesNotContain(Words("thing"), m => m.Title == "Common issue: It is slow");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \" ")]
    [InlineData("zyxw")]
    public void Nothing_is_found_for_nothing(string words) => Assert.Empty(Words(words));

    [Fact]
    public void An_alert_may_tell_of_several_symptoms()
    {
        var found = RunbookSearch.Alerts([Books.Thing], [new NamePattern("thingdown")]);
        Assert.Equal(["Thing down", "Pool full"], found.Select(m => m.Symptom));
        Assert.Equal("the alert ThingDown", found[0].Why);
    }

    [Fact]
    public void Checks_and_symptoms_are_found_by_pattern()
    {
        Assert.Equal(["Pool full"], RunbookSearch.Checks([Books.Thing], [new NamePattern("*.FULL")]).Select(m => m.Symptom));
        Assert.Equal(["Thing down"], RunbookSearch.Symptoms([Books.Thing], [new NamePattern("thing*")]).Select(m => m.Symptom));
    }

    [Fact]
    public void What_is_told_of_a_long_line_is_what_stands_around_the_word()
    {
        var long1 = Books.Thing with { CommonIssues = [new RunbookIssue("x", string.Join(' ', Enumerable.Repeat("lorem", 40)) + " needle " + string.Join(' ', Enumerable.Repeat("ipsum", 40)), "y")] };
        var why = Assert.Single(RunbookSearch.Words([long1], ["needle"])).Why;
        Assert.Contains("needle", why, StringComparison.Ordinal);
        Assert.True(why.Length <= 73, why);
    }
}
