using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using K8sOps.Runbooks.Blocks;
using K8sOps.Runbooks.Tests.Reading;

namespace K8sOps.Runbooks.Tests.Blocks;

public sealed class BlockReaderTests
{
    private static readonly JsonElement s_snippets = JsonDocument.Parse(File.ReadAllText(Checkout.In("tests", "Conformance", "block-language.json"))).RootElement;

    public static TheoryData<string> Accepted => [.. s_snippets.GetProperty("accepted").EnumerateArray().Select(s => s.GetString()!)];

    public static TheoryData<string, string> Refused
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var snippet in s_snippets.GetProperty("refused").EnumerateArray()) data.Add(snippet.GetProperty("code").GetString()!, snippet.GetProperty("says").GetString()!);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void What_belongs_to_the_language_is_read_without_a_problem(string code) => Assert.Empty(BlockReader.Read(code).Problems);

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_does_not_belong_to_it_is_refused_with_what_to_write_instead(string code, string says)
    {
        var problems = BlockReader.Read(code).Problems;
        Assert.Contains(problems, p => p.Message.Contains(says, StringComparison.Ordinal));
        Assert.All(problems, p => Assert.Equal("RUNBOOK.LANGUAGE", p.Rule));
    }

    [Fact]
    public void Commands_parameters_and_variables_have_their_places_in_the_file()
    {
        var reading = BlockReader.Read("Get-K8sPod -Cluster $Cluster |\n  Where-Object { $_.Node -eq $Node }", line: 10, column: 4);
        Assert.Equal([("Get-K8sPod", 10, 4), ("Where-Object", 11, 6)], reading.Commands.Select(c => (c.Name, c.Line, c.Column)));
        Assert.Equal([("Cluster", 10, 24), ("_", 11, 21), ("Node", 11, 33)], reading.Variables.Select(v => (v.Name, v.Line, v.Column)));
        Assert.Equal(("Cluster", 10, 15), (reading.Commands[0].Arguments[0].Parameter, reading.Commands[0].Arguments[0].Line, reading.Commands[0].Arguments[0].Column));
        Assert.True(reading.Commands[1].TakesPipeline);
        Assert.True(reading.Variables[1].IsInScriptBlock);
        Assert.False(reading.Variables[0].IsInScriptBlock);
    }

    [Fact]
    public void A_problem_does_not_hide_the_next_one()
    {
        var reading = BlockReader.Read("exit\nGet-K8sPod -WhatIf\n[int]3\nGet-K8sNode");
        Assert.Equal([1, 2, 3], reading.Problems.Select(p => p.Line));
        Assert.Equal(["Get-K8sPod", "Get-K8sNode"], reading.Commands.Select(c => c.Name));
    }

    [Fact]
    public void A_variable_is_the_blocks_own_only_after_it_was_assigned()
    {
        var variables = BlockReader.Read("$a\n$a = 1\n$a + $b\nforeach ($b in 1, 2) { $b }").Variables;
        Assert.Equal([("a", false, false), ("a", true, true), ("a", true, false), ("b", false, false), ("b", true, true), ("b", true, false)], variables.Select(v => (v.Name, v.IsLocal, v.IsAssigned)));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("((Get-K8sPod -Name ")]
    [InlineData("$(")]
    [InlineData("@{a=")]
    [InlineData("{")]
    [InlineData("if (1) {")]
    [InlineData("-not ")]
    [InlineData("\"$(")]
    [InlineData("$x = ")]
    [InlineData("$a[")]
    [InlineData("Where-Object { ")]
    [InlineData("1 + (")]
    public void Deep_nesting_is_refused_and_does_not_exhaust_the_stack(string opening)
        => Assert.NotEmpty(BlockReader.Read(string.Concat(Enumerable.Repeat(opening, 20000))).Problems);

    [Fact]
    public void Any_code_is_read_without_an_exception()
    {
        // Pieces that mean something, in any order, find more than random characters do.
        string[] pieces = ["Get-K8sPod", " ", "\n", "-Name", "$Cluster", "$_", "'", "\"", "(", ")", "{", "}", "[", "]", "|", ";", ",", "@(", "@{", "$(", "`", "#", "<#", "#>", "if", "else", "foreach", "in", "=", "+=", "-eq", "-not", "..", ".", "5", "&", ">", "::", "\0", "\u2019", "é", "\uD800", "\r", "Where-Object"];
        Prop.ForAll(Gen.Elements(pieces).ArrayOf().ToArbitrary(), some =>
        {
            var code = string.Concat(some);
            var reading = BlockReader.Read(code);
            var lines = code.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
            Assert.All(reading.Problems, p => Assert.InRange(p.Line, 1, lines.Length));
            Assert.All(reading.Problems, p => Assert.InRange(p.Column, 1, lines[p.Line - 1].Length + 1));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(60));
    }
}
