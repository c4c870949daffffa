using K8sOps.Kubernetes;

namespace K8sOps.Flux.Checks;

/// <summary>
/// A check of apps and sources: it takes those that <see cref="FluxTriage"/> leaves to it. Kinds that it cannot see, or whose controller
/// does not run, make it say so beside what it found.
/// </summary>
/// <param name="id">The id.</param>
/// <param name="title">What it looks for.</param>
/// <param name="symptom">The symptom of the runbook.</param>
/// <param name="well">What to say when nothing is wrong.</param>
/// <param name="kinds">The kinds that it looks at.</param>
/// <param name="readsStatus">True when it judges by what the controllers write: then it cannot tell anything without them.</param>
internal sealed class FluxObjectCheck(string id, string title, string symptom, string well, IReadOnlyList<KubeResource> kinds, bool readsStatus = true) : FluxCheck
{
    public override CheckInfo Info { get; } = new(id, title, Runbook, symptom);

    public override string WhenAllIsWell => well;

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(FluxView view)
    {
        var found = new List<CheckResult>();
        foreach (var (fact, trouble) in await view.Troubles.ConfigureAwait(false))
        {
            if (trouble.Check == Info.Id && view.IsWanted(fact)) found.Add(Finding(view, fact, trouble));
        }

        var census = await view.Census.ConfigureAwait(false);
        if (Unseen(census) is { } unseen) found.Add(About(view, CheckStatus.Unknown, unseen.Message) with { Remedy = unseen.Remedy });
        if (readsStatus && Idle(view, census) is { } idle) found.Add(About(view, CheckStatus.Unknown, idle.Message) with { Remedy = idle.Remedy });
        return found;
    }

    private CheckResult Finding(FluxView view, FluxFact fact, FluxTrouble trouble) => Finding(view, trouble.Status, fact.Kind, fact.Namespace, fact.Name, trouble.Message) with
    {
        Remedy = trouble.Remedy,
        Parameters = FluxPhases.IsApp(fact)
            ? Parameters(("Namespace", fact.Namespace), ("AppName", fact.Name), ("AppKind", fact.Kind))
            : Parameters(("Namespace", fact.Namespace), ("SourceName", fact.Name), ("SourceKind", fact.Kind)),
        Evidence = trouble.Evidence,
    };

    private (string Message, string? Remedy)? Unseen(FluxCensus census)
    {
        var unread = kinds.Where(census.Unread.ContainsKey).ToList();
        if (unread.Count == 0) return null;
        var first = census.Unread[unread[0]];
        return (unread.Count == 1 ? first.Message : $"{first.Message} Nor can {string.Join(", ", unread.Skip(1).Select(k => k.QualifiedName))} be read.", first.Remedy);
    }

    private (string Message, string Remedy)? Idle(FluxView view, FluxCensus census)
    {
        var idle = kinds.Where(k => census.DownFor(k) is not null && !census.Unread.ContainsKey(k)).ToList();
        if (idle.Count == 0) return null;
        var controllers = idle.Select(k => census.DownFor(k)!).DistinctBy(c => c.Component).ToList();
        return ($"{string.Join(" and ", controllers.Select(c => c.Name))} {(controllers.Count == 1 ? "does" : "do")} not run: what the status of {string.Join(", ", idle.Select(k => k.Kind))} says is out of date",
            FluxControllerCheck.RemedyFor(view, controllers[0]));
    }
}
