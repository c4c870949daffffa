using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <content>Install, upgrade, rollback and uninstall, as Helm does them, and what is noted of each.</content>
internal sealed partial class HelmController
{
    // How long Helm takes to send what it has, and how often it looks whether it is ready.
    private static readonly TimeSpan Sending = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Looking = TimeSpan.FromSeconds(2);

    private void RunInstall(HelmRun helm)
    {
        ReleaseHistory.Clear(helm.Status);
        Begin(helm, Install);
        var release = helm.Storage.Write(Pending(helm, version: 1, "pending-install", "Initial install underway", World.Now));
        Deploy(helm, release, [], helm.Manifests, Install, error => Released(helm, release, null, Install, error));
    }

    private void RunUpgrade(HelmRun helm)
    {
        Begin(helm, Upgrade);
        var last = helm.Storage.Last(helm.Options.ReleaseName);
        var deployed = helm.Storage.Deployed(helm.Options.ReleaseName) ?? last;
        var release = helm.Storage.Write(Pending(helm, (last?.Version ?? 0) + 1, "pending-upgrade", "Preparing upgrade", last?.FirstDeployed ?? World.Now));
        helm.Storage.Prune(release.Name, helm.Options.MaxHistory);
        Deploy(helm, release, Manifests(deployed), helm.Manifests, Upgrade, error => Released(helm, release, deployed, Upgrade, error));
    }

    private void RunRollback(HelmRun helm, ReleaseRecord failed, ReleaseRecord previous)
    {
        var release = helm.Storage.Write(previous with { Version = failed.Version + 1, Status = "pending-rollback", Description = $"Rollback to {previous.Version}", FirstDeployed = failed.FirstDeployed, LastDeployed = World.Now });
        helm.Storage.Prune(release.Name, helm.Options.MaxHistory);
        Deploy(helm, release, Manifests(failed), Manifests(previous), "rollback", error =>
        {
            var done = helm.Storage.Write(release with { Status = error is null ? "deployed" : "failed", Description = error is null ? $"Rollback to {previous.Version}" : $"Rollback \"{release.Name}\" failed: {error}" });
            if (error is null) Supersede(helm, done);
            ReleaseHistory.Record(helm.Status, done, "rollback", ociDigest: null);
            var told = $"Helm rollback to previous release {previous.FullName} with chart {previous.ChartName} {(error is null ? "succeeded" : $"failed: {error}")}";
            if (error is not null) CountAny(helm);
            helm.Mark("Remediated", error is null, error is null ? "RollbackSucceeded" : "RollbackFailed", told);
            Tell(helm, error is not null, error is null ? "RollbackSucceeded" : "RollbackFailed", told, About(previous.Chart, helm.Values));
            Taken(helm, HelmStepKind.Remediate);
        });
    }

    private void RunUninstallRemediation(HelmRun helm, ReleaseRecord failed) => Uninstall(helm, helm.Storage, failed.Name, error =>
    {
        var told = error is null ? $"Helm uninstall remediation for release {failed.FullName} with chart {failed.ChartName} succeeded" : $"Helm uninstall remediation for release {failed.FullName} with chart {failed.ChartName} failed: {error}";
        if (error is not null) CountAny(helm);
        else ReleaseHistory.Record(helm.Status, failed with { Status = "uninstalled", Deleted = World.Now, Description = "Uninstallation complete" }, "uninstall-remediation", ociDigest: null);
        helm.Mark("Remediated", error is null, error is null ? "UninstallSucceeded" : "UninstallFailed", told);
        Tell(helm, error is not null, error is null ? "UninstallSucceeded" : "UninstallFailed", told, About(failed.Chart, failed.Config));
        Taken(helm, HelmStepKind.Remediate);
    });

    private void Unlock(HelmRun helm, ReleaseRecord locked)
    {
        var unlocked = helm.Storage.Write(locked with { Status = "failed", Description = $"Release unlocked from stale '{locked.Status}' state" });
        if (ReleaseHistory.Of(helm.Status, unlocked) is not null) ReleaseHistory.Record(helm.Status, unlocked, action: null, ociDigest: null);
        var told = $"Unlocked Helm release {locked.FullName} with chart {locked.ChartName} in {locked.Status} state";
        helm.Mark("Released", false, "PendingRelease", told);
        Tell(helm, isError: false, "PendingRelease", told, About(locked.Chart, locked.Config));
        Taken(helm, HelmStepKind.Unlock);
    }

