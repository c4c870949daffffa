using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <content>
/// What is to be done next, by what is stored and what is wanted: one action after another, each kind at most once, until nothing is left to
/// do, a failure was taken back, or there are no more retries.
/// </content>
internal sealed partial class HelmController
{
    private const string Install = "install";
    private const string Upgrade = "upgrade";

    /// <summary>Looks where the release stands, and takes the next step.</summary>
    private void Advance(HelmRun helm)
    {
        var last = helm.Storage.Last(helm.Options.ReleaseName);
        var current = ReleaseHistory.Latest(helm.Status);
        if (last is null)
        {
            FirstRelease(helm, "no release in storage for object");
        }
        else if (last.Status.StartsWith("pending-", StringComparison.Ordinal))
        {
            Log(helm, $"release locked: release with status '{last.Status}'");
            Take(helm, HelmStepKind.Unlock, "unlock", () => Unlock(helm, last));
        }
        else if (last.Status == "uninstalled")
        {
            FirstRelease(helm, "found uninstalled release in storage");
        }
        else if (current is null)
        {
            Foreign(helm, "found existing release in storage");
        }
        else if (current.Number("version") != last.Version)
        {
            Foreign(helm, "release not observed to be made for object");
        }
        else if (current.Text("digest") != ReleaseHistory.Digest(last))
        {
            Foreign(helm, "release digest verification error");
        }
        else if (last.Status == "failed")
        {
            Log(helm, "release is in a failed state");
            Failed(helm, last);
        }
        else
        {
            Deployed(helm, last, current);
        }
    }

    private void FirstRelease(HelmRun helm, string why)
    {
        Log(helm, $"release not installed: {why}");
        if (helm.Options.IsExhausted(Install, helm.Status) && !helm.IsForced) Exceeded(helm, "cannot install release");
        else Take(helm, HelmStepKind.Release, Install, () => RunInstall(helm));
    }

    /// <summary>A release that others made, or changed, cannot be relied on: an upgrade makes it the controller's own.</summary>
    private void Foreign(HelmRun helm, string why)
    {
        Log(helm, $"release not managed by controller: {why}");
        ReleaseHistory.Clear(helm.Status);
        Take(helm, HelmStepKind.Release, Upgrade, () => RunUpgrade(helm));
    }

    private void Deployed(HelmRun helm, ReleaseRecord last, JsonObject current)
    {
        var change = last.Chart.Text("name") != helm.Chart.Text("name") || last.Chart.Text("version") != helm.Chart.Text("version") ? "release chart changed"
            : ReleaseHistory.ConfigDigest(last.Config) != ReleaseHistory.ConfigDigest(helm.Values) ? "release config values changed" : null;
        if (change is not null)
        {
            Log(helm, $"release out-of-sync with desired state: {change}");
            if (helm.Options.IsExhausted(Upgrade, helm.Status) && !helm.IsForced) Exceeded(helm, "cannot upgrade release");
            else Take(helm, HelmStepKind.Release, Upgrade, () => RunUpgrade(helm));
            return;
        }

        if (helm.Options.IsTested && current["testHooks"] is null)
        {
            Log(helm, "release has not been tested");
            Settle(helm, last);
            Take(helm, HelmStepKind.Test, "test", () => RunTests(helm, last));
            return;
        }

        if (helm.Options.DetectsDrift)
        {
            var drifts = objects.Drift(last.Name, last.Namespace, ChartTemplates.Read(last.Manifest), [.. helm.Options.DriftIgnores]);
            if (drifts.Count > 0)
            {
                Drifted(helm, last, drifts);
                return;
            }
        }

        InSync(helm, last);
    }

    private void InSync(HelmRun helm, ReleaseRecord last)
    {
        Log(helm, "release in-sync with desired state");
        if (helm.Options.RetryInterval(helm.LastAction) is not null) ReleaseHistory.TruncateToNewest(helm.Status);
        else ReleaseHistory.Truncate(helm.Status, helm.Options.IgnoresTestFailures(helm.LastAction));
        if (helm.IsForced && !helm.Done.Contains(HelmStepKind.Release))
        {
            helm.IsForced = false;
            Log(helm, "forcing upgrade for in-sync release: force requested through annotation");
            Take(helm, HelmStepKind.Release, Upgrade, () => RunUpgrade(helm));
            return;
        }

        Settle(helm, last);
        if (helm.Options.DetectsDrift) helm.Mark("Drifted", false, "NoDriftDetected", "No drift detected against the cluster state");
        Complete(helm);
    }

    /// <summary>A release that is as wanted was released, whatever was taken back on the way.</summary>
    private static void Settle(HelmRun helm, ReleaseRecord last)
    {
        if (helm.Is("Remediated"))
        {
            helm.Unmark("Remediated");
            helm.Mark("Released", true, "UpgradeSucceeded", $"Helm upgrade succeeded for release {last.FullName} with chart {last.ChartName}");
        }

        switch (helm.Condition("Released").Text("reason"))
        {
            case "InstallFailed":
                helm.Mark("Released", true, "InstallSucceeded", $"Helm install succeeded for release {last.FullName} with chart {last.ChartName}");
                break;
            case "UpgradeFailed":
                helm.Mark("Released", true, "UpgradeSucceeded", $"Helm upgrade succeeded for release {last.FullName} with chart {last.ChartName}");
                break;
        }
    }

