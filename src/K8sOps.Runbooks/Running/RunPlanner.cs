using System.Globalization;
using K8sOps.Runbooks.Runs;

namespace K8sOps.Runbooks.Running;

/// <summary>Makes the plan of a run: which steps, with which values, and which of them may not run.</summary>
public static class RunPlanner
{
    /// <summary>The plan.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="ask">The value of a mandatory parameter, from the operator; null when there is none to be had.</param>
    /// <exception cref="OperationException">It cannot be run as it was asked for; nothing has happened.</exception>
    public static RunPlan Plan(PlanRequest request, Func<RunbookParameter, string, string?>? ask = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckNames(request);
        var groups = Group(request, Taken(request).Select(s => OnCluster(s, request.Cluster)));
        if (groups.Count == 0) throw Nothing(request);
        groups = [.. groups.Select(g => Select(g, request))];
        if (groups.All(g => g.Count == 0)) throw Nothing(request);
        CheckSelection(request, groups);
        var left = Unknowable(request, groups);
        groups = Fill([.. groups.Select(g => g.Where(s => !left.Contains(s)).ToList()).Where(g => g.Count > 0)], ask);

        if (groups.SelectMany(g => g).SelectMany(s => s.Arguments.Keys).FirstOrDefault(EngineVariables.Contains) is { } taken)
        {
            throw new OperationException("UnknownParameter", OperationCategory.InvalidArgument, taken, $"A step can be given no {taken}: PowerShell has ${taken} for itself. Nothing was run.");
        }

        var items = new List<PlanItem>();
        var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (group, number) in groups.Select((g, i) => (g, i + 1)))
        {
            items.AddRange(group.Select(step => new PlanItem { Key = Key(step.Id, keys), Step = step, Group = number, IsCovered = group.Exists(s => s.ProcedureRollback is not null), Refusal = Refusal(step, request) }));
        }

