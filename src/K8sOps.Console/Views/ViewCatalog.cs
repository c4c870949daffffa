using System.Globalization;
using System.Reflection;
using System.Xml.Linq;

namespace K8sOps.Console.Views;

/// <summary>The views of <c>module/K8sOps.Format.ps1xml</c>, the same file that PowerShell reads. The first view of a type is its default.</summary>
public sealed class ViewCatalog
{
    private readonly Dictionary<string, TableView> _defaults = new(StringComparer.Ordinal);

    private ViewCatalog(IReadOnlyList<TableView> views)
    {
        Views = views;
        foreach (var view in views) _defaults.TryAdd(view.TypeName, view);
    }

    /// <summary>A catalogue without views.</summary>
    public static ViewCatalog Empty { get; } = new([]);

    /// <summary>All of them.</summary>
    public IReadOnlyList<TableView> Views { get; }

    /// <summary>Reads a format file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="functions">The assembly with the view functions that its cells call.</param>
    /// <exception cref="FormatException">A view has what the console cannot show.</exception>
    public static ViewCatalog Read(string path, Assembly functions)
        => File.Exists(path) ? new ViewCatalog([.. XDocument.Load(path).Descendants("View").SelectMany(v => ReadView(v, functions))]) : Empty;

    /// <summary>The default view of a type or of what it derives from, or null.</summary>
    public TableView? For(Type type)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t.FullName is { } name && _defaults.TryGetValue(name, out var view)) return view;
        }

        return null;
    }

    private static IEnumerable<TableView> ReadView(XElement view, Assembly functions)
    {
        var columns = view.Element("TableControl") is { } table ? ReadTable(table, functions)
            : view.Element("ListControl") is { } list ? ReadList(list, functions)
            : view.Element("CustomControl") is { } custom ? ReadText(custom, functions)
            : null;
        if (columns is null) yield break;
        foreach (var type in view.Element("ViewSelectedBy")?.Elements("TypeName") ?? [])
        {
            yield return new TableView(type.Value.Trim(), view.Element("ListControl") is not null, columns) { IsText = view.Element("CustomControl") is not null };
        }
    }

    private static List<ViewColumn> ReadTable(XElement table, Assembly functions)
    {
        var heads = table.Element("TableHeaders")!.Elements("TableColumnHeader").ToList();
        var cells = table.Descendants("TableColumnItem").ToList();
        if (heads.Count != cells.Count) throw new FormatException($"A table has {heads.Count} heads and {cells.Count} cells.");
        return [.. heads.Zip(cells, (head, cell) =>
        {
            var expression = ReadCell(cell, functions);
            return new ViewColumn(
                head.Element("Label")?.Value ?? expression.Properties[0],
                head.Element("Width") is { } width ? int.Parse(width.Value, CultureInfo.InvariantCulture) : null,
                string.Equals((cell.Element("Alignment") ?? head.Element("Alignment"))?.Value, "Right", StringComparison.OrdinalIgnoreCase),
                expression);
        })];
    }

    private static List<ViewColumn> ReadList(XElement list, Assembly functions) => [.. list.Descendants("ListItem").Select(item =>
    {
        var expression = ReadCell(item, functions);
        return new ViewColumn(item.Element("Label")?.Value ?? expression.Properties[0], null, AlignRight: false, expression);
    })];

    /// <summary>A custom view is one function that gives the whole text.</summary>
    private static List<ViewColumn> ReadText(XElement custom, Assembly functions) => custom.Descendants("ExpressionBinding").ToList() is [var only]
        ? [new ViewColumn("", null, AlignRight: false, ReadCell(only, functions))]
        : throw new FormatException("A custom view has one expression, which gives all of its text.");

    private static CellExpression ReadCell(XElement cell, Assembly functions)
        => cell.Element("PropertyName") is { } property ? CellExpression.Of(property.Value.Trim())
            : cell.Element("ScriptBlock") is { } script ? CellExpression.Parse(script.Value, functions)
            : throw new FormatException("A cell of a view has neither a property nor a script.");
}
