using K8sOps.Kube.Checks;

namespace K8sOps.Flux.Checks;

/// <summary>
/// Says of each app and source what is wrong with it: at most one thing, and where several suffer from one cause, what the cause is. An app
/// that only goes on with what it has, because its source fails, has no trouble of its own.
/// </summary>
internal sealed class FluxTriage(FluxCensus census, string cluster, FluxCheckOptions options, DateTimeOffset now)
{
    private readonly FluxChains _chains = new(census);
    private readonly FluxRemedies _remedies = new(cluster);
    private readonly FluxSuspensions _suspensions = new(census, cluster, options, now);
    private readonly Dictionary<FluxFact, int> _waiting = new(ReferenceEqualityComparer.Instance);

    /// <summary>The troubles, those of sources first.</summary>
    public IReadOnlyList<(FluxFact Fact, FluxTrouble Trouble)> Judge()
    {
        var apps = new List<(FluxFact, FluxTrouble)>();
        foreach (var app in census.Objects.Where(FluxPhases.IsApp))
        {
            if (OfApp(app) is { } trouble) apps.Add((app, trouble));
        }

        // Sources come second, since each tells how many apps wait for it.
        var all = new List<(FluxFact, FluxTrouble)>();
        foreach (var source in census.Objects.Where(f => !FluxPhases.IsApp(f)))
        {
            if (OfSource(source) is { } trouble) all.Add((source, trouble));
        }

        return [.. all, .. apps];
    }

    private FluxTrouble? OfApp(FluxFact app) => FluxPhases.Of(app) switch
    {
        FluxPhase.Deleting => Late(app),
        FluxPhase.Suspended => _suspensions.Of(app),
        FluxPhase.Stalled => new("FLUX.STALLED", CheckStatus.Fail, $"{Since(app)}not tried any more: {Words(app.Verdict)}{(app.Cause is null ? "" : ": " + FluxWords.Short(app.Cause))}", _remedies.Stalled(app)) { Evidence = FluxWords.Whole(app.Verdict.Message, app.Cause) },
        FluxPhase.Failing => Failing(app, app.Failing is { } before ? $"{before}; it is being tried again" : Words(app.Verdict)),
        FluxPhase.WaitsForDependency => Blocked(app, _chains.Dependency(app)) ?? Late(app),
        FluxPhase.WaitsForSource => OfSourceOf(app),
        FluxPhase.Fine => Structural(app) ?? Drifted(app) ?? Behind(app),
        _ => Structural(app) ?? Late(app),
    };

    private FluxTrouble? OfSource(FluxFact source)
    {
        switch (FluxPhases.Of(source))
        {
            case FluxPhase.Suspended:
                return _suspensions.Of(source);
            case FluxPhase.Failing or FluxPhase.Stalled:
                // A chart whose repository fails has no fault of its own.
                if (_chains.Source(source) is { Root: FluxRoot.Failing }) return null;
                var keeps = source.Revision is { } revision ? $"; {FluxWords.Revision(revision)} stays in storage" : "; there is nothing in storage";
                var apps = _waiting.GetValueOrDefault(source) is > 0 and var n ? $", and {n} {(n == 1 ? "app waits" : "apps wait")} for it" : "";
                return new FluxTrouble("FLUX.SOURCE_FAILED", CheckStatus.Fail, $"{source.Failing ?? Words(source.Verdict)}{Tried(source)}{keeps}{apps}", _remedies.Source(source)) { Evidence = FluxWords.Whole(source.Verdict.Message, source.Cause) };
            case FluxPhase.AtWork or FluxPhase.Unseen or FluxPhase.Deleting:
                return Late(source);
            default:
                return null;
        }
    }

    private FluxTrouble? OfSourceOf(FluxFact app)
    {
        var chain = _chains.Source(app);
        if (chain?.At is { } root) _waiting[root] = _waiting.GetValueOrDefault(root) + 1;
        if (chain is null) return app.Verdict.State == FluxState.Waiting && app.Source is { } source && census.Find(source) is null && !census.IsMissing(source) ? Late(app) : Failing(app, Words(app.Verdict));
        return Blocked(app, chain) ?? Late(app);
    }

    private FluxTrouble Failing(FluxFact app, string words)
        => new("FLUX.RECONCILE_FAILED", CheckStatus.Fail, words + (app.Failing is null ? Tried(app) : ""), _remedies.Failing(app)) { Evidence = FluxWords.Whole(app.Verdict.Message, app.Failing) };

    private FluxTrouble? Structural(FluxFact app) => _chains.Structural(app) is { } chain ? Blocked(app, chain) is { } blocked && app.Verdict.Ready
        ? blocked with { Status = CheckStatus.Warn, Message = "from its next reconcile on it " + blocked.Message }
        : Blocked(app, chain) : null;