    /// <summary>The worlds' charts have no tests: they are over at once.</summary>
    private void RunTests(HelmRun helm, ReleaseRecord release)
    {
        ReleaseHistory.Of(helm.Status, release)!["testHooks"] = new JsonObject();
        var told = $"Helm test succeeded for release {release.FullName} with chart {release.ChartName}: no test hooks";
        helm.Mark("TestSuccess", true, "TestSucceeded", told);
        Tell(helm, isError: false, "TestSucceeded", told, About(release.Chart, release.Config));
        Taken(helm, HelmStepKind.Test);
    }

    private void Drifted(HelmRun helm, ReleaseRecord release, IReadOnlyList<HelmDrift> drifts)
    {
        Log(helm, $"detected changes in cluster state: removed: {drifts.Count(static drift => drift.IsGone)}, changed: {drifts.Count(static drift => !drift.IsGone)}, excluded: 0");
        var told = $"Cluster state of release {release.FullName} has drifted from the desired state:\n{string.Join('\n', drifts)}";
        Tell(helm, isError: true, "DriftDetected", told);
        helm.Mark("Drifted", true, "DriftDetected", told);
        if (helm.Options.DriftMode != "enabled")
        {
            Complete(helm);
            return;
        }

        Take(helm, HelmStepKind.CorrectDrift, "correct cluster drift", () => helm.Run.Then(Sending, () => Correct(helm, release, drifts)));
    }

    private void Correct(HelmRun helm, ReleaseRecord release, IReadOnlyList<HelmDrift> drifts)
    {
        var corrected = new List<string>();
        var errors = new List<string>();
        foreach (var drift in drifts)
        {
            try
            {
                objects.Correct(release.Namespace, drift);
                corrected.Add($"{drift.Subject} {(drift.IsGone ? "created" : "configured")}");
            }
            catch (ApiException error)
            {
                errors.Add(error.Message);
            }
        }

        var about = About(release.Chart, release.Config);
        if (errors.Count == 0) Tell(helm, isError: false, "DriftCorrected", $"Cluster state of release {release.FullName} has been corrected:\n{string.Join('\n', corrected)}", about);
        else Tell(helm, isError: true, "DriftCorrectionFailed", $"Failed to {(corrected.Count > 0 ? "partially " : "")}correct cluster state of release {release.FullName}:\n{string.Join('\n', errors)}", about);
        Taken(helm, HelmStepKind.CorrectDrift);
    }

    private static void Begin(HelmRun helm, string action)
    {
        helm.IsForced = false;
        helm.Status["lastAttemptedReleaseAction"] = action;
        helm.Unmark("TestSuccess", "Remediated");
    }

    private ReleaseRecord Pending(HelmRun helm, int version, string status, string description, DateTimeOffset first) => new()
    {
        Name = helm.Options.ReleaseName,
        Namespace = helm.Options.ReleaseNamespace,
        Version = version,
        Status = status,
        Description = description,
        FirstDeployed = first,
        LastDeployed = World.Now,
        Chart = helm.Chart,
        Config = helm.Values,
        Manifest = ChartTemplates.Write(helm.Manifests),
    };

    /// <summary>Sends what is to be, and waits until it is ready, or for as long as the action may take.</summary>
    private void Deploy(HelmRun helm, ReleaseRecord release, IReadOnlyList<JsonObject> old, IReadOnlyList<JsonObject> now, string action, Action<string?> done) => helm.Run.Then(Sending, () =>
    {
        var deadline = World.Now + helm.Options.Timeout(action);
        if (helm.Options.CreatesNamespace && action == Install && World.Get(KubeResources.Namespaces, null, release.Namespace) is null) World.Create(KubeResources.Namespaces, new JsonObject { ["metadata"] = new JsonObject { ["name"] = release.Namespace, ["labels"] = new JsonObject { ["name"] = release.Namespace } } });
        var error = objects.Apply(release.Name, release.Namespace, old, now);
        if (error is not null || !helm.Options.Waits(action)) done(error);
        else Look(helm, release, now, deadline, done);
    });

    private void Look(HelmRun helm, ReleaseRecord release, IReadOnlyList<JsonObject> manifests, DateTimeOffset deadline, Action<string?> done) => helm.Run.Then(Looking, () =>
    {
        if (objects.NotReady(manifests, release.Namespace) is not { } problem) done(null);
        else if (World.Now < deadline) Look(helm, release, manifests, deadline, done);
        else
        {
            helm.LastLines = $"{problem}\nbeginning wait for {manifests.Count} resources with timeout of {GoDuration.Write(helm.Options.Timeout(helm.LastAction))}";
            done("context deadline exceeded");
        }
    });

