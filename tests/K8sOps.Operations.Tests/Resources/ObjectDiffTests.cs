using K8sOps.Kube;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Resources;

public class ObjectDiffTests
{
    private static IEnumerable<string> Lines(string? before, string? after)
        => ObjectDiff.Compare(before is null ? null : Sample.Parse(before), after is null ? null : Sample.Parse(after)).Select(c => c.ToString());

    [Fact]
    public void A_field_is_named_by_its_path_with_both_values()
        => Assert.Equal([".spec.replicas: 1 → 3"], Lines("""{"spec":{"replicas":1,"paused":false}}""", """{"spec":{"replicas":3,"paused":false}}"""));

    [Fact]
    public void What_comes_and_goes_is_told_field_by_field()
        => Assert.Equal([".metadata.labels['app.kubernetes.io/name']: (not set) → \"web\"", ".spec.paused: true → (not set)"],
            Lines("""{"metadata":{},"spec":{"paused":true}}""", """{"metadata":{"labels":{"app.kubernetes.io/name":"web"}},"spec":{}}"""));

    [Fact]
    public void Elements_of_a_list_are_told_apart_by_their_key_wherever_they_stand()
        => Assert.Equal([".spec.containers[name=proxy].image: (not set) → \"envoy\"", ".spec.containers[name=proxy].name: (not set) → \"proxy\"", ".spec.containers[name=app].image: \"a:1\" → \"a:2\""],
            Lines("""{"spec":{"containers":[{"name":"app","image":"a:1"}]}}""", """{"spec":{"containers":[{"name":"proxy","image":"envoy"},{"name":"app","image":"a:2"}]}}""")
                .OrderBy(l => l.Contains("app", StringComparison.Ordinal)).ThenBy(l => l, StringComparer.Ordinal));

    [Fact]
    public void Another_order_of_the_same_elements_is_a_change()
        => Assert.Equal([".spec.initContainers: [\"a\",\"b\"] → [\"b\",\"a\"]"],
            Lines("""{"spec":{"initContainers":[{"name":"a"},{"name":"b"}]}}""", """{"spec":{"initContainers":[{"name":"b"},{"name":"a"}]}}"""));

    [Fact]
    public void A_list_of_words_is_one_value()
        => Assert.Equal([".args: [\"-a\"] → [\"-a\",\"-b\"]"], Lines("""{"args":["-a"]}""", """{"args":["-a","-b"]}"""));

    [Fact]
    public void What_the_server_keeps_for_itself_is_no_change()
        => Assert.Empty(Lines(
            """{"metadata":{"name":"x","resourceVersion":"1","generation":1,"managedFields":[]},"status":{"replicas":1}}""",
            """{"metadata":{"name":"x","resourceVersion":"2","generation":2,"uid":"u","creationTimestamp":"2026-01-15T03:00:00Z","managedFields":[{}]},"status":{"replicas":2}}"""));

    [Fact]
    public void A_field_called_status_further_in_is_compared()
        => Assert.Equal([".spec.status: 1 → 2"], Lines("""{"spec":{"status":1}}""", """{"spec":{"status":2}}"""));

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Secret","data":{"password":"Q0FOQVJZLTE="}}""", """{"apiVersion":"v1","kind":"Secret","data":{"password":"Q0FOQVJZLTI="}}""", ".data.password: (redacted) → (redacted)")]
    [InlineData("""{"apiVersion":"v1","kind":"Secret"}""", """{"apiVersion":"v1","kind":"Secret","stringData":{"password":"CANARY-1"}}""", ".stringData.password: (not set) → (redacted)")]
    [InlineData("""{"apiVersion":"v1","kind":"Secret","data":{"password":"Q0FOQVJZLTE="}}""", """{"apiVersion":"v1","kind":"Secret"}""", ".data.password: (redacted) → (not set)")]
    public void Of_a_secret_only_the_key_is_told(string before, string after, string expected) => Assert.Equal([expected], Lines(before, after));

    [Fact]
    public void A_secrets_copy_in_an_annotation_is_kept_too()
    {
        var lines = string.Join('\n', Lines("""{"apiVersion":"v1","kind":"Secret","metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"CANARY-1"}}}""",
            """{"apiVersion":"v1","kind":"Secret","metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"CANARY-2"}}}"""));
        Assert.DoesNotContain("CANARY", lines, StringComparison.Ordinal);
        Assert.NotEmpty(lines);
    }

    [Fact]
    public void Of_a_long_value_the_part_that_differs_is_shown()
    {
        var line = Assert.Single(Lines($$"""{"data":{"conf":"{{new string('x', 500)}}port=1"} }""", $$"""{"data":{"conf":"{{new string('x', 500)}}port=2"} }"""));
        Assert.Contains("port=1", line, StringComparison.Ordinal);
        Assert.Contains("port=2", line, StringComparison.Ordinal);
        Assert.True(line.Length < 250, line);
    }

    [Theory]
    [InlineData("1", "1.0")]
    [InlineData("\"1\"", "1")]
    [InlineData("null", "false")]
    [InlineData("{}", "[]")]
    public void Another_type_or_spelling_is_told_or_equal_but_never_breaks(string before, string after)
        => Assert.InRange(Lines($$"""{"x":{{before}}}""", $$"""{"x":{{after}}}""").Count(), 0, 1);

    [Fact]
    public void A_new_object_is_all_new() => Assert.Equal([".kind: (not set) → \"X\"", ".spec.a: (not set) → 1"], Lines(null, """{"kind":"X","spec":{"a":1}}"""));
}
