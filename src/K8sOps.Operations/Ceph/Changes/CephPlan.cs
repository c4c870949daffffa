namespace K8sOps.Ceph;

/// <summary>What a command would change of a Ceph cluster, command by command and field by field, and what forbids it.</summary>
public sealed class CephPlan
{
    internal CephPlan(string target, IReadOnlyList<CephStep> steps)
    {
        Target = target;
        Steps = steps;
    }

    /// <summary>What is changed, such as <c>osd.3</c>.</summary>
    public string Target { get; }

    /// <summary>The names of the objects that change, where the target tells only how many they are.</summary>
    public IReadOnlyList<string> Subjects { get => field ?? [Target]; internal init; }

    /// <summary>What the gates say; none where the change disturbs nobody.</summary>
    public IReadOnlyList<CheckResult> Gates { get; internal init; } = [];

    /// <summary>Why it may not be made as things are; null when nothing forbids it.</summary>
    public OperationException? Refusal { get; internal init; }

    /// <summary>What an operator should know before answering.</summary>
    public IReadOnlyList<string> Remarks { get; internal init; } = [];

    /// <summary>True where the change interrupts or destroys, also when the command itself asks only at medium impact.</summary>
    public bool IsDisruptive { get; internal init; }

    /// <summary>True when all is as it should be already.</summary>
    public bool IsUnchanged => Steps.Count == 0;

    /// <summary>The lines of the question: each command, each field, what the gates say, and what else is to be known.</summary>
    public IReadOnlyList<string> Details => [.. Steps.SelectMany(s => s.Details), .. Gates.Select(K8sOps.Gates.Line), .. Remarks, .. Refusal is null ? [] : new[] { "refused as things are: " + Refusal.Message }];

    internal IReadOnlyList<CephStep> Steps { get; }

    /// <summary>Sends one step after the other.</summary>
    /// <exception cref="OperationException">What is refused, with what was done before.</exception>
    internal async Task SendAsync(Cluster cluster, OperationContext context, CancellationToken cancellationToken)
    {
        var done = new List<string>();
        foreach (var step in Steps)
        {
            await SendAsync(cluster, step, done, context, cancellationToken).ConfigureAwait(false);
            done.Add(step.Text);
        }
    }

    /// <summary>Sends one step, and tells in its error what was done before it.</summary>
    internal static async Task SendAsync(Cluster cluster, CephStep step, IReadOnlyList<string> done, OperationContext context, CancellationToken cancellationToken)
    {
        context.Sink.Note($"{step.Text} on {cluster.Context}.");
        try
        {
            await step.SendAsync(context, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationException e) when (done.Count > 0)
        {
            throw new OperationException(e.Id, e.Category, e.Target, $"{e.Message} Done before: {string.Join("; ", done)}.", e.Remedy, e);
        }
    }
}
