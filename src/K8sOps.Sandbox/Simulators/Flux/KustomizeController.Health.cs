using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <content>Waiting for what was applied to become healthy.</content>
internal sealed partial class KustomizeController
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);

    private void BeginHealth(FluxRun run, Attempt attempt)
    {
        var checks = Checks(run.Began, attempt);
        if (checks.Count == 0)
        {
            run.Status(static status => status.Unmark(Healthy));
            Succeed(run, attempt);
            return;
        }

        var wasHealthy = run.Item!.Is(Healthy);
        var message = $"Running health checks for revision {attempt.Revision} with a timeout of {GoDuration.Write(Timeout(run.Began))}";
        run.Status(status =>
        {
            run.Mark(status, FluxConditions.Reconciling, true, "Progressing", message);
            run.Mark(status, Healthy, null, "Progressing", message);
        });
        var watch = new Watch(checks, World.Now, wasHealthy);
        run.Then(TimeSpan.FromMilliseconds(20 + Spread(run.Began, 80)), () => Guarded(run, attempt.Revision, attempt, () => Look(run, attempt, watch)));
    }

    /// <summary>What is waited for: all that was applied, or what the Kustomization lists.</summary>
    private List<(string Subject, KubeResource? Resource, string Namespace, string Name)> Checks(JsonObject item, Attempt attempt)
    {
        var all = item.Flag("spec", "wait")
            ? attempt.Changes.Where(static change => change.Action != AppliedChange.Skipped).Select(static change => (change.Entry.Subject, (KubeResource?)change.Resource, change.Entry.Namespace, change.Entry.Name))
            : item.Objects("spec", "healthChecks").Select(check =>
            {
                var (kind, ns, name) = (check.Text("kind") ?? "", check.Text("namespace") ?? "", check.Text("name") ?? "");
                return (ns.Length == 0 ? $"{kind}/{name}" : $"{kind}/{ns}/{name}", KindOf(check.Text("apiVersion") ?? "", kind), ns, name);
            });

        // Nothing waits for itself.
        return [.. all.Where(check => check.Item2 != Resource || check.Item3 != item.Namespace() || check.Item4 != item.Name())];
    }

    private void Look(FluxRun run, Attempt attempt, Watch watch)
    {
        var states = watch.Checks.ConvertAll(check => (check.Subject, Status: check.Resource is null ? KubeStatus.NotFound : KubeStatus.Of(World.Get(check.Resource, check.Resource.IsNamespaced ? check.Namespace : null, check.Name))));
        var spent = World.Now - watch.Since;
        if (states.TrueForAll(static state => state.Status == KubeStatus.Current))
        {
            Heal(run, attempt, watch, spent);
            return;
        }

        // What has failed will not become well by waiting, once nothing else is under way.
        if (states.TrueForAll(static state => state.Status is KubeStatus.Current or KubeStatus.Failed)) throw Unhealthy(run, spent, "failed early due to stalled resources", states.Where(static state => state.Status == KubeStatus.Failed));
        if (spent >= Timeout(run.Began)) throw Unhealthy(run, spent, "timeout waiting for", states.Where(static state => state.Status != KubeStatus.Current));
        run.Then(PollInterval, () => Guarded(run, attempt.Revision, attempt, () => Look(run, attempt, watch)));
    }

    private void Heal(FluxRun run, Attempt attempt, Watch watch, TimeSpan spent)
    {
        var message = $"Health check passed in {GoDuration.Write(spent)}";
        var isNew = run.Item.Text("status", "lastAppliedRevision") != attempt.Revision;
        if (!watch.WasHealthy || (isNew && attempt.Changes.Exists(static change => change.IsChange))) Tell(run, attempt.Revision, message);
        run.Status(status => run.Mark(status, Healthy, true, "Succeeded", message));
        Succeed(run, attempt);
    }

    private static FluxException Unhealthy(FluxRun run, TimeSpan spent, string what, IEnumerable<(string Subject, string Status)> states)
    {
        var message = $"{what}: [{string.Join(", ", states.Select(static state => $"{state.Subject} status: '{state.Status}'"))}]";
        run.Status(status => run.Mark(status, Healthy, false, "HealthCheckFailed", message));
        return new FluxException("HealthCheckFailed", $"health check failed after {GoDuration.Write(spent)}: {message}");
    }

    /// <summary>What a run waits for, and since when.</summary>
    private sealed record Watch(List<(string Subject, KubeResource? Resource, string Namespace, string Name)> Checks, DateTimeOffset Since, bool WasHealthy);
}
