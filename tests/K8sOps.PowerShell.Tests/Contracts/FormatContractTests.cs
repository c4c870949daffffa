using System.Reflection;
using System.Text.RegularExpressions;

namespace K8sOps.Tests.Contracts;

public partial class FormatContractTests
{
    [Fact]
    public void Every_view_is_for_a_type_that_exists_and_shows_properties_that_it_has()
    {
        foreach (var (name, types, _, control) in Formats.All())
        {
            foreach (var typeName in types)
            {
                var type = Repository.TypeNamed(typeName);
                Assert.True(type is not null, $"The view {name} is for {typeName}, which does not exist.");
                var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
                var used = control.Descendants("PropertyName").Select(p => p.Value.Trim()).Concat(control.Descendants("ScriptBlock").SelectMany(s => Member().Matches(s.Value).Select(m => m.Groups[1].Value)));
                Assert.All(used, p => Assert.True(properties.Contains(p), $"The view {name} shows {typeName}.{p}, which does not exist."));
            }
        }
    }

    [Fact]
    public void A_table_has_at_most_seven_columns_that_fit_120_with_a_cell_each()
    {
        foreach (var (name, _, kind, control) in Formats.All().Where(v => v.Kind == "TableControl"))
        {
            var headers = control.Descendants("TableColumnHeader").ToList();
            Assert.True(headers.Count <= 7, $"{name} has {headers.Count} columns.");
            Assert.All(control.Descendants("TableColumnItems"), row => Assert.Equal(headers.Count, row.Elements("TableColumnItem").Count()));
            var width = headers.Sum(h => int.Parse((string?)h.Element("Width") ?? "10", System.Globalization.CultureInfo.InvariantCulture) + 1);
            Assert.True(width <= 120, $"{name} is {width} wide.");
            Assert.Equal("TableControl", kind);
        }
    }

    [Fact]
    public void A_list_shows_every_property_of_its_type()
    {
        var hidden = new List<string>();
        foreach (var (_, types, _, control) in Formats.All().Where(v => v.Kind == "ListControl"))
        {
            var text = control.ToString();
            foreach (var type in types.Select(Repository.TypeNamed).OfType<Type>())
            {
                var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name);
                hidden.AddRange(properties.Where(p => !Regex.IsMatch(text, $@"\b{p}\b")).Select(p => $"The list of {type.FullName} does not show {p}."));
            }
        }

        Assert.True(hidden.Count == 0, string.Join('\n', hidden));
    }

    [GeneratedRegex(@"\$_\.(\w+)(?!\w|\()")]
    private static partial Regex Member();
}