    private FluxTrouble? Blocked(FluxFact app, FluxChain? chain)
    {
        if (chain is null || (chain.Root == FluxRoot.Pending && (chain.At is null || Late(chain.At) is null || IsLeftToController(chain.At)))) return null;
        var (status, cause) = chain.Root switch
        {
            FluxRoot.Missing => (CheckStatus.Fail, $"there is no {chain.Steps[^1]}"),
            FluxRoot.Loop => (CheckStatus.Fail, "a loop, of which none can ever be reconciled"),
            FluxRoot.Suspended => (CheckStatus.Fail, $"{chain.At} is suspended{_suspensions.Story(chain.At!)}, so that it does not become ready"),
            FluxRoot.Failing => (CheckStatus.Warn, $"{chain.At} {(chain.At!.Verdict.State == FluxState.Stalled ? "has stalled" : "fails")}: {chain.At.Cause ?? chain.At.Failing ?? Words(chain.At.Verdict)}"),
            _ => (CheckStatus.Warn, $"{chain.At} is not ready: {Words(chain.At!.Verdict)}"),
        };
        var route = chain.Root == FluxRoot.Loop ? $"{app.Namespace}/{app.Name} → {chain}" : chain.ToString();
        return new FluxTrouble("FLUX.DEPENDENCY_BLOCKED", status, $"waits for {route}: {FluxWords.Short(cause)}", _remedies.Blocked(app, chain))
        {
            Evidence = [.. chain.Told.Select(s => $"waits for {s}{(census.Find(s) is { } fact ? $": {Words(fact.Verdict)}" : ": not there")}")],
        };
    }

    /// <summary>What is not ready, for longer than it is given.</summary>
    private FluxTrouble? Late(FluxFact fact)
    {
        var phase = FluxPhases.Of(fact);
        if (phase is not (FluxPhase.Deleting or FluxPhase.AtWork or FluxPhase.Unseen or FluxPhase.WaitsForDependency or FluxPhase.WaitsForSource)) return null;
        var since = phase == FluxPhase.Deleting ? fact.DeletedAt : fact.IsStale || phase == FluxPhase.Unseen ? fact.ChangedAt : fact.Verdict.NotReadySince ?? fact.ChangedAt;
        if ((since is { } start && now - start <= options.NotReadyFor) || IsLeftToController(fact)) return null;
        var age = since is { } from ? $" for {AgeText.Of(now - from)}" : "";
        var pending = phase == FluxPhase.WaitsForDependency ? _chains.Dependency(fact) : phase == FluxPhase.WaitsForSource ? _chains.Source(fact) : null;
        var behind = pending?.At is { } at ? $"; it waits for {pending}, and {at} is at work: {Words(at.Verdict)}" : "";
        return phase switch
        {
            FluxPhase.Deleting => Make(CheckStatus.Warn, $"being deleted{age}: its controller has not taken its finalizer off: {Words(fact.Verdict)}"),
            FluxPhase.Unseen => Make(CheckStatus.Unknown, $"has no status{age}: {Words(fact.Verdict)}"),
            _ when fact.IsStale && phase == FluxPhase.AtWork => Make(CheckStatus.Unknown, $"its controller has not yet looked at its latest change{age}: the status is out of date"),
            _ => Make(CheckStatus.Warn, $"not ready{age}: {Words(fact.Verdict)}{behind}"),
        };

        FluxTrouble Make(CheckStatus status, string message) => new("FLUX.NOT_READY", status, message, _remedies.Events(fact)) { Evidence = FluxWords.Whole(fact.Verdict.Message) };
    }

    private FluxTrouble? Drifted(FluxFact app) => app.Drift is null ? null
        : new("FLUX.DRIFTED", CheckStatus.Warn, $"the cluster differs from what was applied: {FluxWords.Short(app.Drift)}", _remedies.Drifted(app)) { Evidence = FluxWords.Whole(app.Drift) };

    private FluxTrouble? Behind(FluxFact app)
    {
        if (app.Source is null || census.Find(app.Source) is not { Revision: { } newest } source || IsLeftToController(app)) return null;
        if (source.UpdatedAt is not { } since || now - since <= options.NotReadyFor || !Differs(app, newest)) return null;
        return new FluxTrouble("FLUX.BEHIND_SOURCE", CheckStatus.Warn,
            $"{(app.Revision is null ? "nothing is applied" : $"{FluxWords.Revision(app.Revision)} is applied")}, and {source} has {FluxWords.Revision(newest)} since {AgeText.Of(now - since)}", _remedies.Behind(app))
        {
            Evidence = [$"applied: {app.Revision ?? "nothing"}", $"in storage: {newest}"],
        };
    }

    /// <summary>A Kustomization names the revision of its source; a release names the version of its chart, and of one from a registry the digest.</summary>
    private static bool Differs(FluxFact app, string newest)
    {
        if (app.Resource == FluxKinds.Kustomizations) return app.Revision != newest;
        if (app.Source!.Kind == "HelmChart") return app.Revision is not null && app.Revision != newest;
        return app.RevisionDigest is { } digest && newest.Contains('@', StringComparison.Ordinal) && !newest.EndsWith("@" + digest, StringComparison.Ordinal);
    }

    // Where a whole controller is down its own finding speaks for all that it does not look at.
    private bool IsLeftToController(FluxFact fact) => census.DownFor(fact.Resource) is not null;

    // Each attempt changes the condition to "in progress" and back, so that its time is that of the last one, and not of the first failure.
    private string Tried(FluxFact fact) => fact.Verdict.NotReadySince is { } at && now - at >= TimeSpan.FromMinutes(1) ? $"; last tried {AgeText.Of(now - at)} ago" : "";

    private string Since(FluxFact fact) => fact.Verdict.NotReadySince is { } since && now - since >= TimeSpan.FromMinutes(1) ? $"for {AgeText.Of(now - since)}: " : "";

    private static string Words(FluxVerdict verdict) => FluxWords.Of(verdict);
}
