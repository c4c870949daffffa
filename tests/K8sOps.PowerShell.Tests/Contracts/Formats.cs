using System.Xml.Linq;

namespace K8sOps.Tests.Contracts;

/// <summary>The module's views, as far as the contracts ask.</summary>
internal static class Formats
{
    private static readonly XElement s_root = XDocument.Load(Repository.In("module", "K8sOps.Format.ps1xml")).Root!;

    /// <summary>The kinds of view by type.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Views { get; } = All()
        .SelectMany(v => v.Types.Select(t => (Type: t, v.Kind))).GroupBy(v => v.Type, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => (IReadOnlySet<string>)g.Select(v => v.Kind).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);

    public static IEnumerable<(string Name, IReadOnlyList<string> Types, string Kind, XElement Control)> All() =>
        from view in s_root.Descendants("View")
        let control = view.Elements().FirstOrDefault(e => e.Name.LocalName.EndsWith("Control", StringComparison.Ordinal))
        where control is not null
        select ((string?)view.Element("Name") ?? "", (IReadOnlyList<string>)[.. view.Element("ViewSelectedBy")?.Elements("TypeName").Select(t => t.Value) ?? []], control.Name.LocalName, control);
}
