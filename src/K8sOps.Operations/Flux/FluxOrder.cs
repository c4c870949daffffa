namespace K8sOps.Flux;

/// <summary>The order in which objects of Flux are best set going.</summary>
internal static class FluxOrder
{
    /// <summary>Each object after those of them that it is made from, depends on, or is applied by; otherwise as they come. A loop is cut where it is met.</summary>
    public static IReadOnlyList<FluxTarget> DependenciesFirst(IReadOnlyList<FluxTarget> targets)
    {
        var byName = targets.ToDictionary(t => t.ToString(), StringComparer.Ordinal);
        var ordered = new List<FluxTarget>(targets.Count);
        var met = new HashSet<string>(StringComparer.Ordinal);
        foreach (var target in targets) Visit(target);
        return ordered;

        void Visit(FluxTarget target)
        {
            if (!met.Add(target.ToString())) return;
            foreach (var before in Before(target))
            {
                if (byName.TryGetValue(before.ToString(), out var other)) Visit(other);
            }

            ordered.Add(target);
        }
    }

    private static IEnumerable<FluxReference> Before(FluxTarget target)
    {
        // The source of a chart first, then the chart.
        foreach (var source in FluxClosure.References(target).Reverse()) yield return source;
        foreach (var dependency in FluxReferences.DependenciesOf(target.Live)) yield return dependency;
        if (FluxReferences.ParentOf(target.Live) is { } parent) yield return parent;
    }
}