    /// <summary>An install or upgrade is over.</summary>
    private void Released(HelmRun helm, ReleaseRecord release, ReleaseRecord? before, string action, string? error)
    {
        var isInstall = action == Install;
        var done = helm.Storage.Write(release with
        {
            Status = error is null ? "deployed" : "failed",
            Description = (error, isInstall) switch { (null, true) => "Install complete", (null, false) => "Upgrade complete", (_, true) => $"Release \"{release.Name}\" failed: {error}", _ => $"Upgrade \"{release.Name}\" failed: {error}" },
        });
        if (error is null && before is not null) Supersede(helm, done);
        helm.Status["lastAttemptedReleaseActionDuration"] = GoDuration.Write(World.Now - release.LastDeployed);
        ReleaseHistory.Record(helm.Status, done, action, helm.OciDigest);
        var reason = (isInstall ? "Install" : "Upgrade") + (error is null ? "Succeeded" : "Failed");
        var told = error is null ? $"Helm {action} succeeded for release {done.FullName} with chart {done.ChartName}" : $"Helm {action} failed for release {done.Namespace}/{done.Name} with chart {done.ChartName}: {error}";
        helm.Mark("Released", error is null, reason, told);
        if (error is not null)
        {
            CountAny(helm);
            helm.CountFailure(action);
        }
        else
        {
            if (helm.Options.IsTested) helm.Mark("TestSuccess", null, "AwaitingTests", $"Helm release {done.FullName} with chart {done.ChartName} is awaiting tests");
            if (helm.Options.RetryInterval(action) is not null) helm.ClearFailures();
        }

        Tell(helm, error is not null, reason, error is not null && helm.LastLines is { } lines ? $"{told}\n\nLast Helm logs:\n\n{Stamped(lines)}" : told, About(helm.Chart, helm.Values));
        if (error is not null) Log(helm, $"failed to run '{action}' action", error);
        Taken(helm, HelmStepKind.Release);
    }

    /// <summary>What was deployed before is no more.</summary>
    private static void Supersede(HelmRun helm, ReleaseRecord deployed)
    {
        foreach (var old in helm.Storage.All(deployed.Name).Where(release => release.Status == "deployed" && release.Version != deployed.Version).ToList())
        {
            var superseded = helm.Storage.Write(old with { Status = "superseded" });
            if (ReleaseHistory.Of(helm.Status, superseded) is not null) ReleaseHistory.Record(helm.Status, superseded, action: null, ociDigest: null);
        }
    }

    private void Uninstall(HelmRun helm, ReleaseStore storage, string name, Action<string?> done)
    {
        if (storage.Last(name) is not { } release)
        {
            done(null);
            return;
        }

        var manifests = Manifests(release);
        var deadline = World.Now + helm.Options.Timeout("uninstall");
        objects.Delete(manifests, release.Namespace);
        Gone();

        void Gone() => helm.Run.Then(Looking, () =>
        {
            if (helm.Options.Waits("uninstall") && objects.Any(manifests, release.Namespace))
            {
                if (World.Now < deadline) Gone();
                else done($"Helm uninstall failed for release {release.FullName} with chart {release.ChartName}: context deadline exceeded");
                return;
            }

            if (helm.Options.KeepsHistoryOnUninstall) storage.Write(release with { Status = "uninstalled", Deleted = World.Now, Description = "Uninstallation complete" });
            else storage.Clear(name);
            done(null);
        });
    }

    private static IReadOnlyList<JsonObject> Manifests(ReleaseRecord? release) => release is null ? [] : ChartTemplates.Read(release.Manifest);

    private static void CountAny(HelmRun helm) => helm.Status["failures"] = (helm.Status.Number("failures") ?? 0) + 1;

    /// <summary>What events carry of the release that they tell of.</summary>
    private static JsonObject About(JsonObject chart, JsonObject values)
    {
        var about = new JsonObject
        {
            ["helm.toolkit.fluxcd.io/revision"] = chart.Text("version"),
            ["helm.toolkit.fluxcd.io/token"] = ReleaseHistory.ConfigDigest(values),
        };
        Fields.SetOrRemove(about, "helm.toolkit.fluxcd.io/app-version", chart.Text("appVersion"));
        return about;
    }

    private string Stamped(string lines) => string.Join('\n', lines.Split('\n').Select(line => string.Create(CultureInfo.InvariantCulture, $"{World.Now:yyyy-MM-ddTHH:mm:ss.fffffff}Z: {line}")));
}
