using FsCheck;
using FsCheck.Fluent;
using K8sOps.Runbooks.Lint;
using K8sOps.Runbooks.Tests.Lint;

namespace K8sOps.Runbooks.Tests.Reading;

/// <summary>Whatever stands in a file, reading and linting it end with a runbook and findings whose places are in the file.</summary>
public sealed class AnyMarkdownTests
{
    /// <summary>Pieces that mean something to one of the readers, and those that break them where anything does.</summary>
    private static readonly string[] s_pieces =
    [
        "# A Runbook\n", "## Overview\n", "## Parameters\n", "## Quick Reference\n", "## Symptoms\n", "## Diagnosis\n", "## Resolution Procedures\n", "## Common Issues\n", "## Related Runbooks\n", "## Other\n", "#### Deep\n", "# \n", "###\n",
        "### Symptom: X\n", "### Symptom:\n", "### Step 1: Y\n", "### Step x: Y\n", "### Procedure: Z\n", "### Procedure: \n",
        "**Indicators:**\n", "**Related Alerts:** A, B\n", "**Related Alerts:** [a](#b) *x*\n", "**Checks:** `A.B`, `C`\n", "**Go to:** [x](#y), [z](z.md#a)\n", "**Go to:** [](\u0000)\n", "**Expected Output:** x\n", "**If Abnormal:**\n", "**When to Use:**\n**Prerequisites:** y\n", "**Steps:**\n", "**Rollback:** there is none: because of that.\n", "**Verify:** it is so.\n", "**VERIFY:**\n", "> **Warning:** it burns\n", "> [!WARNING]\n> it burns\n",
        "1. **Do it** (target 5m)\n", "1. **Do it** (target x)\n", "7. plain\n", "1.\n", "2) **Other**\n", "- one\n", "- [ ] box\n", "   ", "\t", "> ",
        "```powershell\n", "```powershell verify timeout=5m\n", "```powershell verify verify timeout=x every=9h zzz\n", "```powershell rollback\n", "```powershell manual\n", "~~~pwsh\n", "```\n", "   ```powershell verify\n   $true\n   ```\n", "   ```powershell\n   exit\n   ```\n", "   ```\n", "Get-It -Cluster $Cluster | % { $_ }\n", "$x = \"$(\n",
        "| Parameter | Type | Default | Description |\n| --- | --- | --- | --- |\n", "| A | int | 5 | x |\n", "| a b | what | | |\n", "| Command | Description |\n|---|---|\n", "| `Get-It` | x |\n", "| | |\n", "| Issue | Cause | Resolution |\n| - | - | - |\n",
        "text\n", "\n", "\n\n", ".dot\n", "<b id=\"x\">\n", "<!-- ", "-->\n", "[a]: b\n", "---\n", "===\n", "10.1.2.3 fe80::1 password=abc12345 --context prod\n", "\u0000", "\uFEFF", "\u2028", "\uD800", "é😀", "&amp;", "\\", "`", "**", "*", "[", "](", "![", "|", "$$", "{{", "\r", "\r\n",
    ];

    [Fact]
    public void Any_text_is_read_and_linted_without_an_exception()
        => Prop.ForAll(Gen.Elements(s_pieces).ArrayOf().ToArbitrary(), pieces => Holds(string.Concat(pieces))).Check(Config.QuickThrowOnFailure.WithMaxTest(1500).WithEndSize(120));

    [Fact]
    public void A_runbook_of_ours_that_was_cut_or_garbled_is_read_and_linted_without_an_exception()
    {
        var texts = Files.Runbooks.Select(File.ReadAllText).ToList();
        var changes = Gen.Choose(0, texts.Count - 1).Zip(Gen.Choose(0, 1_000_000)).Zip(Gen.Choose(0, 3000).Zip(Gen.Elements(s_pieces)));
        Prop.ForAll(changes.ToArbitrary(), c =>
        {
            var ((which, at), (length, piece)) = c;
            var text = texts[which];
            at %= text.Length;
            Holds(at % 2 == 0 ? text[..at] : text[..at] + piece + text[Math.Min(text.Length, at + length)..]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));
    }

    [Theory]
    [InlineData("> ")]
    [InlineData("- ")]
    [InlineData("1. ")]
    [InlineData("[")]
    [InlineData("![")]
    [InlineData("*a ")]
    [InlineData("_a")]
    [InlineData("`")]
    [InlineData("<a>")]
    [InlineData("#")]
    [InlineData("|a")]
    [InlineData("\\")]
    [InlineData("((")]
    public void Deep_nesting_is_only_text(string opening)
    {
        foreach (var times in (int[])[40, 200, 5000]) Holds("# A Runbook\n\n## Overview\n\n" + string.Concat(Enumerable.Repeat(opening, times)) + "x\n\n## Symptoms\n");
    }

    [Fact]
    public void What_follows_something_too_deep_is_still_read()
        => Assert.Equal("Kept", Assert.Single(RunbookReader.Read("x", null, "# A Runbook\n\n## Symptoms\n\n" + string.Concat(Enumerable.Repeat("> ", 30)) + "x\n\n### Symptom: Kept\n").Runbook.Symptoms).Name);

    private static void Holds(string text)
    {
        var reading = RunbookReader.Read("x", null, text);
        var lines = reading.Runbook.Text.Split('\n');
        foreach (var problem in RunbookLint.Check(reading, Valid.Facts))
        {
            Assert.InRange(problem.Line, 1, lines.Length);
            Assert.InRange(problem.Column, 1, Math.Max(lines[problem.Line - 1].Length + 1, 1));
            Assert.NotEmpty(problem.Message);
        }

        Assert.All(reading.Runbook.Steps, s => Assert.NotEmpty(s.Id));
        Assert.All(reading.Runbook.Steps, s => Assert.InRange(s.Line, 1, lines.Length));
    }
}
