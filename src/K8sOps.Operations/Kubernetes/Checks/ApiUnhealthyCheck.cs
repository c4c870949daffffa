using System.Globalization;

namespace K8sOps.Kube.Checks;

/// <summary>Whether the API server says of itself that it is ready.</summary>
internal sealed class ApiUnhealthyCheck : KubernetesCheck
{
    public override CheckInfo Info { get; } = new("K8S.API_UNHEALTHY", "The API server is ready in all its parts", Runbook, "API server not healthy");

    public override string WhenAllIsWell => "the API server is ready";

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(KubernetesView view, CancellationToken cancellationToken)
    {
        var health = await new ClusterService(view.Cluster).GetHealthAsync(cancellationToken).ConfigureAwait(false);
        if (health.IsReady) return [];
        var message = health.Failed.Count == 0
            ? "the API server is not ready, and does not say which part fails"
            : string.Create(CultureInfo.InvariantCulture, $"the API server is not ready: {string.Join(", ", health.Failed)} failed ({health.Failed.Count} of {health.Parts} parts)");
        return
        [
            Finding(view, CheckStatus.Fail, "ApiServer", null, view.Cluster.Context, message) with
            {
                Remedy = CommandText.Line("Get-K8sPod", view.Cluster.Context, ("Namespace", "kube-system")),
                Evidence = [.. health.Failed.Select(part => $"/readyz: {part} failed")],
            },
        ];
    }
}
