namespace K8sOps.Flux.Checks;

/// <summary>Follows what an app waits for to its end, as the controllers judge dependencies and sources.</summary>
internal sealed class FluxChains
{
    private readonly FluxCensus _census;
    private readonly Lazy<HashSet<FluxFact>> _tangled;

    public FluxChains(FluxCensus census)
    {
        _census = census;
        _tangled = new(Tangled);
    }

    /// <summary>What an app waits for by its dependencies: the nearest that cannot come by itself, else one that may; null when all are there.</summary>
    public FluxChain? Dependency(FluxFact app)
    {
        var seen = new Dictionary<FluxReference, FluxReference?>();
        var next = new Queue<(FluxReference Reference, FluxFact User)>();
        FluxChain? pending = null;
        Follow(app, null, seen, next);
        while (next.TryDequeue(out var step))
        {
            var (reference, user) = step;
            if (_census.Find(reference) is not { } dependency)
            {
                if (_census.IsMissing(reference)) return new FluxChain(FluxRoot.Missing, PathTo(reference, seen), null);
                continue;
            }

            if (IsThere(dependency, user, reference)) continue;
            if (ReferenceEquals(dependency, app)) return new FluxChain(FluxRoot.Loop, PathTo(reference, seen), app);
            var phase = FluxPhases.Of(dependency);
            if (phase == FluxPhase.Suspended) return new FluxChain(FluxRoot.Suspended, PathTo(reference, seen), dependency);
            if (phase is FluxPhase.Failing or FluxPhase.Stalled) return new FluxChain(FluxRoot.Failing, PathTo(reference, seen), dependency);
            if (phase == FluxPhase.WaitsForSource && Source(dependency) is { Root: not FluxRoot.Pending } source) return source with { Steps = [.. PathTo(reference, seen), .. source.Steps] };
            if (phase == FluxPhase.WaitsForSource && Source(dependency) is null) return new FluxChain(FluxRoot.Failing, PathTo(reference, seen), dependency);
            if (phase != FluxPhase.WaitsForDependency || !Follow(dependency, reference, seen, next)) pending ??= new FluxChain(FluxRoot.Pending, PathTo(reference, seen), dependency);
        }

        return pending ?? Loop(app);
    }

    /// <summary>
    /// What an app or chart waits for by its source: the source, or what that is made from. Null when the source is well (then the
    /// fault is the app's own), or not known.
    /// </summary>
    public FluxChain? Source(FluxFact fact)
    {
        var steps = new List<FluxReference>();
        FluxChain? found = null;
        for (var at = fact; at.Source is { } reference && steps.Count < 4;)
        {
            steps.Add(reference);
            if (_census.Find(reference) is not { } source) return found;
            FluxRoot? root = FluxPhases.Of(source) switch
            {
                FluxPhase.Failing or FluxPhase.Stalled => FluxRoot.Failing,
                FluxPhase.Suspended when source.Revision is null || !source.Verdict.Ready => FluxRoot.Suspended,
                FluxPhase.Fine or FluxPhase.Suspended => null,
                _ => FluxRoot.Pending,
            };
            if (root is null) return found;
            found = new FluxChain(root.Value, [.. steps], source);
            at = source;
        }

        return found;
    }

    /// <summary>Whether one of an app's dependencies is not there, or leads back to it: a fault whatever its state is now.</summary>
    public FluxChain? Structural(FluxFact app)
    {
        foreach (var reference in app.DependsOn)
        {
            if (_census.IsMissing(reference)) return new FluxChain(FluxRoot.Missing, [reference], null);
        }

        if (!_tangled.Value.Contains(app)) return null;
        var seen = new Dictionary<FluxReference, FluxReference?>();
        var next = new Queue<FluxReference>();
        foreach (var reference in app.DependsOn) Add(reference, null);
        while (next.TryDequeue(out var reference))
        {
            if (_census.Find(reference) is not { } at || !_tangled.Value.Contains(at)) continue;
            if (ReferenceEquals(at, app)) return new FluxChain(FluxRoot.Loop, PathTo(reference, seen), app);
            foreach (var further in at.DependsOn) Add(further, reference);
        }

        return null;

        void Add(FluxReference reference, FluxReference? from)
        {
            if (seen.TryAdd(reference, from)) next.Enqueue(reference);
        }
    }

    /// <summary>Whether the controller would take a dependency for ready: also its revision must be that of the source, where both are made from the same.</summary>
    private bool IsThere(FluxFact dependency, FluxFact user, FluxReference reference)
    {
        if (dependency.DeletedAt is not null && !dependency.Verdict.Ready) return false;
        if (!dependency.Verdict.Ready || dependency.IsStale) return false;
        if (dependency.Resource != FluxKinds.Kustomizations || user.Source is null || user.Source != dependency.Source || user.Judged.Contains(reference)) return true;
        return _census.Find(user.Source)?.Revision is not { } newest || dependency.Revision == newest;
    }

    private static bool Follow(FluxFact from, FluxReference? through, Dictionary<FluxReference, FluxReference?> seen, Queue<(FluxReference, FluxFact)> next)
    {
        foreach (var reference in from.DependsOn)
        {
            if (seen.TryAdd(reference, through)) next.Enqueue((reference, from));
        }

        return from.DependsOn.Count > 0;
    }

    private static List<FluxReference> PathTo(FluxReference end, Dictionary<FluxReference, FluxReference?> seen)
    {
        var path = new List<FluxReference>();
        for (var at = end; at is not null; at = seen[at]) path.Add(at);
        path.Reverse();
        return path;
    }

    /// <summary>Nothing that an app waits for has an end: then it leads into a loop.</summary>
    private FluxChain? Loop(FluxFact app)
    {
        var path = new List<FluxReference>();
        var met = new HashSet<FluxFact>(ReferenceEqualityComparer.Instance);
        for (var at = app; met.Add(at);)
        {
            var step = at.DependsOn.FirstOrDefault(d => _census.Find(d) is { } dependency && !IsThere(dependency, at, d));
            if (step is null) return null;
            path.Add(step);
            at = _census.Find(step)!;
        }

        return new FluxChain(FluxRoot.Loop, path, app);
    }

    /// <summary>The apps on a loop, and those that lead into one: what is left when all whose dependencies have an end are taken away.</summary>
    private HashSet<FluxFact> Tangled()
    {
        var waits = new Dictionary<FluxFact, int>(ReferenceEqualityComparer.Instance);
        var users = new Dictionary<FluxFact, List<FluxFact>>(ReferenceEqualityComparer.Instance);
        foreach (var app in _census.Objects.Where(f => f.DependsOn.Count > 0))
        {
            foreach (var dependency in app.DependsOn.Select(_census.Find).OfType<FluxFact>().Where(d => d.DependsOn.Count > 0))
            {
                waits[app] = waits.GetValueOrDefault(app) + 1;
                if (!users.TryGetValue(dependency, out var list)) users[dependency] = list = [];
                list.Add(app);
            }
        }

        var free = new Queue<FluxFact>(users.Keys.Where(d => !waits.ContainsKey(d)));
        while (free.TryDequeue(out var done))
        {
            foreach (var user in users.GetValueOrDefault(done) ?? [])
            {
                if (--waits[user] > 0) continue;
                waits.Remove(user);
                free.Enqueue(user);
            }
        }

        return new HashSet<FluxFact>(waits.Keys, ReferenceEqualityComparer.Instance);
    }
}
