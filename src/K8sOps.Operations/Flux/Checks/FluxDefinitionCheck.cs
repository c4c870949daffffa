using K8sOps.Flux.Wire;

namespace K8sOps.Flux.Checks;

/// <summary>
/// Whether objects may still be stored in a version that is not the one in which they are stored now: the upgrade that takes the old version
/// out of the definition is then refused by the API server.
/// </summary>
internal sealed class FluxDefinitionCheck : FluxCheck
{
    public override CheckInfo Info { get; } = new("FLUX.CRD_STORED_VERSION", "Flux's objects are stored in the present version", Runbook, "CRD stores an old version");

    public override string WhenAllIsWell => "all kinds of Flux are stored in their present version";

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(FluxView view)
    {
        var definitions = await view.Definitions.ConfigureAwait(false);
        if (definitions.Count == 0) return [About(view, CheckStatus.Unknown, "no CustomResourceDefinition is labelled app.kubernetes.io/part-of=flux")];
        return [.. definitions.Select(d => About(view, d)).OfType<CheckResult>()];
    }

    private CheckResult? About(FluxView view, FluxDefinitionWire definition)
    {
        var name = definition.Metadata.Name;
        var present = Array.Find(definition.Spec.Versions ?? [], v => v.Storage)?.Name;
        if (definition.Status.StoredVersions is not { Length: > 0 } stored || present is null)
        {
            return Finding(view, CheckStatus.Unknown, "CustomResourceDefinition", null, name, "does not tell in which versions its objects are stored") with { Remedy = Remedy(view), Parameters = Parameters(("Definition", name)) };
        }

        var old = stored.Where(v => v != present).ToList();
        if (old.Count == 0) return null;
        return Finding(view, CheckStatus.Warn, "CustomResourceDefinition", null, name, $"objects may still be stored as {string.Join(", ", old)}, while new ones are stored as {present}: an upgrade that drops {(old.Count == 1 ? "that version" : "those versions")} is refused") with
        {
            Remedy = Remedy(view),
            Parameters = Parameters(("Definition", name)),
            Evidence = [$"stored: {string.Join(", ", stored)}", $"served: {string.Join(", ", definition.Spec.Versions!.Where(v => v.Served).Select(v => v.Name))}"],
        };
    }

    // It rewrites every object and then the definition's status; we have no command of our own for that.
    private static string Remedy(FluxView view) => "flux migrate --context " + Kube.CommandText.Quote(view.Cluster.Context);
}
