using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace K8sOps.Sandbox.Tests;

/// <summary>Patches against models of their own, written as the RFCs word them and in another way than the patches are.</summary>
public sealed class PatchProperties
{
    private static readonly string[] s_keys = ["a", "b", "c", "a/b", "m~n", ""];

    [Fact]
    public void A_merge_patch_does_what_RFC_7386_says()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Objects(3).Zip(Objects(3)).ToArbitrary(), ((string Target, string Patch) t) =>
        {
            var expected = MergeModel(JsonNode.Parse(t.Target), JsonNode.Parse(t.Patch));
            return JsonNode.DeepEquals(expected, MergePatch.Apply(Parse(t.Target), Parse(t.Patch)));
        }));

    [Fact]
    public void A_merge_patch_applied_twice_is_applied_once()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Objects(3).Zip(Objects(3)).ToArbitrary(), ((string Target, string Patch) t) =>
        {
            var once = MergePatch.Apply(Parse(t.Target), Parse(t.Patch));
            return JsonNode.DeepEquals(once, MergePatch.Apply((JsonObject)once.DeepClone(), Parse(t.Patch)));
        }));

    [Fact]
    public void The_JSON_patch_that_turns_one_object_into_another_does_so()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Objects(3).Zip(Objects(3)).ToArbitrary(), ((string From, string To) t) =>
        {
            var from = Parse(t.From);
            var to = Parse(t.To);
            var patch = new JsonArray();
            Difference(from, to, "", patch);
            return JsonNode.DeepEquals(to, JsonPatch.Apply(from, patch)) && JsonNode.DeepEquals(from, Parse(t.From));
        }));

    [Fact]
    public void A_JSON_patch_that_fails_changes_nothing_and_says_422()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Objects(2).Zip(Operations()).ToArbitrary(), ((string Target, string[] Operations) t) =>
        {
            var target = Parse(t.Target);
            try
            {
                JsonPatch.Apply(target, [.. t.Operations.Select(o => JsonNode.Parse(o))]);
            }
            catch (ApiException e)
            {
                if (e.Code is not (400 or 422)) return false;
            }

            return JsonNode.DeepEquals(target, Parse(t.Target));
        }));

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    // The pseudo code of RFC 7386, section 2.
    private static JsonNode? MergeModel(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes) return patch?.DeepClone();
        var result = target is JsonObject was ? (JsonObject)was.DeepClone() : [];
        foreach (var (name, value) in changes)
        {
            var old = result.TryGetPropertyValue(name, out var found) ? found?.DeepClone() : null;
            result.Remove(name);
            if (value is not null) result[name] = MergeModel(old, value);
        }

        return result;
    }

    private static void Difference(JsonObject from, JsonObject to, string path, JsonArray patch)
    {
        foreach (var (name, _) in from)
        {
            if (!to.ContainsKey(name)) patch.Add(new JsonObject { ["op"] = "remove", ["path"] = Below(path, name) });
        }

        foreach (var (name, value) in to)
        {
            if (!from.TryGetPropertyValue(name, out var old)) patch.Add(new JsonObject { ["op"] = "add", ["path"] = Below(path, name), ["value"] = value?.DeepClone() });
            else if (old is JsonObject a && value is JsonObject b) Difference(a, b, Below(path, name), patch);
            else if (!JsonNode.DeepEquals(old, value)) patch.Add(new JsonObject { ["op"] = "replace", ["path"] = Below(path, name), ["value"] = value?.DeepClone() });
        }
    }

    private static string Below(string path, string name) => $"{path}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    private static Gen<string[]> Operations()
    {
        var path = Gen.Elements("", "/", "/a", "/b/0", "/a/b", "/c/-", "/m~0n", "/a~1b", "a", "/b/-1", "/b/01", "/b/99999999999");
        var operation = Gen.Elements("add", "remove", "replace", "move", "copy", "test", "no-such", "").Zip(path).Zip(path)
            .Select(o => $$"""{"op":"{{o.Item1.Item1}}","path":"{{o.Item1.Item2}}","from":"{{o.Item2}}","value":[1]}""");
        return Gen.OneOf(operation, Gen.Constant("""{"op":"add"}""")).ArrayOf().Select(o => o.Take(5).ToArray());
    }

    private static Gen<string> Objects(int depth)
    {
        var scalar = Gen.Elements("1", "1.5", "\"x\"", "\"\"", "true", "null", "[]", "[1,2]", "[{\"a\":1}]");
        var value = depth == 0 ? scalar : Gen.OneOf(scalar, Objects(depth - 1));
        return Gen.Elements(s_keys).Zip(value).ArrayOf().Select(m =>
            "{" + string.Join(',', m.Take(4).DistinctBy(p => p.Item1).Select(p => $"{JsonValue.Create(p.Item1)!.ToJsonString()}:{p.Item2}")) + "}");
    }
}
