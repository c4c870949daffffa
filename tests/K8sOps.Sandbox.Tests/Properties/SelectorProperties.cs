using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace K8sOps.Sandbox.Tests;

/// <summary>Label selectors in every spelling, against what they mean.</summary>
public sealed class SelectorProperties
{
    private static readonly string[] s_keys = ["app", "tier", "example.org/track", "a_b"];
    private static readonly string[] s_values = ["web", "db", "x.y-z", ""];

    [Fact]
    public void A_selector_matches_what_each_of_its_terms_holds_for()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(Terms().Zip(Labels()).ToArbitrary(), ((Term[] Terms, (string Key, string Value)[] Labels) t) =>
        {
            var labels = t.Labels.DistinctBy(l => l.Key).ToDictionary(l => l.Key, l => l.Value, StringComparer.Ordinal);
            var expected = t.Terms.All(term => term.Holds(labels));
            return LabelSelector.Parse(string.Join(',', t.Terms.Select(term => term.Text))).Matches(Pod(labels)) == expected;
        }));

    [Fact]
    public void Any_text_is_a_selector_or_a_400()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(
            Gen.Elements('a', 'b', '=', '!', ',', '(', ')', ' ', 'i', 'n', '"', '/').ArrayOf().Select(c => new string(c)).ToArbitrary(),
            text =>
            {
                try
                {
                    LabelSelector.Parse(text);
                }
                catch (ApiException e)
                {
                    return e.Code == 400;
                }

                return true;
            }));

    private static StoredObject Pod(IReadOnlyDictionary<string, string> labels)
    {
        var kind = new KindTable().Find("", "v1", "pods")!;
        return new StoredObject(kind, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "a", ["labels"] = new JsonObject([.. labels.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value))]) } });
    }

    private static Gen<(string Key, string Value)[]> Labels() => Gen.Elements(s_keys).Zip(Gen.Elements(s_values)).ArrayOf();

    private static Gen<Term[]> Terms() => Gen.Elements(s_keys).Zip(Gen.Elements(s_values).ArrayOf()).Zip(Gen.Choose(0, 7)).Select(t =>
    {
        var ((key, values), form) = t;
        if (values.Length == 0) values = ["web"];
        return form switch
        {
            0 => new Term($"{key}={values[0]}", l => l.GetValueOrDefault(key) == values[0]),
            1 => new Term($"{key}=={values[0]}", l => l.GetValueOrDefault(key) == values[0]),
            2 => new Term($"{key}!={values[0]}", l => l.GetValueOrDefault(key) != values[0]),
            3 => new Term($" {key} in ({string.Join(", ", values)}) ", l => l.TryGetValue(key, out var v) && values.Contains(v)),
            4 => new Term($"{key} notin ({string.Join(',', values)})", l => !l.TryGetValue(key, out var v) || !values.Contains(v)),
            5 => new Term(key, l => l.ContainsKey(key)),
            6 => new Term("!" + key, l => !l.ContainsKey(key)),
            _ => new Term($"{key} = {values[0]}", l => l.GetValueOrDefault(key) == values[0]),
        };
    }).ArrayOf();

    private sealed record Term(string Text, Func<IReadOnlyDictionary<string, string>, bool> Holds);
}
