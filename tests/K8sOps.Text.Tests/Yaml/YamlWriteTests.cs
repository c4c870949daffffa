using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace K8sOps.Text.Tests;

public sealed class YamlWriteTests
{
    [Fact]
    public void An_object_is_written_in_block_style_as_kubectl_does()
    {
        var node = JsonNode.Parse("""{"kind":"Pod","metadata":{"labels":{},"name":"a"},"list":[1,{"x":"w","z":[true]}],"none":null,"empty":[],"text":"a\nb\n"}""");
        Assert.Equal(
            """
            kind: Pod
            metadata:
              labels: {}
              name: a
            list:
            - 1
            - x: w
              z:
              - true
            none: null
            empty: []
            text: |
              a
              b

            """,
            Yaml.Write(node));
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("0644")]
    [InlineData("1e3")]
    [InlineData("12:30")]
    [InlineData("2001-01-01")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData("#a")]
    [InlineData("- a")]
    [InlineData("*a")]
    [InlineData("{a")]
    [InlineData("---")]
    [InlineData("tab\there")]
    [InlineData("=")]
    [InlineData("a:")]
    [InlineData("\u0007\u0085\u2028")]
    public void A_string_that_could_be_taken_for_something_else_is_quoted(string text)
    {
        var written = Yaml.Write(new JsonObject { ["k"] = text, [text] = 1 });
        Assert.StartsWith("k: \"", written, StringComparison.Ordinal);
        Assert.Equal(text, Yaml.Parse(written)!["k"]!.GetValue<string>());
        Assert.Equal(1, Yaml.Parse(written)![text]!.GetValue<int>());
    }

    [Theory]
    [InlineData("nginx:1.27")]
    [InlineData("kube-system")]
    [InlineData("https://a.b/c?d=e")]
    [InlineData("Back-off restarting failed container")]
    [InlineData("app.kubernetes.io/name=web")]
    public void An_ordinary_string_stands_without_quotes(string text)
        => Assert.Equal(text.Contains('?', StringComparison.Ordinal) ? $"\"{text}\"\n" : $"{text}\n", Yaml.Write(JsonValue.Create(text)));

    [Fact]
    public void Any_string_comes_back_as_it_went()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Strings().ToArbitrary(), text =>
        {
            var node = new JsonObject { ["a"] = text, ["b"] = new JsonArray(text, new JsonObject { ["c"] = text }) };
            return JsonNode.DeepEquals(node, Yaml.Parse(Yaml.Write(node)));
        }));

    [Fact]
    public void Any_tree_comes_back_as_it_went()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(Trees(3).ToArbitrary(), json =>
        {
            var node = JsonNode.Parse(json);
            return JsonNode.DeepEquals(node, Yaml.Parse(Yaml.Write(node)));
        }));

    [Fact]
    public void Any_text_is_read_or_refused_and_never_anything_else()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Strings().ToArbitrary(), text =>
        {
            try
            {
                Yaml.ParseAll(text);
            }
            catch (YamlFormatException e)
            {
                return e.Line > 0;
            }

            return true;
        }));

    private static Gen<string> Strings()
        => Gen.OneOf(
            ArbMap.Default.GeneratorFor<string>().Select(s => new string([.. (s ?? "").Where(c => !char.IsSurrogate(c))])),
            Gen.Elements('a', ' ', '\n', ':', '#', '-', '\t', '"', '\'', '0', 'e', '.', '|', '>', '&', '*', '!', '%', '@', '`', ',', '[', ']', '{', '}', '~', 'é', '\r', '\\', '<', '=').ArrayOf().Select(c => new string(c)),
            Gen.Constant("\U0001F600 smile"));

    private static Gen<string> Trees(int depth)
    {
        var leaf = Gen.OneOf(
            Strings().Select(s => JsonValue.Create(s)!.ToJsonString()),
            Gen.Elements("1", "-0", "1.0", "1e5", "1.5E-7", "true", "false", "null", "12345678901234567890"));
        if (depth == 0) return leaf;
        var below = Trees(depth - 1);
        return Gen.OneOf(
            leaf,
            below.ArrayOf().Select(a => "[" + string.Join(',', a.Take(4)) + "]"),
            Strings().Zip(below).ArrayOf().Select(p => "{" + string.Join(',', p.Take(4).DistinctBy(x => x.Item1).Select(x => JsonValue.Create(x.Item1)!.ToJsonString() + ":" + x.Item2)) + "}"));
    }
}
