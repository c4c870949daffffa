using System.Reflection;
using K8sOps.Console.Running;

namespace K8sOps.Console.Views;

/// <summary>Writes tables row by row, as their widths are fixed; lists; and plain values as lines.</summary>
internal sealed class TableRecordWriter(ConsoleSettings settings, ViewCatalog views) : IRecordWriter
{
    private const int NarrowestRest = 20;
    private Type? _current;
    private TableView? _view;
    private bool _any;

    public void Write(object? value)
    {
        if (value is null) return;
        var type = value.GetType();
        if (type.IsPrimitive || value is string or Enum or decimal)
        {
            _current = null;
            Line(CellExpression.Write(value));
            return;
        }

        var isNew = type != _current;
        if (isNew)
        {
            _current = type;
            _view = views.For(type) ?? OwnProperties(type);
        }

        if (_view!.IsText) WriteText(value);
        else if (_view.IsList) WriteList(value);
        else WriteRow(value, withHead: isNew);
        _any = true;
    }

    public void Finish()
    {
        // A table ends with its last row.
    }

    private static TableView OwnProperties(Type type)
        => new(type.FullName ?? type.Name, IsList: true, [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetIndexParameters().Length == 0).Select(p => new ViewColumn(p.Name, null, AlignRight: false, CellExpression.Of(p.Name)))]);

    private void WriteRow(object value, bool withHead)
    {
        var columns = _view!.Columns;
        if (withHead)
        {
            if (_any) settings.Out.WriteLine();
            Row(columns, c => c.Label);
            Row(columns, c => new string('-', c.Label.Length));
        }

        Row(columns, c => c.Cell.Show(value).ReplaceLineEndings(" "));
    }

    private void Row(IReadOnlyList<ViewColumn> columns, Func<ViewColumn, string> text)
    {
        var cells = columns.Select((column, i) =>
        {
            var last = i == columns.Count - 1;
            var width = column.Width ?? Rest(columns);
            if (last && !column.AlignRight && width is { } room) return AnsiText.Fit(text(column), room);
            return width is { } fixedWidth ? AnsiText.Pad(text(column), fixedWidth, column.AlignRight) : text(column);
        });
        Line(string.Join(' ', cells).TrimEnd());
    }

    /// <summary>What columns without a width share; nothing is cut where no terminal sets a limit.</summary>
    private int? Rest(IReadOnlyList<ViewColumn> columns)
    {
        var open = columns.Count(c => c.Width is null);
        if (settings.Width is not { } width) return open > 1 ? NarrowestRest * 2 : null;
        return Math.Max(NarrowestRest, (width - columns.Sum(c => (c.Width ?? 0) + 1) + 1) / open);
    }

    private void WriteList(object value)
    {
        if (_any) settings.Out.WriteLine();
        var labels = _view!.Columns.Max(c => c.Label.Length);
        foreach (var line in _view.Columns)
        {
            var text = line.Cell.Show(value).ReplaceLineEndings("\n" + new string(' ', labels + 3));
            Line($"{line.Label.PadRight(labels)} : {text}".TrimEnd());
        }
    }

    private void WriteText(object value)
    {
        if (_any) settings.Out.WriteLine();
        foreach (var line in _view!.Columns[0].Cell.Show(value).Split('\n')) Line(line);
    }

    private void Line(string text) => settings.Out.WriteLine(AnsiText.Safe(settings.ColorOut ? text : AnsiText.Strip(text)));
}