        return new RunPlan { Items = items, Cluster = request.Cluster, LeftOut = left };
    }

    /// <summary>The plan of a run that was begun before: its steps, with the values that they had.</summary>
    /// <param name="state">What its journal came to.</param>
    /// <param name="unattended">Whether nobody is asked now.</param>
    /// <param name="named">Destructive procedures that may run unattended, beside those that the run began with.</param>
    public static RunPlan Restore(RunState state, bool unattended, IReadOnlyList<string> named)
    {
        ArgumentNullException.ThrowIfNull(state);
        var items = new List<PlanItem>();
        var groups = PlannedGroups.Of(state.Start.Steps);
        var covered = state.Start.Steps.Where(p => p.Step.ProcedureRollback is not null).Select(p => groups[p.Key]).ToHashSet();
        foreach (var planned in state.Start.Steps)
        {
            var step = planned.Step with { Arguments = Complete(planned.Step, []).Arguments };
            var name = step.Procedure ?? step.Title;
            // What ran unattended had been named when the run began.
            var wasNamed = state.Start.Unattended && state.Step(planned.Key).Outcome != StepOutcome.Skipped;
            var isRefused = step.Destructive && unattended && !wasNamed && !named.Contains(name, StringComparer.OrdinalIgnoreCase);
            items.Add(new PlanItem { Key = planned.Key, Step = step, Group = groups[planned.Key], IsCovered = covered.Contains(groups[planned.Key]), Refusal = isRefused ? NotNamed(name) : null });
        }

        return new RunPlan { Items = items, Cluster = state.Start.Cluster };
    }

    /// <summary>Whether a run can be gone on with at all.</summary>
    public static bool CanResume(RunState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return !state.IsOver && Unreadable(state) is null;
    }

    /// <summary>Refuses steps whose code or values held a secret: what the journal has of them is not what would have to run.</summary>
    /// <exception cref="OperationException"><c>StepRedacted</c>.</exception>
    public static void CheckReadable(RunState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (Unreadable(state) is not { } redacted) return;
        throw new OperationException("StepRedacted", OperationCategory.InvalidData, redacted.Key,
            $"The step {redacted.Step.Title} of the run {state.Start.Run} held a secret, which the journal does not keep, so it cannot be run from it.", "Begin a new run.");
    }

    private static PlannedStep? Unreadable(RunState state)
        => state.Start.Steps.FirstOrDefault(p => p.IsRedacted && state.Step(p.Key).Outcome is not (StepOutcome.Verified or StepOutcome.Shown));

    /// <summary>A name that nothing takes is a slip of the hand, where the whole list of names is known.</summary>
    private static void CheckNames(PlanRequest request)
    {
        var books = request.Steps.Select(request.Runbook).ToList();
        if (books.Count == 0 || books.Contains(null)) return;
        var known = books.SelectMany(b => b!.Parameters).Select(p => p.Name).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (request.Arguments.Keys.FirstOrDefault(n => !known.Contains(n, StringComparer.OrdinalIgnoreCase)) is not { } unknown) return;
        throw new OperationException("UnknownParameter", OperationCategory.InvalidArgument, unknown,
            $"{RunText.And([.. books.Select(b => b!.Name).Distinct(StringComparer.OrdinalIgnoreCase)])} has no parameter {unknown}; there is {RunText.And(known)}.");
    }

    /// <summary>A word that takes no step is a slip of the hand too; a pattern may well match nothing.</summary>
    private static void CheckSelection(PlanRequest request, List<List<RunbookStep>> groups)
    {
        var lost = request.Selection.Where(w => new NamePattern(w).IsLiteral && !groups.Exists(g => g.Exists(s => Names(w, s)))).ToList();
        if (lost.Count == 0) return;
        throw new OperationException("NotFound", OperationCategory.ObjectNotFound, string.Join(", ", lost),
            $"There is no step {RunText.And([.. lost.Select(w => $"'{w}'")])} among those that were asked for. Nothing was run.", "Get-RunbookStep | Format-Table");
    }

    /// <summary>
    /// What cannot be looked at yet, where a whole diagnosis is run: looking at the rest is how one learns which OSD it is. A step that was
    /// asked for by itself needs its values.
    /// </summary>
    private static List<RunbookStep> Unknowable(PlanRequest request, List<List<RunbookStep>> groups)
    {
        if (request.Procedures.Count > 0 || request.Selection.Count > 0) return [];
        return [.. groups.SelectMany(g => g).Where(s => s.Section == RunbookSection.Diagnosis).GroupBy(s => s.Runbook, StringComparer.OrdinalIgnoreCase).SelectMany(diagnosis =>
        {
            var numbers = diagnosis.Select(s => s.Number).ToHashSet();
            var count = request.Runbook(diagnosis.First())?.Diagnosis.Count ?? numbers.Max();
            var missing = diagnosis.Where(s => s.Missing.Count > 0).ToList();
            return Enumerable.Range(1, Math.Max(count, 1)).All(numbers.Contains) && missing.Count < diagnosis.Count() ? missing : [];
        })];
    }

    private static IEnumerable<RunbookStep> Taken(PlanRequest request)
    {
        if (request.Procedures.Count == 0) return request.Steps;
        var patterns = request.Procedures.Select(p => new NamePattern(p)).ToList();
        return request.Steps.Where(s => s.Procedure is { } name && patterns.Exists(p => p.IsMatch(name)));
    }

    private static RunbookStep OnCluster(RunbookStep step, string cluster)
    {
        if (step.Cluster is null || step.Cluster == cluster) return step with { Cluster = cluster };
        throw new OperationException("SeveralClusters", OperationCategory.InvalidArgument, step.Cluster,
            $"A run works on one cluster; {step} is meant for {step.Cluster}, and the run is on {cluster}. Nothing was run.", "… | Where-Object Cluster -EQ " + cluster + " | Invoke-RunbookStep");
    }

    /// <summary>Steps of the same procedure with the same values belong together; what comes twice counts once, with all its findings.</summary>
    private static List<List<RunbookStep>> Group(PlanRequest request, IEnumerable<RunbookStep> steps)
    {
        var groups = new List<List<RunbookStep>>();
        var byKey = new Dictionary<string, List<RunbookStep>>(StringComparer.OrdinalIgnoreCase);
        foreach (var given in steps)
        {
            var step = given with { Arguments = Merge(given, request.Arguments) };
            // What was typed goes to those steps that use it; what tells two occurrences apart is what findings brought, the same for all steps of one.
            var brought = step.Arguments.Where(a => given.Arguments.ContainsKey(a.Key)).ToDictionary(a => a.Key, a => a.Value, StringComparer.OrdinalIgnoreCase);
            var key = string.Join('\u001f', step.Runbook, step.Section, step.Procedure ?? (step.Section == RunbookSection.Diagnosis ? step.Id : ""), Text(brought, step.Section == RunbookSection.Unknown));
            if (!byKey.TryGetValue(key, out var group))
            {
                byKey[key] = group = [];
                groups.Add(group);
            }

            // Two steps that were composed by hand may bear one name and be two.
            var at = group.FindIndex(s => s.Id == step.Id && s.Action == step.Action && s.Manual == step.Manual && s.Verify == step.Verify && Text(s.Arguments, false) == Text(step.Arguments, false));
            if (at < 0 || (step.Section == RunbookSection.Unknown && step.Runbook is null)) group.Add(step);
            else group[at] = group[at] with { Findings = [.. group[at].Findings.Concat(step.Findings).Distinct()] };
        }

        return groups;
    }

    private static SortedDictionary<string, object> Merge(RunbookStep step, IReadOnlyDictionary<string, object> given)
    {
        var values = new SortedDictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in step.Arguments) values[name] = value;
        foreach (var parameter in step.Parameters)
        {
            var (_, value) = given.FirstOrDefault(g => string.Equals(g.Key, parameter.Name, StringComparison.OrdinalIgnoreCase));
            if (value is not null) values[parameter.Name] = RunbookArguments.Convert(parameter, value);
        }

        return values;
    }

    private static string Text(IReadOnlyDictionary<string, object> values, bool isIgnored)
        => isIgnored ? "" : string.Join('\u001e', values.OrderBy(v => v.Key, StringComparer.OrdinalIgnoreCase).Select(v => $"{v.Key}={RunText.Value(v.Value)}"));

    /// <summary>The steps of one group that are taken; without a selection that is the whole procedure, or it is an error.</summary>
    private static List<RunbookStep> Select(List<RunbookStep> group, PlanRequest request)
    {
        var first = group[0];
        var whole = request.Runbook(first)?.Procedures.FirstOrDefault(p => p.Name == first.Procedure)?.Steps;
        if (request.Selection.Count > 0)
        {
            var taken = group.Where(s => request.Selection.Any(w => Names(w, s))).ToList();
            return taken.Count == 0 || whole is null ? taken : WithRollback(taken, whole);
        }

        if (first.Procedure is null || first.Section == RunbookSection.Diagnosis) return group;
        var numbers = group.Select(s => s.Number).ToList();
        var expected = whole is not null ? [.. whole.Select(s => s.Number)] : Enumerable.Range(1, Math.Max(numbers.Max(), 1)).ToList();
        var missing = expected.Except(numbers).ToList();
        if (missing.Count == 0 || numbers.TrueForAll(n => n == 0)) return [.. group.OrderBy(s => s.Number)];
        throw new OperationException("ProcedureNotWhole", OperationCategory.InvalidArgument, first.Procedure,
            $"The procedure '{first.Procedure}' is taken whole or not at all; {(missing.Count == 1 ? "step" : "steps")} {RunText.And([.. missing.Select(m => m.ToString(CultureInfo.InvariantCulture))])} of {expected.Count} did not come. Nothing was run.",
            $"Name the steps that are meant: -Step {string.Join(", ", numbers)}");
    }

    private static bool Names(string word, RunbookStep step)
        => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? step.Number == number : new NamePattern(word) is var pattern && (pattern.IsMatch(step.Id) || pattern.IsMatch(step.Title));

    /// <summary>What takes the whole procedure back hangs on its first step, also where that one was not taken.</summary>
    private static List<RunbookStep> WithRollback(List<RunbookStep> taken, IReadOnlyList<RunbookStep> whole)
    {
        if (whole is not [{ ProcedureRollback: { } code } first, ..] || taken.Exists(s => s.ProcedureRollback is not null)) return taken;
        var parameters = taken[0].Parameters.Concat(first.Parameters).DistinctBy(p => p.Name, StringComparer.OrdinalIgnoreCase).ToList();
        taken[0] = taken[0] with { ProcedureRollback = code, Parameters = parameters };
        return taken;
    }

    private static List<List<RunbookStep>> Fill(List<List<RunbookStep>> groups, Func<RunbookParameter, string, string?>? ask)
    {
        var missing = new List<(string Who, string Name)>();
        var filled = new List<List<RunbookStep>>();
        foreach (var group in groups)
        {
            var values = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
            foreach (var parameter in group.SelectMany(s => s.Parameters.Where(p => s.Missing.Contains(p.Name, StringComparer.OrdinalIgnoreCase))).DistinctBy(p => p.Name, StringComparer.OrdinalIgnoreCase))
            {
                var lacking = group.First(s => s.Missing.Contains(parameter.Name, StringComparer.OrdinalIgnoreCase));
                var who = lacking.Procedure ?? lacking.Title;
                var text = ask?.Invoke(parameter, who);
                if (string.IsNullOrEmpty(text)) missing.Add((who, parameter.Name));
                else values[parameter.Name] = RunbookArguments.Convert(parameter, text);
            }

            filled.Add([.. group.Select(s => Complete(s, values))]);
        }

        if (missing.Count == 0) return filled;
        var names = missing.Select(m => m.Name).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        throw new OperationException("ParameterMissing", OperationCategory.InvalidArgument, string.Join(", ", names),
            $"{string.Join("; ", missing.GroupBy(m => m.Who).Select(w => $"{w.Key} needs {RunText.And([.. w.Select(m => m.Name).Distinct(StringComparer.OrdinalIgnoreCase)])}"))}, and nothing says what {(names.Count == 1 ? "it is" : "they are")}. Nothing was run.",
            $"-Parameter @{{ {string.Join("; ", names.Select(n => n + " = …"))} }}");
    }

    private static RunbookStep Complete(RunbookStep step, Dictionary<string, object> asked)
    {
        var values = new SortedDictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in step.Parameters)
        {
            if (step.Arguments.TryGetValue(parameter.Name, out var value) || asked.TryGetValue(parameter.Name, out value)) values[parameter.Name] = value;
            else if (parameter.Default is { } fallback) values[parameter.Name] = fallback;
        }

        // A step composed by hand may have values that it does not declare.
        foreach (var (name, value) in step.Arguments) values.TryAdd(name, value);
        return step with { Arguments = values };
    }

    private static string Key(string id, HashSet<string> keys)
    {
        var key = id;
        for (var n = 2; !keys.Add(key); n++) key = string.Create(CultureInfo.InvariantCulture, $"{id}~{n}");
        return key;
    }

    /// <summary>A pipeline of findings alone never destroys: unattended, a destructive procedure is named.</summary>
    private static string? Refusal(RunbookStep step, PlanRequest request)
    {
        if (!step.Destructive || !request.Unattended || request.IsRehearsal) return null;
        var name = step.Procedure ?? step.Title;
        return request.Named.Contains(name, StringComparer.OrdinalIgnoreCase) ? null : NotNamed(name);
    }

    private static string NotNamed(string name) => $"destructive, and -Procedure '{name}' was not given with -Unattended";

    private static OperationException Nothing(PlanRequest request)
    {
        var wanted = request.Procedures.Count > 0 ? $" of {RunText.And([.. request.Procedures.Select(p => $"'{p}'")])}" : "";
        var selected = request.Selection.Count > 0 ? $" named {RunText.And([.. request.Selection])}" : "";
        return new OperationException("NothingToRun", OperationCategory.ObjectNotFound, request.Cluster,
            $"There is no step{wanted}{selected} to run on {request.Cluster}; a run without steps proves nothing.", "Get-RunbookStep");
    }
}
