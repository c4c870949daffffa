namespace K8sOps.Sandbox.Controllers;

/// <summary>The sentence of kube-scheduler's FailedScheduling event and of the PodScheduled condition (its framework's FitError).</summary>
internal static class UnschedulableMessage
{
    private const string NotHelpful = "Preemption is not helpful for scheduling";
    private const string NoVictims = "No preemption victims found for incoming pod";

    /// <summary>The pod cannot go anywhere, for one reason.</summary>
    public static string ForPod(int nodes, string reason) =>
        $"0/{nodes} nodes are available: {reason}. preemption: 0/{nodes} nodes are available: {nodes} {NotHelpful}.";

    /// <summary>Each node has its own reasons, which are counted and sorted as text.</summary>
    public static string ForNodes(int nodes, IReadOnlyList<(IReadOnlyList<string> Reasons, bool PreemptionCouldHelp)> refusals) =>
        $"0/{nodes} nodes are available: {Counted(refusals.SelectMany(static refusal => refusal.Reasons))}. "
        + $"preemption: 0/{nodes} nodes are available: {Counted(refusals.Select(static refusal => refusal.PreemptionCouldHelp ? NoVictims : NotHelpful))}.";

    private static string Counted(IEnumerable<string> reasons) =>
        string.Join(", ", reasons.CountBy(static reason => reason).Select(static pair => $"{pair.Value} {pair.Key}").Order(StringComparer.Ordinal));
}
