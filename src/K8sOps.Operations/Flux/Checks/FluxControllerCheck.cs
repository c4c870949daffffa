using System.Globalization;
using K8sOps.Kube;
using K8sOps.Kube.Checks;

namespace K8sOps.Flux.Checks;

/// <summary>Whether the controllers run that the objects in the cluster need.</summary>
internal sealed class FluxControllerCheck : FluxCheck
{
    private static readonly string[] s_always = ["source-controller", "kustomize-controller"];

    public override CheckInfo Info { get; } = new("FLUX.CONTROLLER_DOWN", "Flux's controllers run", Runbook, "Controller down");

    public override string WhenAllIsWell => "all controllers of Flux are available";

    /// <summary>Starts what was scaled to nothing, or shows the pods that do not come up.</summary>
    public static string RemedyFor(FluxView view, FluxController controller) => controller.Wanted == 0
        ? Line(view, "Set-K8sWorkload", "Deployment", controller.Namespace, controller.Name) + " -Replicas 1 -Force"
        : CommandText.Line("Get-K8sPod", view.Cluster.Context, ("Namespace", controller.Namespace), ("Name", controller.Name + "-*"));

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(FluxView view)
    {
        var controllers = await view.Controllers.ConfigureAwait(false);
        var census = await view.Census.ConfigureAwait(false);
        var found = new List<CheckResult>();
        foreach (var controller in controllers)
        {
            if (About(view, controller, census) is { } finding) found.Add(finding);
        }

        var ns = controllers.Count > 0 ? controllers[0].Namespace : "flux-system";
        foreach (var component in s_always.Append("helm-controller").Where(c => !controllers.Any(x => x.Component == c)))
        {
            var idle = CountOf(census, component);
            if (idle == 0 && !s_always.Contains(component)) continue;
            found.Add(Finding(view, CheckStatus.Fail, "Deployment", ns, component, $"there is no {component}: no Deployment is labelled app.kubernetes.io/part-of=flux and app.kubernetes.io/component={component}{Objects(idle)}") with
            {
                Remedy = CommandText.Line("Get-K8sWorkload", view.Cluster.Context, ("Namespace", ns), ("Kind", "Deployment")),
                Parameters = Parameters(("Controller", component), ("ControllerNamespace", ns)),
            });
        }

        return found;
    }

    private CheckResult? About(FluxView view, FluxController controller, FluxCensus census)
    {
        var isDown = controller.IsDown(view.Now);
        if (!isDown && !controller.IsThin(view.Now) && !controller.IsStale) return null;
        var (status, message) = (isDown, controller) switch
        {
            (true, { Wanted: 0 }) => (CheckStatus.Fail, $"scaled to nothing{Objects(CountOf(census, controller.Component))}"),
            (true, _) => (CheckStatus.Fail, $"{Counts(controller)}{Age(view, controller)}{Objects(CountOf(census, controller.Component))}{Trouble(controller)}"),
            (_, { IsStale: true }) => (CheckStatus.Unknown, "its Deployment's status is out of date: whether it runs is not known"),
            _ => (CheckStatus.Warn, $"{Counts(controller)}{Age(view, controller)}{Trouble(controller)}"),
        };
        return Finding(view, status, "Deployment", controller.Namespace, controller.Name, message) with
        {
            Remedy = RemedyFor(view, controller),
            Parameters = Parameters(("Controller", controller.Name), ("ControllerNamespace", controller.Namespace)),
        };
    }

    private static string Counts(FluxController controller) => string.Create(CultureInfo.InvariantCulture, $"{controller.Available} of {controller.Wanted} available");

    private static string Age(FluxView view, FluxController controller) => controller.Since is { } since ? $" for {AgeText.Of(view.Now - since)}" : "";

    private static string Trouble(FluxController controller) => controller.Trouble is { } trouble ? ": " + FluxWords.Short(trouble) : "";

    private static string Objects(int count) => count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; nobody looks after {count} {(count == 1 ? "object" : "objects")}");

    private static int CountOf(FluxCensus census, string component) => census.Objects.Count(f => FluxController.ComponentOf(f.Resource) == component);
}
