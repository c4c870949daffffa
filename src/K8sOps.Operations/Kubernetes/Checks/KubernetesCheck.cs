namespace K8sOps.Kube.Checks;

/// <summary>One check: what it is called, and how it looks. What it cannot look at it throws as an <see cref="OperationException"/>.</summary>
internal abstract class KubernetesCheck
{
    /// <summary>The runbook that treats what the checks of this folder find.</summary>
    protected const string Runbook = "kubernetes";

    /// <summary>Id, title and the symptom that treats its findings.</summary>
    public abstract CheckInfo Info { get; }

    /// <summary>What to say when nothing is wrong, such as <c>all nodes are ready</c>.</summary>
    public abstract string WhenAllIsWell { get; }

    /// <summary>Looks, and returns one result for each affected object: none when all is well.</summary>
    public abstract Task<IReadOnlyList<CheckResult>> LookAsync(KubernetesView view, CancellationToken cancellationToken);

    /// <summary>A finding of this check about one object.</summary>
    protected CheckResult Finding(KubernetesView view, CheckStatus status, string kind, string? ns, string name, string message) => new()
    {
        Cluster = view.Cluster.Context,
        System = KubernetesSystem.SystemName,
        Id = Info.Id,
        Status = status,
        Kind = kind,
        Namespace = ns,
        TargetName = name,
        Message = message,
        Runbook = Info.Runbook,
        Symptom = Info.Symptom,
        ObservedAt = view.Now,
    };

    /// <summary>Runbook parameters by name; those without a value are left out.</summary>
    protected static Dictionary<string, object> Parameters(params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var parameters = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in values)
        {
            if (value is not null) parameters[name] = value;
        }

        return parameters;
    }

    /// <summary>The command that shows the events of one object.</summary>
    protected static string EventsOf(KubernetesView view, string kind, string? ns, string name)
        => CommandText.Line("Get-K8sEvent", view.Cluster.Context, ("Namespace", ns), ("Kind", kind), ("Name", name));
}
