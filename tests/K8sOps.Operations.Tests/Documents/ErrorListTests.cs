using System.Text.RegularExpressions;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Documents;

public sealed partial class ErrorListTests
{
    [Fact]
    public void Every_error_id_in_the_source_is_in_the_list_with_its_category()
    {
        var rows = Rows();
        var thrown = Thrown();
        Assert.True(thrown.Count > 20, $"Only {thrown.Count} ids were found: the scan is broken.");
        foreach (var (id, category) in thrown)
        {
            Assert.True(rows.TryGetValue(id, out var categories), $"docs/errors.md has no row for {id}.");
            Assert.True(categories!.Contains(category), $"docs/errors.md says {id} is {string.Join(", ", categories!)}; the source says {category}.");
        }
    }

    [Fact]
    public void Every_id_of_the_list_is_in_the_source()
        => Assert.Empty(Rows().Keys.Except(Thrown().Select(t => t.Id)));

    [Fact]
    public void The_list_is_in_alphabetical_order()
        => Assert.Equal(Rows().Keys.Order(StringComparer.Ordinal), Rows().Keys);

    private static Dictionary<string, string[]> Rows()
        => Row().Matches(Checkout.Read("docs/errors.md")).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value.Split(", "));

    private static HashSet<(string Id, string Category)> Thrown()
        => [.. Checkout.Sources("src").SelectMany(f => Id().Matches(File.ReadAllText(f)).Select(m => (m.Groups[1].Value, m.Groups[2].Value)))];

    [GeneratedRegex(@"^\| `(\w+)` \| ([\w, ]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    // An id stands right before its category, whether it is thrown by name, by a target-typed new, or by the table's own shorthand.
    [GeneratedRegex(@"\(\s*""([A-Z]\w+)"",\s*OperationCategory\.(\w+)")]
    private static partial Regex Id();
}
