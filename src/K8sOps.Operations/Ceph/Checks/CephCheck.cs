using System.Globalization;
using K8sOps.Kube;
using K8sOps.Kube.Checks;

namespace K8sOps.Ceph.Checks;

/// <summary>One check of Rook-Ceph: what it is called, and how it looks. What it cannot look at it throws as an <see cref="OperationException"/>.</summary>
internal abstract class CephCheck
{
    /// <summary>Id, title and the symptom that treats its findings.</summary>
    public abstract CheckInfo Info { get; }

    /// <summary>What to say when nothing is wrong.</summary>
    public virtual string WhenAllIsWell => Info.Title;

    /// <summary>Looks, and returns one result for each affected object: none when all is well.</summary>
    public abstract Task<IReadOnlyList<CheckResult>> LookAsync(CephView view);

    /// <summary>A check of ours, which Ceph itself does not make.</summary>
    protected static CheckInfo Own(string id, string title, string symptom) => new("CEPH." + id, title, CephNaming.Runbook, symptom);

    /// <summary>A finding of this check.</summary>
    protected async Task<CheckResult> FindingAsync(CephView view, CheckStatus status, string? kind, string? name, string message)
    {
        var ns = await view.NamespaceAsync().ConfigureAwait(false);
        return new CheckResult
        {
            Cluster = view.Cluster.Context,
            System = CephNaming.System,
            Id = Info.Id,
            Status = status,
            Kind = kind,
            Namespace = ns,
            TargetName = name,
            Message = message,
            Runbook = Info.Runbook,
            Symptom = Info.Symptom,
            Parameters = Parameters(("Namespace", ns)),
            ObservedAt = view.Now,
        };
    }

    /// <summary>That all is well by what Rook wrote down: a result that says so, and how old that is. Nothing, which passes, where Ceph itself was asked.</summary>
    protected IReadOnlyList<CheckResult> Well(CephView view, CephHealthView health) => health.IsLive ? [] :
    [
        new CheckResult
        {
            Cluster = view.Cluster.Context,
            System = CephNaming.System,
            Id = Info.Id,
            Status = CheckStatus.Pass,
            Message = WhenAllIsWell,
            Evidence = [Origin(health)],
            SourceAge = health.Age,
            ObservedAt = view.Now,
        },
    ];

    /// <summary>Where a verdict comes from that Ceph itself was not asked for.</summary>
    protected static string Origin(CephHealthView health) => $"Read from {health.Source}, {(health.Age is { } age ? AgeText.Of(age) : "?")} old, which names no daemons: {health.Error?.Message}";

    /// <summary>Runbook parameters by name.</summary>
    protected static Dictionary<string, object> Parameters(params ReadOnlySpan<(string Name, object Value)> values)
    {
        var parameters = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in values) parameters[name] = value;
        return parameters;
    }

    /// <summary>A command about one object.</summary>
    protected static string Line(CheckResult about, string command, string? parameter = null, object? value = null)
        => CommandText.Line(command, about.Cluster, ("Namespace", about.Namespace), (parameter ?? "", parameter is null ? null : Convert.ToString(value, CultureInfo.InvariantCulture)));
}