    private void Failed(HelmRun helm, ReleaseRecord last)
    {
        var action = helm.LastAction;
        if (action.Length == 0 || helm.Options.RetryInterval(action) is not null || HelmOptions.FailureCount(action, helm.Status) <= 0)
        {
            if (helm.Options.RetryInterval(action) is not null) ReleaseHistory.TruncateToNewest(helm.Status);
            else if (action.Length > 0) Log(helm, "release conditions have changed since last failure");
            Take(helm, HelmStepKind.Release, Upgrade, () => RunUpgrade(helm));
            return;
        }

        if (helm.IsForced)
        {
            helm.IsForced = false;
            Log(helm, "forcing upgrade for failed release: force requested through annotation");
            Take(helm, HelmStepKind.Release, Upgrade, () => RunUpgrade(helm));
            return;
        }

        if (helm.Options.IsExhausted(action, helm.Status) && !helm.Options.RemediatesLastFailure(action))
        {
            Exceeded(helm, "cannot remediate failed release");
            return;
        }

        var ignoreTests = helm.Options.IgnoresTestFailures(action);
        ReleaseHistory.Truncate(helm.Status, ignoreTests);
        if (helm.Options.Remediation(action) == "uninstall")
        {
            Take(helm, HelmStepKind.Remediate, "uninstall", () => RunUninstallRemediation(helm, last));
            return;
        }

        var target = ReleaseHistory.Previous(helm.Status, ignoreTests);
        if (target is null || helm.Storage.Find(last.Name, target.Number("version") ?? 0) is not { } previous)
        {
            Stall(helm, "MissingRollbackTarget", "Failed to perform remediation: missing target release for rollback: cannot remediate failed release");
            return;
        }

        Take(helm, HelmStepKind.Remediate, "rollback", () => RunRollback(helm, last, previous));
    }

    /// <summary>Begins an action, unless one of its kind was taken already: then it is for the next run.</summary>
    private void Take(HelmRun helm, HelmStepKind kind, string action, Action begin)
    {
        if (helm.Done.Contains(kind))
        {
            Later(helm);
            return;
        }

        var message = $"Running '{action}' action with timeout of {helm.Options.TimeoutText(action)}";
        helm.Mark(FluxConditions.Reconciling, true, Progressing, message);
        if (kind == HelmStepKind.Release) helm.Mark(FluxConditions.Ready, null, Progressing, message);
        helm.Save();
        Log(helm, $"running '{action}' action with timeout of {helm.Options.TimeoutText(action)}");
        begin();
    }

    /// <summary>An action is over, and what it stored is noted.</summary>
    private void Taken(HelmRun helm, HelmStepKind kind)
    {
        helm.Summarize();
        helm.Done.Add(kind);
        if (kind == HelmStepKind.Remediate)
        {
            var action = helm.LastAction;
            var isEndless = action.Length == 0 || !helm.Options.IsExhausted(action, helm.Status);
            // A release that an upgrade's remediation has uninstalled is installed again, retries or not.
            if (isEndless || (action == Upgrade && helm.Options.Remediation(action) == "uninstall")) Later(helm);
            else Exceeded(helm, "retries exhausted after remediation");
            return;
        }

        helm.Save();
        Advance(helm);
    }

    private void Later(HelmRun helm)
    {
        if (helm.Options.RetryInterval(helm.LastAction) is { } interval)
        {
            helm.Mark(FluxConditions.Reconciling, true, "ProgressingWithRetry", $"retrying after {GoDuration.Write(interval)}");
            Finish(helm, isObserved: true);
            helm.Run.End(interval);
            return;
        }

        helm.Mark(FluxConditions.Reconciling, true, "ProgressingWithRetry", helm.Condition(FluxConditions.Ready).Text("message") ?? "");
        Again(helm);
    }

    private void Complete(HelmRun helm)
    {
        helm.Unmark(FluxConditions.Reconciling);
        helm.Summarize();
        Finish(helm, isObserved: true);
        helm.Run.End(Interval(helm.Item));
    }

    private void Exceeded(HelmRun helm, string why)
    {
        var action = helm.LastAction.Length == 0 ? Install : helm.LastAction;
        Stall(helm, "RetriesExceeded", $"Failed to {action} after {HelmOptions.FailureCount(action, helm.Status)} attempt(s)");
        Log(helm, "Reconciler error", $"terminal error: exceeded maximum retries: {why}");
    }

    /// <summary>Nothing is tried any more until something changes.</summary>
    private static void Stall(HelmRun helm, string reason, string message)
    {
        helm.Unmark(FluxConditions.Reconciling);
        helm.Mark(FluxConditions.Stalled, true, reason, message);
        Finish(helm, isObserved: true);
        helm.Run.End(null);
    }
}
