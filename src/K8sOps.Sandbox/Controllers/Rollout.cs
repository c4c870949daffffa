using System.Globalization;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>How a Deployment wants to be rolled out, with numbers instead of percentages.</summary>
internal sealed class Rollout
{
    public Rollout(JsonObject deployment)
    {
        Replicas = deployment.Number("spec", "replicas") ?? 1;
        IsRecreate = deployment.Text("spec", "strategy", "type") == "Recreate";
        MaxSurge = IsRecreate ? 0 : Share(deployment.At("spec", "strategy", "rollingUpdate", "maxSurge"), Replicas, up: true);
        MaxUnavailable = IsRecreate ? 0 : Share(deployment.At("spec", "strategy", "rollingUpdate", "maxUnavailable"), Replicas, up: false);
        if (!IsRecreate && MaxSurge == 0 && MaxUnavailable == 0) MaxUnavailable = 1;
        MaxUnavailable = Math.Min(MaxUnavailable, Replicas);
        DeadlineSeconds = deployment.Number("spec", "progressDeadlineSeconds") ?? 600;
    }

    public long Replicas { get; }

    public bool IsRecreate { get; }

    public long MaxSurge { get; }

    public long MaxUnavailable { get; }

    public long DeadlineSeconds { get; }

    /// <summary>The most pods there may be during the rollout.</summary>
    public long Most => Replicas + MaxSurge;

    /// <summary>A number or a percentage of a total; a surge is rounded up, what may be missing is rounded down. A quarter by default.</summary>
    public static long Share(JsonNode? value, long total, bool up)
    {
        if (value.Number() is { } number) return number;
        var text = value.Text() ?? "25%";
        if (!double.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var percent)) return 0;
        var share = total * percent / 100;
        return (long)(up ? Math.Ceiling(share) : Math.Floor(share));
    }
}
