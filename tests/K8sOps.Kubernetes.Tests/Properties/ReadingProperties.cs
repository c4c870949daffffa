using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace K8sOps.Kubernetes.Tests;

/// <summary>Lists and watches of objects with any content, cut into pieces anywhere.</summary>
public sealed class ReadingProperties : ClientTest
{
    [Fact]
    public void A_list_hands_up_every_object_as_it_is_whatever_it_holds_and_wherever_its_pieces_end()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(
            AnyJson.Object(3).ArrayOf().Zip(Gen.Choose(1, 40)).ToArbitrary(),
            ((string[] Bodies, int Piece) t) =>
            {
                var items = Items(t.Bodies);
                var text = $$"""{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[{{string.Join(',', items)}}]}""";
                return Same(items, ListAsync(text, t.Piece).GetAwaiter().GetResult());
            }));

    [Fact]
    public void A_list_that_ends_too_early_hands_up_whole_objects_only_and_then_fails()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(
            AnyJson.Object(2).ArrayOf().Zip(Gen.Choose(1, 10_000)).ToArbitrary(),
            ((string[] Bodies, int Cut) t) =>
            {
                var items = Items([.. t.Bodies, "{}"]);
                var text = $$"""{"kind":"PodList","metadata":{"resourceVersion":"7"},"items":[{{string.Join(',', items)}}]}""";
                var bytes = Encoding.UTF8.GetBytes(text);
                var seen = new List<JsonObject>();
                try
                {
                    CollectAsync(bytes[..(t.Cut % bytes.Length)], 64, seen).GetAwaiter().GetResult();
                }
                catch (KubeConnectionException e)
                {
                    return e.Failure == KubeConnectionFailure.Malformed && Same(items.Take(seen.Count), seen);
                }

                return false;
            }));

    [Fact]
    public void A_page_of_garbage_is_refused_and_nothing_else_happens()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(
            ArbMap.Default.GeneratorFor<byte[]>().Zip(ArbMap.Default.GeneratorFor<byte[]>()).ToArbitrary(),
            ((byte[] Head, byte[] Tail) t) =>
            {
                // A list's own beginning in front of half of them, so that the garbage stands where objects do.
                byte[] bytes = t.Head.Length % 2 == 0 ? [.. t.Head, .. t.Tail] : [.. "{\"kind\":\"PodList\",\"items\":["u8, .. t.Head, .. t.Tail];
                try
                {
                    CollectAsync(bytes, 8, []).GetAwaiter().GetResult();
                }
                catch (KubeConnectionException e)
                {
                    return e.Failure == KubeConnectionFailure.Malformed;
                }

                return false;
            }));

    private static string[] Items(string[] bodies) => [.. bodies.Take(5).Select((body, i) =>
        $$"""{"metadata":{"name":"p{{i.ToString(CultureInfo.InvariantCulture)}}","namespace":"n","uid":"u{{i.ToString(CultureInfo.InvariantCulture)}}","resourceVersion":"1"},"spec":{{body}} }""")];

    private static bool Same(IEnumerable<string> sent, IReadOnlyCollection<JsonObject> seen)
    {
        var expected = sent.ToArray();
        return expected.Length == seen.Count && expected.Zip(seen).All(p => JsonNode.DeepEquals(JsonNode.Parse(p.First), p.Second));
    }

    private static async Task<List<JsonObject>> ListAsync(string text, int piece)
    {
        var seen = new List<JsonObject>();
        await CollectAsync(Encoding.UTF8.GetBytes(text), piece, seen);
        return seen;
    }

    private static async Task CollectAsync(byte[] body, int piece, List<JsonObject> seen)
    {
        var transport = new ScriptedTransport().AnswerStream(new SlowStream(body, piece));
        await using var client = new KubeClient(transport, new() { Clock = new TestClock() });
        await foreach (var pod in client.ListAsync(KubeResources.Pods, ListOptions.All, KubeJson.Object, default)) seen.Add(pod);
    }
}
