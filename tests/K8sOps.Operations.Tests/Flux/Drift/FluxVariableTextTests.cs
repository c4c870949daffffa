using System.Text.Json.Nodes;
using K8sOps.Flux;

namespace K8sOps.Operations.Tests.Flux.Drift;

/// <summary>Expectations are those of Flux's own expansion (fluxcd/pkg, envsubst), read from its behaviour.</summary>
public sealed class FluxVariableTextTests
{
    private static readonly Dictionary<string, string> s_values = new(StringComparer.Ordinal)
    {
        ["region"] = "eu-central-1",
        ["empty"] = "",
        ["path"] = "a/b/c.tar.gz",
        ["host"] = "Home",
        ["umlaut"] = "grün",
        ["replicas"] = "3",
        ["flag"] = "true",
        ["odd"] = "a: b",
        ["dollar"] = "$$",
        ["nested"] = "${region}",
    };

    [Theory]
    [InlineData("no variables at all", "no variables at all")]
    [InlineData("${region}", "eu-central-1")]
    [InlineData("x-${region}-y", "x-eu-central-1-y")]
    [InlineData("${unknown}", "")]
    [InlineData("${unknown:=west}", "west")]
    [InlineData("${unknown:-west}", "west")]
    [InlineData("${unknown=west}", "west")]
    [InlineData("${empty:=west}", "west")]
    [InlineData("${region:=west}", "eu-central-1")]
    [InlineData("${unknown:=}", "")]
    [InlineData("${unknown:=a-${region}-b}", "a-eu-central-1-b")]
    [InlineData("${unknown:=${also:=deep}}", "deep")]
    [InlineData("$${region}", "${region}")]
    [InlineData("$$$${region}", "$${region}")]
    [InlineData("costs 5$ or $region", "costs 5$ or $region")]
    [InlineData("ends with $", "ends with $")]
    [InlineData("${nested}", "${region}")]
    [InlineData("${dollar}", "$$")]
    [InlineData("${#region}", "12")]
    [InlineData("${#umlaut}", "5")]
    [InlineData("${region:3}", "central-1")]
    [InlineData("${region:3:7}", "central")]
    [InlineData("${region:0:-2}", "eu-central")]
    [InlineData("${region:-2}", "eu-central-1")]
    [InlineData("${region:99}", "")]
    [InlineData("${region:x}", "eu-central-1")]
    [InlineData("${region/-/_}", "eu_central-1")]
    [InlineData("${region//-/_}", "eu_central_1")]
    [InlineData("${region//-/}", "eucentral1")]
    [InlineData("${region/#eu/us}", "us-central-1")]
    [InlineData("${region/%1/2}", "eu-central-2")]
    [InlineData(@"${path//\//-}", "a-b-c.tar.gz")]
    [InlineData("${path#*/}", "b/c.tar.gz")]
    [InlineData("${path##*/}", "c.tar.gz")]
    [InlineData("${path%.*}", "a/b/c.tar")]
    [InlineData("${path%%.*}", "a/b/c")]
    [InlineData("${host,}", "home")]
    [InlineData("${host^^}", "HOME")]
    [InlineData("${host,,}", "home")]
    [InlineData("${empty^^}", "")]
    public void A_text_is_expanded_as_Flux_does(string text, string expected) => Assert.Equal(expected, FluxVariableText.Expand(text, s_values));

    [Theory]
    [InlineData("${")]
    [InlineData("${}")]
    [InlineData("${region")]
    [InlineData("${ region }")]
    [InlineData("${region-west}")]
    [InlineData("${region:=west")]
    [InlineData("${region/a}")]
    [InlineData("${#}")]
    [InlineData("${path#[a-z]}")]
    [InlineData("{{ $x := ${.Values} }}")]
    public void What_Flux_refuses_or_we_cannot_read_is_refused(string text) => Assert.Throws<FormatException>(() => FluxVariableText.Expand(text, s_values));

    [Fact]
    public void Nesting_has_an_end()
    {
        var deep = string.Concat(Enumerable.Repeat("${a:=", 5000)) + new string('}', 5000);
        Assert.Throws<FormatException>(() => FluxVariableText.Expand(deep, s_values));
    }

    [Theory]
    [InlineData("${replicas}", "3")]
    [InlineData("${flag}", "true")]
    [InlineData("${unknown}", "null")]
    [InlineData("0${replicas}", "3")]
    [InlineData("v${replicas}", "\"v3\"")]
    [InlineData("a\n${replicas}\n", "\"a\\n3\\n\"")]
    [InlineData("note: ${replicas}", "\"note: 3\"")]
    [InlineData("$${x}", "\"${x}\"")]
    public void A_text_that_needed_no_quotes_becomes_what_YAML_makes_of_it(string text, string expected)
    {
        var made = new FluxVariables(s_values).Apply(new JsonObject { ["kind"] = "ConfigMap", ["metadata"] = new JsonObject(), ["value"] = text });
        Assert.Equal(expected, made["value"]?.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? "null");
    }

    [Fact]
    public void A_value_that_breaks_the_YAML_is_refused()
        => Assert.Throws<FormatException>(() => new FluxVariables(s_values).Apply(new JsonObject { ["metadata"] = new JsonObject(), ["value"] = "${odd}" }));

    [Theory]
    [InlineData("labels")]
    [InlineData("annotations")]
    public void An_object_that_opts_out_stays_as_it_is(string part)
    {
        var o = new JsonObject { ["metadata"] = new JsonObject { [part] = new JsonObject { ["kustomize.toolkit.fluxcd.io/substitute"] = "disabled" } }, ["value"] = "${replicas" };
        Assert.Equal("${replicas", (string?)new FluxVariables(s_values).Apply(o)["value"]);
    }

    [Fact]
    public void Names_of_fields_are_expanded_too_and_numbers_left_alone()
    {
        var made = new FluxVariables(s_values).Apply(new JsonObject { ["metadata"] = new JsonObject(), ["data"] = new JsonObject { ["${host}.conf"] = "x" }, ["count"] = 5, ["list"] = new JsonArray("${region}") });
        Assert.Equal("""{"metadata":{},"data":{"Home.conf":"x"},"count":5,"list":["eu-central-1"]}""", made.ToJsonString());
    }
}
