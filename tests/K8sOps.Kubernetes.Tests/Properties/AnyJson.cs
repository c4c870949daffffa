using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace K8sOps.Kubernetes.Tests;

/// <summary>JSON of any content, as text: what an object of a list may hold.</summary>
internal static class AnyJson
{
    public static Gen<string> Object(int depth) => Members(depth).Select(m => "{" + string.Join(',', m) + "}");

    public static Gen<string> Value(int depth)
    {
        var scalar = Gen.OneOf(
            Text().Select(t => JsonSerializer.Serialize(t)),
            // Brackets, quotes and escapes are what a reader that only counts brackets could stumble over.
            Gen.Elements("\"\\\\\"", "\"\\\"}\"", "\"]}{[\"", "\"\\u007d\"", "\"a\\\\\\\"b\"", "1.0", "-0", "1e-7", "12345678901234567890", "true", "false", "null"),
            ArbMap.Default.GeneratorFor<int>().Select(n => n.ToString(CultureInfo.InvariantCulture)));
        if (depth == 0) return scalar;
        return Gen.OneOf(scalar, Object(depth - 1), Value(depth - 1).ArrayOf().Select(a => "[ " + string.Join(" ,\n", a.Take(4)) + " ]"));
    }

    private static Gen<string[]> Members(int depth) => Text().Zip(Value(Math.Max(0, depth - 1))).ArrayOf()
        .Select(pairs => pairs.Take(4).DistinctBy(p => p.Item1).Select(p => JsonSerializer.Serialize(p.Item1) + " : " + p.Item2).ToArray());

    private static Gen<string> Text() => Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Select(s => new string([.. (s ?? "").Where(c => !char.IsSurrogate(c))])),
        Gen.Elements('{', '}', '[', ']', '"', '\\', ',', ':', ' ', '\n', 'a', 'ü', '\u2028', '\0').ArrayOf().Select(c => new string(c)),
        Gen.Constant("\U0001F600"));
}
