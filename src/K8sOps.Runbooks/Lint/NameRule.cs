namespace K8sOps.Runbooks.Lint;

/// <summary>Checks and alerts exist, findings lead to the symptom that names their check, and symptoms lead somewhere.</summary>
internal static class NameRule
{
    public static void Check(RunbookReading reading, LintFacts facts, ProblemList problems)
    {
        foreach (var mention in reading.Mentions)
        {
            switch (mention.Kind)
            {
                case RunbookMentionKind.Check when facts.Checks is not null:
                    CheckId(mention, reading.Runbook, facts, problems);
                    break;
                case RunbookMentionKind.Alert when facts.Alerts is not null:
                    Alert(mention, facts.IsOurs(reading.Runbook), facts.Alerts, problems);
                    break;
                case RunbookMentionKind.GoTo:
                    GoTo(mention, reading.Runbook, problems);
                    break;
                default:
                    break;
            }
        }

        foreach (var symptom in reading.Runbook.Symptoms.Where(s => s.Checks.Count == 0 && s.Alerts.Count == 0)) problems.Add(RunbookRules.Check, symptom.Line, 1, $"Nothing leads to the symptom \"{symptom.Name}\": it names neither a check nor an alert.");
        foreach (var check in facts.Checks?.Where(c => c.Runbook == reading.Runbook.Name) ?? [])
        {
            var symptom = reading.Runbook.Symptoms.FirstOrDefault(s => s.Name == check.Symptom);
            if (symptom is null) problems.Add(RunbookRules.Check, 1, 1, $"Findings of {check.Id} lead to the symptom \"{check.Symptom}\" of this runbook, which it does not have.");
            else if (!symptom.Checks.Contains(check.Id, StringComparer.Ordinal)) problems.Add(RunbookRules.Check, symptom.Line, 1, $"Findings of {check.Id} lead to this symptom, which does not name the check.");
        }
    }

    private static void CheckId(RunbookMention mention, Runbook runbook, LintFacts facts, ProblemList problems)
    {
        var check = facts.Checks!.FirstOrDefault(c => c.Id == mention.Text);
        if (check is null) problems.Add(RunbookRules.Check, mention.Line, mention.Column, $"There is no check {mention.Text}.");
        else if (check.Runbook == runbook.Name && check.Symptom != mention.Within) problems.Add(RunbookRules.Check, mention.Line, mention.Column, $"Findings of {check.Id} lead to the symptom \"{check.Symptom}\", not to this one.");
        else if (check.Runbook != runbook.Name && facts.IsOurs(runbook)) problems.Add(RunbookRules.Check, mention.Line, mention.Column, $"Findings of {check.Id} lead to {(check.Runbook is null ? "no runbook" : $"the runbook {check.Runbook}")}, not to this one.");
    }

    /// <summary>Somebody's own runbook may have somebody's own alerts; ours have those of the table.</summary>
    private static void Alert(RunbookMention mention, bool isOurs, IReadOnlyList<string> known, ProblemList problems)
    {
        if (known.Contains(mention.Text, StringComparer.Ordinal)) return;
        var spelled = known.FirstOrDefault(k => string.Equals(k, mention.Text, StringComparison.OrdinalIgnoreCase));
        if (spelled is not null) problems.Add(RunbookRules.Alert, mention.Line, mention.Column, $"The alert {mention.Text} is spelled {spelled}.");
        else if (isOurs) problems.Add(RunbookRules.Alert, mention.Line, mention.Column, $"The alert {mention.Text} is not in the table of alerts in docs/checks.md.");
    }

    private static void GoTo(RunbookMention mention, Runbook runbook, ProblemList problems)
    {
        var anchor = mention.Text.StartsWith('#') ? mention.Text[1..] : null;
        if (anchor is null) problems.Add(RunbookRules.Link, mention.Line, mention.Column, "\"Go to\" leads to a step or procedure of this runbook; other runbooks stand under \"Related Runbooks\".");
        else if (!runbook.Diagnosis.Any(s => s.Id == anchor) && !runbook.Procedures.Any(p => p.Anchor == anchor)) problems.Add(RunbookRules.Link, mention.Line, mention.Column, $"#{anchor} is neither a step of the diagnosis nor a procedure of this runbook.");
    }
}
