using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;

namespace K8sOps.Sandbox.Scenarios.Flux;

/// <summary>An app was suspended weeks ago, nobody knows why, and has missed what was pushed since.</summary>
internal sealed class FluxSuspendedScenario(FluxWorld flux, string app) : FluxScenario(flux)
{
    private const string Manager = "flux";
    private static readonly TimeSpan Since = TimeSpan.FromDays(23);

    public override string Name => "flux-suspended";

    public override string Description => $"App {app} was suspended with the flux CLI {Since.Days} days ago, without a reason, and has been forgotten: what was pushed since has not come to the cluster.";

    public override string Cure => $"Resume it: Resume-FluxApp {app}. A sync of a suspended app does nothing.";

    public override TimeSpan Settle => TimeSpan.FromMinutes(2);

    public override void Start(IWorldStore store)
    {
        Patch(FluxKinds.Kustomizations, app, new JsonObject { ["spec"] = new JsonObject { ["suspend"] = true } }, Manager);
        var git = Git(store);
        var then = git.Commits.LastOrDefault(commit => commit.Time < store.Now - Since) ?? git.Commits[0];
        Backdate(store, store.Now - Since, git.Revision(then));
        Push(store, app, $"Update {app}", static deployment =>
        {
            foreach (var container in deployment.Objects("spec", "template", "spec", "containers")) container["image"] = Next(container.Text("image") ?? "");
        });
        Sync(store, FluxKinds.GitRepositories, Source);
    }

    public override bool IsBroken(IWorldStore store) => App(store, app).Flag("spec", "suspend");

    /// <summary>Has the app look as it has since then.</summary>
    private void Backdate(IWorldStore store, DateTimeOffset time, string revision)
    {
        store.Update(FluxKinds.Kustomizations, Namespace, app, item =>
        {
            foreach (var manager in item.Objects("metadata", "managedFields").Where(static manager => manager.Text("manager") == Manager)) manager["time"] = Fields.Stamp(time);
        });
        var last = time - TimeSpan.FromMinutes(11);
        store.UpdateStatus(FluxKinds.Kustomizations, Namespace, app, item =>
        {
            var status = item.Child("status");
            var now = status.Text("lastAppliedRevision");
            status["lastAppliedRevision"] = revision;
            status["lastAttemptedRevision"] = revision;
            foreach (var condition in status.Objects("conditions"))
            {
                condition["lastTransitionTime"] = Fields.Stamp(last);
                if (now is not null) condition["message"] = condition.Text("message")?.Replace(now, revision, StringComparison.Ordinal);
            }

            // What it has not done is no part of its history.
            var history = status.Items("history");
            while (history.Count > 1 && history[0].Time("firstReconciled") > time) history.RemoveAt(0);
            if (history.Count > 0 && history[0] is JsonObject latest) latest["lastReconciled"] = Fields.Stamp(last);
        });
    }

    /// <summary>The image's next version: its last number is one higher.</summary>
    private static string Next(string image)
    {
        var end = image.Length;
        while (end > 0 && !char.IsAsciiDigit(image[end - 1])) end--;
        var begin = end;
        while (begin > 0 && char.IsAsciiDigit(image[begin - 1])) begin--;
        return int.TryParse(image.AsSpan(begin, end - begin), System.Globalization.CultureInfo.InvariantCulture, out var number) ? $"{image[..begin]}{number + 1}{image[end..]}" : image;
    }
}
