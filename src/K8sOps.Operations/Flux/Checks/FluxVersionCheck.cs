namespace K8sOps.Flux.Checks;

/// <summary>Whether all controllers, and the definitions of their kinds, are of one version of Flux: a half-done upgrade is none.</summary>
internal sealed class FluxVersionCheck : FluxCheck
{
    public override CheckInfo Info { get; } = new("FLUX.VERSION_SKEW", "Flux's controllers and CRDs are of one version", Runbook, "Versions differ");

    public override string WhenAllIsWell => "all of Flux is of one version";

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(FluxView view)
    {
        var parts = (await view.Controllers.ConfigureAwait(false)).Select(c => new Part("Deployment", c.Namespace, c.Name, c.Version)).ToList();
        string? note = null;
        try
        {
            parts.AddRange((await view.Definitions.ConfigureAwait(false)).Select(d => new Part("CustomResourceDefinition", null, d.Metadata.Name, d.Metadata.Labels?.GetValueOrDefault("app.kubernetes.io/version"))));
        }
        catch (OperationException e)
        {
            note = e.Message;
        }

        var versions = parts.Where(p => p.Version is not null).GroupBy(p => p.Version!, StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key, StringComparer.Ordinal).ToList();
        if (versions.Count == 0) return [About(view, CheckStatus.Unknown, note ?? "no controller of Flux tells its version (label app.kubernetes.io/version)")];
        var usual = versions[0].Key;
        var found = versions.Skip(1).SelectMany(g => g).Select(p => About(view, p, usual)).ToList();
        if (note is not null) found.Add(About(view, CheckStatus.Unknown, note));
        return found;
    }

    private CheckResult About(FluxView view, Part part, string usual) => Finding(view, CheckStatus.Warn, part.Kind, part.Namespace, part.Name, $"is of {part.Version}, while most of Flux is of {usual}") with
    {
        Remedy = Line(view, "Trace-FluxObject", part.Kind, part.Namespace, part.Name),
        Parameters = part.Namespace is { } ns ? Parameters(("Controller", part.Name), ("ControllerNamespace", ns)) : Parameters(("Definition", part.Name)),
    };

    private sealed record Part(string Kind, string? Namespace, string Name, string? Version);
}
