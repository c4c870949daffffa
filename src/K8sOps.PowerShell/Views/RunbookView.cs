using System.Globalization;
using K8sOps.Runbooks;

namespace K8sOps;

/// <summary>The cells of the views of runbooks: a step reads like help.</summary>
public static class RunbookView
{
    // The engine breaks a line that fills a window of 80 columns.
    private const int Width = 79;
    private const string Reset = "\u001b[0m";
    private const string Bold = "\u001b[1m";
    private const string Red = "\u001b[31;1m";

    /// <summary>A step as a page of help, in lines.</summary>
    public static string Step(RunbookStep? step)
        => step is null ? "" : string.Join('\n', StepText.Lines(step, Width, t => Bold + t + Reset, t => Red + t + Reset));

    /// <summary>The procedure of a step; for one of the diagnosis, that.</summary>
    public static string Procedure(RunbookStep? step) => step?.Procedure ?? (step?.Section == RunbookSection.Diagnosis ? "Diagnosis" : "");

    /// <summary>A title, red where something is destroyed.</summary>
    public static string Title(string? title, bool destructive) => destructive ? $"{Red}{title}{Reset}" : title ?? "";

    /// <summary>Names and values.</summary>
    public static string Pairs(IEnumerable<KeyValuePair<string, object>>? pairs)
        => pairs is null ? "" : string.Join(", ", pairs.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key}={p.Value}")));

    /// <summary>How many; empty for none.</summary>
    public static string Count(System.Collections.ICollection? many) => many is { Count: > 0 and var count } ? count.ToString(CultureInfo.InvariantCulture) : "";

    /// <summary>Findings, a line each.</summary>
    public static string Findings(IEnumerable<CheckResult>? findings) => findings is null ? "" : string.Join('\n', findings.Select(f => $"{f.Id}: {f.Message}"));

    /// <summary>Lines.</summary>
    public static string Lines(IEnumerable<string>? lines) => lines is null ? "" : string.Join('\n', lines);

    /// <summary>Where a match leads to: the procedure before the steps that only look, as the one is what one comes for.</summary>
    public static string GoTo(IEnumerable<string>? titles)
        => titles is null ? "" : string.Join(", ", titles.OrderBy(t => t.StartsWith("Procedure: ", StringComparison.Ordinal) ? 0 : 1).Select(t => t.Replace("Procedure: ", "", StringComparison.Ordinal)));
}
