using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kube;

namespace K8sOps.Flux;

/// <summary>
/// A request to reconcile: a token in an object's annotations, which its controller writes into the status when it has looked. Forcing and
/// resetting carry the same token: the controller heeds them only where it equals that of the request itself.
/// </summary>
/// <param name="Token">The token.</param>
/// <param name="IsForced">True to install or upgrade a HelmRelease once, whatever its state.</param>
/// <param name="IsReset">True to count a HelmRelease's failures from zero again.</param>
internal sealed record FluxRequest(string Token, bool IsForced = false, bool IsReset = false)
{
    private static int s_sequence;

    /// <summary>The token of the request before, which cannot take this one's place.</summary>
    public string? Former { get; private init; }

    /// <summary>A request with a token that the object has not seen: the time by the cluster's clock, as <c>flux</c> writes it too.</summary>
    public static FluxRequest Of(FluxTarget target, TimeProvider clock, bool isForced = false, bool isReset = false)
    {
        var annotation = target.Live.Text("metadata", "annotations", FluxAnnotations.RequestedAt);
        var handled = target.Live.Text("status", "lastHandledReconcileAt");
        string token;
        do token = NewToken(clock);
        while (token == annotation || token == handled);
        return new FluxRequest(token, isForced, isReset) { Former = annotation };
    }

    /// <summary>The patch that makes the request; the uid makes it this very object, not a namesake that took its place meanwhile.</summary>
    public JsonObject ToPatch(string? uid)
    {
        var annotations = new JsonObject { [FluxAnnotations.RequestedAt] = Token };
        if (IsForced) annotations[FluxAnnotations.ForceAt] = Token;
        if (IsReset) annotations[FluxAnnotations.ResetAt] = Token;
        var metadata = new JsonObject { ["annotations"] = annotations };
        if (uid is not null) metadata["uid"] = uid;
        return new JsonObject { ["metadata"] = metadata };
    }

    /// <summary>
    /// Whether the controller has looked since the request was made: it answers with our token, or with a later one that took our
    /// token's place before it came to look.
    /// </summary>
    public bool IsHandled(JsonObject live) => Handled(live) is { } handled && (handled == Token || (IsOvertaken(live) && handled == Asked(live)));

    /// <summary>Whether another request has taken this one's place.</summary>
    public bool IsOvertaken(JsonObject live) => Asked(live) is { } asked && asked != Token && asked != Former;

    /// <summary>Whether the request is no longer written on the object.</summary>
    public bool IsLost(JsonObject live) => Asked(live) != Token && !IsOvertaken(live);

    /// <summary>What of the request its controller still has to answer; null for nothing.</summary>
    public string? Missing(JsonObject live)
    {
        if (IsForced && live.Text("status", "lastHandledForceAt") != Token) return "its controller has not yet forced it";
        return IsReset && live.Text("status", "lastHandledResetAt") != Token ? "its controller has not yet reset its failures" : null;
    }

    private static string? Asked(JsonObject live) => live.Text("metadata", "annotations", FluxAnnotations.RequestedAt);

    private static string? Handled(JsonObject live) => live.Text("status", "lastHandledReconcileAt");

    // A clock ticks every 100 ns, and a sandbox's may stand still: the last two digits are counted, not measured.
    private static string NewToken(TimeProvider clock)
    {
        var sequence = (uint)Interlocked.Increment(ref s_sequence) % 100;
        return string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow().UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fffffff}{sequence:00}Z");
    }
}
