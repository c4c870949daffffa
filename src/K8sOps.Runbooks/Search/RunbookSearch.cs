using System.Globalization;

namespace K8sOps.Runbooks;

/// <summary>Looks for places in runbooks, by words, symptom, alert or check. The best come first.</summary>
public static class RunbookSearch
{
    private const int InTitle = 10;
    private const int InText = 3;
    private const int WholeWord = 2;
    private const int AllWords = 1000;

    /// <summary>The places with the words: those that have all of them, or where there are none, those with any.</summary>
    public static IReadOnlyList<RunbookMatch> Words(IEnumerable<Runbook> runbooks, IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(runbooks);
        ArgumentNullException.ThrowIfNull(words);
        var wanted = words.SelectMany(w => w.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Select(w => w.Trim('"', '\'', ',', '.', '?', '!')).Where(w => w.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (wanted.Count == 0) return [];
        var found = runbooks.SelectMany(r => Places(r).Select(p => Weigh(r, p, wanted))).OfType<RunbookMatch>().OrderByDescending(m => m.Score).ToList();
        return found.Exists(m => m.Score >= AllWords) ? [.. found.Where(m => m.Score >= AllWords).Select(m => m with { Score = m.Score - AllWords })] : found;
    }

    /// <summary>The symptoms whose names match.</summary>
    public static IReadOnlyList<RunbookMatch> Symptoms(IEnumerable<Runbook> runbooks, IReadOnlyList<NamePattern> names)
        => Symptoms(runbooks, s => names.Any(n => n.IsMatch(s.Name)) ? s.Name : null);

    /// <summary>The symptoms that an alert tells of.</summary>
    public static IReadOnlyList<RunbookMatch> Alerts(IEnumerable<Runbook> runbooks, IReadOnlyList<NamePattern> names)
        => Symptoms(runbooks, s => Named("the alert", s.Alerts, names));

    /// <summary>The symptoms that a check finds.</summary>
    public static IReadOnlyList<RunbookMatch> Checks(IEnumerable<Runbook> runbooks, IReadOnlyList<NamePattern> ids)
        => Symptoms(runbooks, s => Named("the check", s.Checks, ids));

    /// <summary>A symptom as a match.</summary>
    public static RunbookMatch Of(Runbook runbook, RunbookSymptom symptom, string why, int score = 1)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(symptom);
        return new RunbookMatch
        {
            Runbook = runbook.Name,
            Symptom = symptom.Name,
            Title = "Symptom: " + symptom.Name,
            Why = why,
            Score = score,
            GoTo = symptom.GoTo,
            GoToTitles = Titles(runbook, symptom.GoTo),
            Path = runbook.Path,
            Line = symptom.Line,
        };
    }

    private static IReadOnlyList<RunbookMatch> Symptoms(IEnumerable<Runbook> runbooks, Func<RunbookSymptom, string?> why)
    {
        ArgumentNullException.ThrowIfNull(runbooks);
        return [.. runbooks.SelectMany(r => r.Symptoms.Select(s => why(s) is { } reason ? Of(r, s, reason) : null)).OfType<RunbookMatch>()];
    }

    private static string? Named(string what, IReadOnlyList<string> names, IReadOnlyList<NamePattern> wanted)
    {
        var hits = names.Where(n => wanted.Any(w => w.IsMatch(n))).ToList();
        return hits.Count == 0 ? null : $"{what} {string.Join(", ", hits)}";
    }

    private static IEnumerable<Place> Places(Runbook runbook)
    {
        yield return new Place(runbook.Title, 1, [runbook.Name, runbook.Overview], null, [], 0);
        foreach (var symptom in runbook.Symptoms) yield return new Place("Symptom: " + symptom.Name, 3, [.. symptom.Indicators, .. symptom.Alerts, .. symptom.Checks], symptom, symptom.GoTo, symptom.Line);
        foreach (var step in runbook.Diagnosis) yield return new Place(string.Create(CultureInfo.InvariantCulture, $"Step {step.Number}: {step.Title}"), 1, [step.Text, step.Expected, step.IfAbnormal, step.Action ?? ""], null, [step.Id], step.Line);
        foreach (var procedure in runbook.Procedures)
        {
            yield return new Place("Procedure: " + procedure.Name, 2,
                [procedure.WhenToUse, procedure.Prerequisites, procedure.Warning ?? "", .. procedure.Steps.SelectMany(s => new[] { s.Title, s.Action ?? s.Manual ?? "", s.Text })], null, [procedure.Anchor], procedure.Line);
        }

        foreach (var issue in runbook.CommonIssues) yield return new Place("Common issue: " + issue.Issue, 1, [issue.Cause, issue.Resolution], null, [], 0);
        foreach (var reference in runbook.QuickReference) yield return new Place("Quick reference: " + reference.Command, 0, [reference.Description], null, [], 0);
    }

    private static RunbookMatch? Weigh(Runbook runbook, Place place, List<string> words)
    {
        var score = 0;
        var own = 0;
        var found = new List<string>();
        var where = new List<string>();
        foreach (var word in words)
        {
            var inTitle = Weight(place.Title, word);
            var best = inTitle > 0 ? inTitle + InTitle : 0;
            if (place.Texts.FirstOrDefault(t => Weight(t, word) > 0) is { } text)
            {
                best = Math.Max(best, Weight(text, word) + InText);
                if (inTitle == 0) where.Add(Around(text, word));
            }

            if (best > 0) own++;
            // The runbook's name narrows: "rook-ceph full".
            else if (runbook.Name.Contains(word, StringComparison.OrdinalIgnoreCase)) best = 1;
            if (best == 0) continue;
            score += best;
            found.Add(word);
        }

        if (own == 0) return null;
        return new RunbookMatch
        {
            Runbook = runbook.Name,
            Symptom = place.Symptom?.Name,
            Title = place.Title,
            Why = where.Count > 0 ? string.Join("; ", where.Distinct(StringComparer.Ordinal)) : string.Join(", ", found),
            Score = score + place.Rank + (found.Count == words.Count ? AllWords : 0),
            GoTo = place.GoTo,
            GoToTitles = Titles(runbook, place.GoTo),
            Path = runbook.Path,
            Line = place.Line,
        };
    }

    private static string[] Titles(Runbook runbook, IReadOnlyList<string> anchors) => [.. anchors.Select(a => StepFinder.TitleAt(runbook, a) ?? a)];

    /// <summary>1 for a part of a word, more for a whole one, 0 for none.</summary>
    private static int Weight(string text, string word)
    {
        var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase);
        if (at < 0) return 0;
        for (; at >= 0; at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + word.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]))) return 1 + WholeWord;
        }

        return 1;
    }

    /// <summary>The line that has the word, cut to what stands around it.</summary>
    private static string Around(string text, string word)
    {
        const int Room = 70;
        var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase);
        var begin = text.LastIndexOf('\n', at) + 1;
        var end = text.IndexOf('\n', at) is var next and >= 0 ? next : text.Length;
        var line = text[begin..end].Trim();
        if (line.Length <= Room) return line;
        var middle = line.IndexOf(word, StringComparison.OrdinalIgnoreCase);
        var from = Math.Clamp(middle - 25, 0, line.Length - Room);
        if (from > 0 && line.IndexOf(' ', from) is var blank && blank >= 0 && blank < middle) from = blank + 1;
        var to = Math.Min(from + Room, line.Length);
        if (to < line.Length && line.LastIndexOf(' ', to) is var last && last > middle + word.Length) to = last;
        return (from > 0 ? "…" : "") + line[from..to] + (to < line.Length ? "…" : "");
    }

    private sealed record Place(string Title, int Rank, IReadOnlyList<string> Texts, RunbookSymptom? Symptom, IReadOnlyList<string> GoTo, int Line);
}
