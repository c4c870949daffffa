using System.Globalization;
using K8sOps.Runbooks.Runs;

namespace K8sOps.Runbooks.Running;

/// <summary>The steps of a run, in the order in which they are to run.</summary>
public sealed record RunPlan
{
    /// <summary>The steps.</summary>
    public required IReadOnlyList<PlanItem> Items { get; init; }

    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary>The steps of a diagnosis that nobody can take yet, since a value is missing.</summary>
    public IReadOnlyList<RunbookStep> LeftOut { get; init; } = [];

    /// <summary>The one runbook that they are of; null for several, and for steps composed by hand.</summary>
    public string? Runbook => Items.Select(i => i.Step.Runbook).Distinct(StringComparer.OrdinalIgnoreCase).ToList() is [{ } one] ? one : null;

    /// <summary><c>3 steps of rook-ceph on infra</c>.</summary>
    public override string ToString()
    {
        var count = Items.Count == 1 ? "1 step" : string.Create(CultureInfo.InvariantCulture, $"{Items.Count} steps");
        var books = Items.Select(i => i.Step.Runbook).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return books.Count == 0 ? $"{count} on {Cluster}" : $"{count} of {string.Join(" and ", books)} on {Cluster}";
    }

    /// <summary>The plan, a line each, for a person.</summary>
    public IEnumerable<string> Lines()
    {
        PlanItem? before = null;
        foreach (var item in Items)
        {
            if (before is null || before.Group != item.Group) yield return Heading(item.Step);
            before = item;
            var step = item.Step;
            var marks = new List<string>();
            if (step.Manual is not null) marks.Add("by hand");
            if (step.Target is { } target) marks.Add("target " + RunText.Duration(target));
            if (item.Refusal is not null) marks.Add("left out: " + item.Refusal);
            yield return $"  {(step.Number > 0 ? step.Number.ToString(CultureInfo.InvariantCulture) + ". " : "")}{step.Title}{(marks.Count > 0 ? $" ({string.Join("; ", marks)})" : "")}";
        }

        foreach (var step in LeftOut) yield return Absence(step);
    }

    /// <summary>Which step is left out, and what it needs.</summary>
    public static string Absence(RunbookStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return $"Left out: {step.Title}, which needs {RunText.And(step.Missing)}: -Parameter @{{ {string.Join("; ", step.Missing.Select(n => n + " = …"))} }}";
    }

    private static string Heading(RunbookStep step)
    {
        var arguments = step.Arguments.Count == 0 ? "" : " with " + string.Join(", ", step.Arguments.OrderBy(a => a.Key, StringComparer.OrdinalIgnoreCase).Select(a => $"{a.Key} = {(SecretPattern.IsNameOfSecret(a.Key) ? SecretPattern.Redacted : RunText.Value(a.Value))}"));
        return (step.Procedure ?? (step.Section == RunbookSection.Diagnosis ? "Diagnosis" : "Steps")) + (step.Destructive ? " (destructive)" : "") + arguments;
    }
}
