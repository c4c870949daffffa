using System.Text;

namespace K8sOps.Sandbox.Simulators.Ceph;

/// <summary>A table as Ceph prints them: two spaces between columns, numbers to the right.</summary>
internal sealed class CephTable(params string[] columns)
{
    private readonly List<string[]> rows = [];

    /// <summary>The columns whose cells stand to the left; all others stand to the right.</summary>
    public HashSet<string> Left { get; init; } = new(StringComparer.Ordinal);

    public void Add(params string[] cells) => rows.Add(cells);

    public override string ToString()
    {
        var widths = columns.Select((name, at) => Math.Max(name.Length, rows.Count == 0 ? 0 : rows.Max(row => row[at].Length))).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows.Prepend(columns))
        {
            text.AppendJoin("  ", row.Select((cell, at) => Left.Contains(columns[at]) ? cell.PadRight(widths[at]) : cell.PadLeft(widths[at]))).Append('\n');
        }

        return text.ToString();
    }
}
