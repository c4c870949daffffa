using K8sOps.Kube;

namespace K8sOps.Flux.Checks;

/// <summary>One check of Flux: what it is called, and how it looks. What it cannot look at it throws as an <see cref="OperationException"/>.</summary>
internal abstract class FluxCheck
{
    /// <summary>The runbook that treats what the checks of this folder find.</summary>
    protected const string Runbook = "flux";

    /// <summary>Id, title and the symptom that treats its findings.</summary>
    public abstract CheckInfo Info { get; }

    /// <summary>What to say when nothing is wrong.</summary>
    public abstract string WhenAllIsWell { get; }

    /// <summary>Looks, and returns one result for each affected object: none when all is well.</summary>
    public abstract Task<IReadOnlyList<CheckResult>> LookAsync(FluxView view);

    /// <summary>A finding of this check about one object.</summary>
    protected CheckResult Finding(FluxView view, CheckStatus status, string kind, string? ns, string name, string message) => About(view, status, message) with
    {
        Kind = kind,
        Namespace = ns,
        TargetName = name,
        Runbook = Info.Runbook,
        Symptom = Info.Symptom,
    };

    /// <summary>What this check says of itself.</summary>
    protected CheckResult About(FluxView view, CheckStatus status, string message) => new()
    {
        Cluster = view.Cluster.Context,
        System = FluxSystem.SystemName,
        Id = Info.Id,
        Status = status,
        Message = message,
        ObservedAt = view.Now,
    };

    /// <summary>Runbook parameters by name.</summary>
    protected static Dictionary<string, object> Parameters(params ReadOnlySpan<(string Name, object Value)> values)
    {
        var parameters = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in values) parameters[name] = value;
        return parameters;
    }

    /// <summary>A command about one object.</summary>
    protected static string Line(FluxView view, string command, string kind, string? ns, string name)
        => CommandText.Line(command, view.Cluster.Context, ("Kind", kind), ("Namespace", ns), ("Name", name));
}
