using System.Globalization;

namespace K8sOps.Flux.Checks;

/// <summary>From an app to what it waits for in the end.</summary>
/// <param name="Root">Why that does not come.</param>
/// <param name="Steps">What lies between, the app itself left out.</param>
/// <param name="At">The end, where it is there.</param>
internal sealed record FluxChain(FluxRoot Root, IReadOnlyList<FluxReference> Steps, FluxFact? At)
{
    private const int Longest = 8;

    /// <summary>The steps that are told: of a very long chain its beginning and its end.</summary>
    public IEnumerable<FluxReference> Told => Steps.Count <= Longest ? Steps : Steps.Take(Longest / 2).Concat(Steps.Skip(Steps.Count - (Longest / 2)));

    /// <summary><c>flux-system/b → flux-system/c</c>; what is no app with its kind.</summary>
    public override string ToString()
    {
        var names = Told.Select(s => s.Kind is "Kustomization" or "HelmRelease" ? $"{s.Namespace}/{s.Name}" : s.ToString()).ToList();
        if (Steps.Count > Longest) names.Insert(Longest / 2, string.Create(CultureInfo.InvariantCulture, $"… {Steps.Count - Longest} more …"));
        return string.Join(" → ", names);
    }
}
