using K8sOps.Kube.Checks;

namespace K8sOps.Flux.Checks;

/// <summary>Judges suspensions: those that are forgotten, and those that will not hold.</summary>
internal sealed class FluxSuspensions
{
    private readonly FluxCensus _census;
    private readonly FluxCheckOptions _options;
    private readonly DateTimeOffset _now;
    private readonly FluxRemedies _remedies;

    // One freeze of an app and all below it is one thing to think of: it is told at its top.
    private readonly Lazy<Dictionary<string, int>> _sets;

    public FluxSuspensions(FluxCensus census, string cluster, FluxCheckOptions options, DateTimeOffset now)
    {
        _census = census;
        _options = options;
        _now = now;
        _remedies = new FluxRemedies(cluster);
        _sets = new(() => _census.Objects.Where(f => f.Suspended?.Set is not null).GroupBy(f => f.Suspended!.Set!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal));
    }

    public FluxTrouble? Of(FluxFact fact)
    {
        var suspended = fact.Suspended!;
        if (suspended.IsWeak && _census.Find(suspended.Parent) is { Suspended: null, DeletedAt: null } parent)
        {
            return new FluxTrouble("FLUX.SUSPENSION_WEAK", CheckStatus.Warn,
                $"suspended by {string.Join(", ", suspended.Managers)}, which does not hold: {parent} applies it, takes over the fields of such managers, and so resumes it at its next reconcile",
                _remedies.SuspendAnew(FluxPhases.IsApp(fact) ? fact : UserOf(fact) ?? parent, withSource: !FluxPhases.IsApp(fact)));
        }

        if (suspended.At is { } at && _now - at <= _options.SuspendedFor) return null;
        if (IsBelowItsSet(fact)) return null;
        var more = suspended.Set is { } set && _sets.Value[set] is > 1 and var n ? $"; {n - 1} more {(n == 2 ? "object is" : "objects are")} suspended with it" : "";
        // The suspension itself is a change that nobody looks at: that the status is older is no news.
        var last = fact.Verdict.State is not (FluxState.Failed or FluxState.Stalled or FluxState.Waiting) ? "" : $"; when it was last looked at: {FluxWords.Of(fact.Verdict)}";
        return new FluxTrouble("FLUX.SUSPENDED", CheckStatus.Warn, $"suspended{Story(fact)}: nothing of it is reconciled{more}{last}", RemedyFor(fact));
    }

    /// <summary><c> for 3d by alice@laptop ("migration")</c>, as far as it is known.</summary>
    public string Story(FluxFact fact)
    {
        if (fact.Suspended is not { } suspended) return "";
        var age = suspended.At is { } at ? $" for {AgeText.Of(_now - at)}" : ", since when is not known,";
        var by = suspended.IsInGit ? " in Git (spec.suspend is applied by its parent)" : suspended.By is { } who ? $" by {who}" : "";
        return $"{age}{by}{(suspended.Reason is { } why ? $" (\"{FluxWords.Short(why)}\")" : "")}".TrimEnd(',');
    }

    private string RemedyFor(FluxFact fact)
    {
        // What Git says is set again at every reconcile: it is to be changed there.
        if (fact.Suspended!.IsInGit) return _remedies.Trace(fact);
        if (FluxPhases.IsApp(fact)) return _remedies.Resume(fact);
        return fact.Suspended.Set is not null && UserOf(fact) is { } user ? _remedies.Resume(user) : _remedies.ResumeSource(fact);
    }

    /// <summary>The app itself, or one that is made from the source: sources are suspended and resumed with an app.</summary>
    private FluxFact? UserOf(FluxFact fact) => FluxPhases.IsApp(fact) ? fact
        : _census.Objects.FirstOrDefault(f => FluxPhases.IsApp(f) && _census.Find(f.Source) is { } source && (source == fact || _census.Find(source.Source) == fact));

    private bool IsBelowItsSet(FluxFact fact)
        => fact.Suspended!.Set is { } set && (_census.Find(fact.Suspended.Parent)?.Suspended?.Set == set || (!FluxPhases.IsApp(fact) && _sets.Value[set] > 1));
}
