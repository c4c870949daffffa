using System.Text.Json.Nodes;

namespace K8sOps.Text.Tests;

public sealed class YamlReadTests
{
    // Each of these was asked of kubectl 1.3x (`kubectl label --local -f … -o json`).
    [Theory]
    [InlineData("yes", "true")]
    [InlineData("on", "true")]
    [InlineData("No", "false")]
    [InlineData("~", "null")]
    [InlineData("NULL", "null")]
    [InlineData("", "null")]
    [InlineData("0644", "420")]
    [InlineData("0o17", "15")]
    [InlineData("0x1F", "31")]
    [InlineData("0b11", "3")]
    [InlineData("08", "8")]
    [InlineData("1_000", "1000")]
    [InlineData("+5", "5")]
    [InlineData(".5", "0.5")]
    [InlineData("1.", "1")]
    [InlineData("1e3", "1e3")]
    [InlineData("1e400", "\"1e400\"")]
    [InlineData("2001-01-01", "\"2001-01-01\"")]
    [InlineData("12:30", "\"12:30\"")]
    [InlineData("\"yes\"", "\"yes\"")]
    [InlineData("'0644'", "\"0644\"")]
    [InlineData("!!str 5", "\"5\"")]
    [InlineData("!!int \"5\"", "5")]
    [InlineData("v1.2.3", "\"v1.2.3\"")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("-", null)]
    public void A_scalar_means_what_it_means_to_kubectl(string yaml, string? json)
    {
        if (json is null)
        {
            Assert.Equal("[null]", Yaml.Parse(yaml)!.ToJsonString());
            return;
        }

        Assert.Equal(json, Yaml.Parse("x: " + yaml)!["x"]?.ToJsonString() ?? "null");
    }

    [Fact]
    public void A_number_keeps_its_text()
    {
        var node = Yaml.Parse("a: 1.0\nb: 123456789012345678901234567890\nc: 5");
        Assert.Equal("""{"a":1.0,"b":123456789012345678901234567890,"c":5}""", node!.ToJsonString());
        Assert.Equal(5, node["c"]!.GetValue<int>());
        Assert.Equal(5L, node["c"]!.GetValue<long>());
    }

    [Fact]
    public void Keys_keep_their_text_whatever_they_could_mean()
        => Assert.Equal("""{"on":1,"1":2,"y":3}""", Yaml.Parse("on: 1\n1: 2\ny: 3")!.ToJsonString());

    [Fact]
    public void Anchors_and_merge_keys_are_resolved_and_own_keys_win()
        => Assert.Equal(
            """{"base":{"p":1,"q":2},"c":{"q":3,"p":1},"d":[1,1],"e":{"z":0,"p":1,"q":2}}""",
            Yaml.Parse("base: &b {p: 1, q: 2}\nc: {q: 3, <<: *b}\nd: [&one 1, *one]\ne: {<<: [{z: 0}, *b]}")!.ToJsonString());

    [Fact]
    public void The_last_of_two_same_keys_counts_as_for_kubectl()
        => Assert.Equal("""{"x":2}""", Yaml.Parse("x: 1\nx: 2")!.ToJsonString());

    [Fact]
    public void Documents_are_told_apart_and_empty_ones_are_null()
    {
        var all = Yaml.ParseAll("\ufeff---\r\na: 1\r\n---\r\n---\r\nb: |\r\n  two\r\n  lines\r\n...\r\n# the end\r\n");
        Assert.Equal(3, all.Count);
        Assert.Null(all[1]);
        Assert.Equal("two\nlines\n", all[2]!["b"]!.GetValue<string>());
    }

    [Fact]
    public void Text_without_a_document_is_nothing()
    {
        Assert.Empty(Yaml.ParseAll("# only a comment\n"));
        Assert.Null(Yaml.Parse(""));
    }

    [Theory]
    [InlineData("a: b\n c: d", 2)]
    [InlineData("a:\n\t- b", 1)]
    [InlineData("a: 1\nb: [1, 2", 3)]
    [InlineData("a: 1\nb: 'never closed", 2)]
    [InlineData("a: 1\n? [x]\n: 2", 2)]
    [InlineData("a: 1\nb: *nobody", 2)]
    [InlineData("a: 1\nb: .inf", 2)]
    [InlineData("a: 1\nb: {<<: 3}", 2)]
    [InlineData("a: 1\nb: &b [*b]", 2)]
    [InlineData("a: 1\nu: [{k: !t x, t: [}]\nc: [{x: k}]", 2)]
    public void What_is_no_yaml_is_refused_with_its_line(string text, int line)
    {
        var error = Assert.Throws<YamlFormatException>(() => Yaml.ParseAll(text));
        Assert.Equal(line, error.Line);
        Assert.StartsWith($"line {line}, column ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_of_anchors_is_refused_instead_of_filling_the_memory()
    {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
        for (var i = 1; i < 12; i++) text += $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n";
        Assert.Contains("more than", Assert.Throws<YamlFormatException>(() => Yaml.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_without_end_is_refused_instead_of_filling_the_stack()
        => Assert.Throws<YamlFormatException>(() => Yaml.Parse(new string('[', 100_000)));

    [Fact]
    public void Json_is_yaml()
    {
        const string json = """{"a":[1,2.50,null,true,{"b":"c\nd"}],"e":{}}""";
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), Yaml.Parse(json)));
    }
}
