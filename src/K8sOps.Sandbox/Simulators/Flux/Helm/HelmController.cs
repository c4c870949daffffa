using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>helm-controller: keeps a release of Helm as a HelmRelease says.</summary>
internal sealed partial class HelmController(FluxWorld flux) : FluxController(flux, FluxKinds.HelmReleases, "helm-controller")
{
    private const string Progressing = "Progressing";

    // How long it waits for what is not ready: a dependency, a chart.
    private static readonly TimeSpan Requeue = TimeSpan.FromSeconds(30);

    private readonly ReleaseObjects objects = new(flux);

    public override void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after)
    {
        base.Changed(store, resource, before, after);
        // What the past left at the beginning has been seen already.
        if (World.Now <= Flux.StartTime || after is null || (resource != FluxKinds.HelmCharts && resource != FluxKinds.OciRepositories)) return;
        if (after.Text("status", "artifact", "revision") is not { } revision || revision == before.Text("status", "artifact", "revision")) return;
        var source = FluxReferences.Of(resource, after);
        foreach (var release in World.All(Resource).Where(release => HelmSource.Of(release) == source)) Request(release);
    }

    protected override void Reconcile(FluxRun run)
    {
        var item = run.Began;
        if (item.IsTerminating())
        {
            Remove(run);
            return;
        }

        Hold(item);
        var helm = new HelmRun(run, World);
        if (item.Flag("spec", "suspend"))
        {
            Log(helm, "reconciliation is suspended for this object");
            Finish(helm, isObserved: true);
            run.End(null);
            return;
        }

        if (helm.Options.ChartTemplate is null == helm.Options.ChartRef is null)
        {
            Log(helm, "Reconciler error", "terminal error: invalid Chart reference");
            run.End(null);
            return;
        }

        KeepChart(helm);
        helm.Mark(FluxConditions.Reconciling, true, Progressing, "Fulfilling prerequisites");
        helm.Save();
        run.Then(TimeSpan.FromMilliseconds(300), () => Prepare(helm));
    }

    private void Prepare(HelmRun helm)
    {
        if (Dependency(helm) is { } waits)
        {
            helm.Mark(FluxConditions.Ready, false, "DependencyNotReady", waits);
            Tell(helm, isError: false, "DependencyNotReady", waits);
            Log(helm, $"dependencies do not meet ready condition ({waits}): retrying in 30s");
            Wait(helm);
            return;
        }

        if (HelmSource.Of(helm.Item) is not { } reference || HelmSource.Find(World, reference) is not { } source)
        {
            var missing = HelmSource.Of(helm.Item);
            Fail(helm, "ArtifactFailed", $"could not get Source object: {HelmSource.Resource(missing?.Kind).QualifiedName} \"{missing?.Name}\" not found", isTold: false);
            return;
        }

        if (HelmSource.Problem(reference, source) is { } problem)
        {
            helm.Mark(FluxConditions.Ready, false, "SourceNotReady", problem);
            Log(helm, problem);
            Wait(helm);
            return;
        }

        if (HelmValues.Of(World, helm.Item, helm.Options, out var values) is { } error)
        {
            Fail(helm, "ValuesError", error);
            return;
        }

        if (Flux.Artifacts.Find(source.Text("status", "artifact", "path")) is not { } artifact || UpstreamPackage.Chart(artifact.Files) is not { } chart)
        {
            Fail(helm, "ArtifactFailed", "Could not load chart: Chart.yaml file is missing");
            return;
        }

        helm.Values = values;
        helm.Chart = (JsonObject)chart.DeepClone();
        helm.OciDigest = HelmSource.Digest(reference, source);
        // A tag may be moved: the digest makes another version of it.
        if (helm.OciDigest is { } digest) helm.Chart["version"] = $"{chart.Text("version")}+{digest["sha256:".Length..][..12]}";
        try
        {
            helm.Manifests = HelmRendering.Of(artifact.Files, helm.Item, helm.Options, values);
        }
        catch (InvalidDataException unfit)
        {
            // What cannot be rendered is not stored: it is tried again as it is.
            Unrendered(helm, unfit.Message);
            return;
        }

        Attempt(helm);
    }

    private void Attempt(HelmRun helm)
    {
        var status = helm.Status;
        if (ReleaseHistory.Latest(status) is { } current && (current.Text("name") != helm.Options.ReleaseName || current.Text("namespace") != helm.Options.ReleaseNamespace || status.Text("storageNamespace") != helm.Options.StorageNamespace))
        {
            Log(helm, "release target configuration changed: running uninstall for current release");
            Uninstall(helm, new ReleaseStore(World, status.Text("storageNamespace") ?? helm.Options.StorageNamespace), current.Text("name")!, _ =>
            {
                ReleaseHistory.Clear(status);
                helm.ClearFailures();
                status.Remove("storageNamespace");
                Again(helm);
            });
            return;
        }

        status["storageNamespace"] = helm.Options.StorageNamespace;
        var digest = ReleaseHistory.ConfigDigest(helm.Values);
        var isReset = helm.IsAsked("reconcile.fluxcd.io/resetAt", "lastHandledResetAt");
        helm.IsForced = helm.IsAsked("reconcile.fluxcd.io/forceAt", "lastHandledForceAt");
        if (isReset || status.Number("lastAttemptedGeneration") != helm.Item.Generation() || status.Text("lastAttemptedRevision") != helm.Chart.Text("version") || status.Text("lastAttemptedConfigDigest") is { } last && last != digest) helm.ClearFailures();
        status["lastAttemptedGeneration"] = helm.Item.Generation();
        status["lastAttemptedRevision"] = helm.Chart.Text("version");
        Fields.SetOrRemove(status, "lastAttemptedRevisionDigest", helm.OciDigest);
        status["lastAttemptedConfigDigest"] = digest;
        Advance(helm);
    }

    /// <summary>Keeps the HelmChart that <c>spec.chart</c> describes.</summary>
    private void KeepChart(HelmRun helm)
    {
        var options = helm.Options;
        var wanted = options.ChartTemplate is null ? null : $"{options.ChartNamespace}/{options.ChartName}";
        if (helm.Status.Text("helmChart") is { } known && known != wanted) DropChart(helm.Status);
        if (wanted is null) return;
        var isNew = World.Get(FluxKinds.HelmCharts, options.ChartNamespace, options.ChartName) is null;
        var chart = HelmSource.Chart(helm.Item, options);
        var (_, isChanged) = Flux.Apply(FluxKinds.HelmCharts, chart, Name);
        if (isChanged)
        {
            var message = $"{(isNew ? "Created" : "Configured")} HelmChart/{wanted} with SourceRef '{chart.Text("spec", "sourceRef", "kind")}/{options.ChartNamespace}/{chart.Text("spec", "sourceRef", "name")}'";
            Tell(helm, isError: false, isNew ? "HelmChartCreated" : "HelmChartConfigured", message);
            Log(helm, message);
        }

        helm.Status["helmChart"] = wanted;
    }

    private void DropChart(JsonObject status)
    {
        if (status.Text("helmChart")?.Split('/') is [var ns, var name] && World.Get(FluxKinds.HelmCharts, ns, name) is { } chart) World.Delete(FluxKinds.HelmCharts, chart);
        status.Remove("helmChart");
    }

    /// <summary>What is said of a dependency that is not ready; null when all are.</summary>
    private string? Dependency(HelmRun helm)
    {
        foreach (var reference in FluxReferences.DependenciesOf(helm.Item))
        {
            var name = $"{reference.Namespace}/{reference.Name}";
            if (World.Get(Resource, reference.Namespace, reference.Name) is not { } dependency) return $"unable to get '{name}' dependency: {Resource.QualifiedName} \"{reference.Name}\" not found";
            if (dependency.Number("status", "observedGeneration") != dependency.Generation() || !dependency.Is(FluxConditions.Ready)) return $"dependency '{name}' is not ready";
        }

        return null;
    }

    private void Remove(FluxRun run)
    {
        var helm = new HelmRun(run, World);
        if (run.Began.Flag("spec", "suspend") || helm.Status.Text("storageNamespace") is not { } storage || ReleaseHistory.Latest(helm.Status).Text("name") is not { } name)
        {
            if (!run.Began.Flag("spec", "suspend")) DropChart(helm.Status);
            Release(run);
            return;
        }

        Uninstall(helm, new ReleaseStore(World, storage), name, error =>
        {
            if (error is not null)
            {
                helm.Mark("Released", false, "UninstallFailed", error);
                helm.Summarize();
                helm.Save();
                run.Fail();
                return;
            }

            Log(helm, "uninstalled Helm release for deleted resource");
            DropChart(helm.Status);
            Release(run);
        });
    }

    private void Unrendered(HelmRun helm, string why)
    {
        var action = helm.Storage.Last(helm.Options.ReleaseName) is null ? "install" : "upgrade";
        var message = $"Helm {action} failed for release {helm.Options.ReleaseNamespace}/{helm.Options.ReleaseName} with chart {helm.Chart["name"]}@{helm.Chart["version"]}: {why}";
        helm.Status["failures"] = (helm.Status.Number("failures") ?? 0) + 1;
        var reason = action == "install" ? "InstallFailed" : "UpgradeFailed";
        helm.Mark("Released", false, reason, message);
        helm.Summarize();
        Tell(helm, isError: true, reason, message);
        Log(helm, "Reconciler error", why);
        Again(helm);
    }

    private void Fail(HelmRun helm, string reason, string message, bool isTold = true)
    {
        helm.Mark(FluxConditions.Ready, false, reason, message);
        if (isTold) Tell(helm, isError: true, reason, message);
        Log(helm, "Reconciler error", message);
        Again(helm);
    }

    private static void Wait(HelmRun helm)
    {
        Finish(helm, isObserved: false);
        helm.Run.End(Requeue);
    }

    /// <summary>Ends the run; the next comes soon, and later each time.</summary>
    private static void Again(HelmRun helm)
    {
        Finish(helm, isObserved: false);
        helm.Run.Fail();
    }

    private static void Finish(HelmRun helm, bool isObserved)
    {
        if (helm.Run.Token is { } token) helm.Status["lastHandledReconcileAt"] = token;
        if (isObserved) helm.Status["observedGeneration"] = helm.Item.Generation();
        helm.Save();
    }

    private void Log(HelmRun helm, string message, string? error = null) => Flux.Telling.Log(helm.Item, Name, message, error);

    private void Tell(HelmRun helm, bool isError, string reason, string message, JsonObject? annotations = null) =>
        Flux.Telling.Event(helm.Run.Item ?? helm.Item, Name, isError, reason, message, annotations);
}
