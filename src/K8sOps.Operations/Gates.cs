using K8sOps.Ceph;

namespace K8sOps;

/// <summary>What must hold before a disruptive change is made. What fails, and what could not be found out, both stop it.</summary>
public static class Gates
{
    /// <summary>The one error for the gates that stop a change; null when all hold or were skipped by their id, which is told as a warning.</summary>
    /// <param name="action">Completes the sentence "Cannot … on CLUSTER", such as <c>stop osd.3</c>.</param>
    /// <param name="gates">What the gates say.</param>
    /// <param name="skipped">The ids of gates that may fail.</param>
    /// <param name="context">Where warnings go.</param>
    /// <param name="before">What they said when they were asked before, of which was warned then.</param>
    public static OperationException? RefusalOf(string action, IReadOnlyList<CheckResult> gates, IReadOnlyCollection<string> skipped, OperationContext context, IReadOnlyList<CheckResult>? before = null)
    {
        ArgumentNullException.ThrowIfNull(gates);
        ArgumentNullException.ThrowIfNull(skipped);
        ArgumentNullException.ThrowIfNull(context);
        foreach (var id in skipped.Where(s => before is null && gates.All(g => !Is(g, s))))
        {
            context.Sink.Warn($"{context.Command} has no gate {id} here{(gates.Count == 0 ? "" : $": there {(gates.Count == 1 ? "is" : "are")} {string.Join(", ", gates.Select(g => g.Id).Distinct(StringComparer.Ordinal))}")}.");
        }

        List<CheckResult> shut = [.. gates.Where(g => g.Status is CheckStatus.Fail or CheckStatus.Unknown)];
        foreach (var gate in shut.Where(g => skipped.Any(s => Is(g, s)) && before?.Any(b => (b.Id, b.TargetName, b.Status) == (g.Id, g.TargetName, g.Status)) != true)) context.Sink.Warn($"The gate {gate.Id} says {gate.Status} of {gate.TargetName}, and is skipped: {gate.Message}");
        shut.RemoveAll(g => skipped.Any(s => Is(g, s)));
        if (shut is not [var first, ..]) return null;
        var ids = shut.Select(g => g.Id).Distinct(StringComparer.Ordinal).ToList();
        return new OperationException("GateFailed", OperationCategory.InvalidOperation, first.TargetName,
            $"Cannot {action} on {first.Cluster}: {string.Join(" ", shut.Select(g => $"{g.Id} says {g.Status} of {g.TargetName}: {Sentence(g.Message)}"))}",
            string.Join(" ", new[] { shut.Select(g => g.Remedy).OfType<string>().FirstOrDefault(), $"With -SkipGate {string.Join(", ", ids)} it is done all the same." }.OfType<string>()));
    }

    /// <summary>Gates by the ids that they have, for a run whose commands are to pass over them: a slip of the hand there would be found in its middle.</summary>
    /// <exception cref="OperationException"><c>UnknownGate</c>.</exception>
    public static IReadOnlyList<string> Named(IEnumerable<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return [.. ids.Select(id => CephGates.All.FirstOrDefault(g => string.Equals(g, id, StringComparison.OrdinalIgnoreCase))
            ?? throw new OperationException("UnknownGate", OperationCategory.InvalidArgument, id, $"There is no gate {id}; there are {string.Join(", ", CephGates.All)}. Nothing was run.")).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>A gate in one line, for a question and for what <c>-WhatIf</c> tells.</summary>
    public static string Line(CheckResult gate)
    {
        ArgumentNullException.ThrowIfNull(gate);
        return $"gate {gate.Id} of {gate.TargetName}: {gate.Status}, {gate.Message.TrimEnd('.')}";
    }

    private static bool Is(CheckResult gate, string id) => string.Equals(gate.Id, id, StringComparison.OrdinalIgnoreCase);

    private static string Sentence(string message) => message.EndsWith('.') ? message : message + ".";
}
