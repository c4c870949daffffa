using System.Text.Json.Nodes;
using K8sOps.Flux.Wire;

namespace K8sOps.Flux;

/// <summary>
/// What an object's conditions come to, in the order in which kstatus and <c>flux</c> look: deletion, the generation that was observed,
/// <c>Reconciling</c>, <c>Stalled</c>, <c>Ready</c>.
/// </summary>
/// <param name="State">The state; a suspended object is <see cref="FluxState.Suspended"/> whatever its conditions say.</param>
/// <param name="Ready">True only when <c>Ready</c> is <c>True</c> for the present generation.</param>
/// <param name="Reason">The reason of the condition that decides.</param>
/// <param name="Message">Its message.</param>
/// <param name="NotReadySince">Since when <c>Ready</c> is not <c>True</c>.</param>
internal readonly record struct FluxVerdict(FluxState State, bool Ready, string? Reason, string? Message, DateTimeOffset? NotReadySince)
{
    /// <summary>Judges an object.</summary>
    public static FluxVerdict Of(JsonObject live) => Of(FluxReferences.Read(live));

    /// <summary>Judges an object in its wire shape.</summary>
    public static FluxVerdict Of(FluxObjectWire o)
    {
        if (!o.Spec.Suspend || o.Metadata.DeletionTimestamp is not null) return Settled(o);
        // Suspending is a change that its controller does not look at: what counts is what it last saw, of whichever generation.
        var last = Find(o, "Stalled") is { Status: "True" } stalled ? stalled : Find(o, "Ready");
        return new FluxVerdict(FluxState.Suspended, Find(o, "Ready")?.Status == "True", last?.Reason, last?.Message, SinceWhen(Find(o, "Ready")));
    }

    /// <summary>Judges an object as though it were not suspended.</summary>
    public static FluxVerdict Settled(FluxObjectWire o)
    {
        var ready = Find(o, "Ready");
        var isReady = ready?.Status == "True" && IsCurrent(o, ready);
        FluxVerdict As(FluxState state, FluxConditionWire? from, string? message = null) => new(state, isReady, from?.Reason, message ?? from?.Message, SinceWhen(ready));

        if (o.Metadata.DeletionTimestamp is not null) return As(FluxState.Terminating, ready);
        if (o.Status.ObservedGeneration is null or < 1 && ready is null) return As(FluxState.Unknown, null, "its controller has not looked at it yet");
        if (Find(o, "Stalled") is { Status: "True" } stalled && IsCurrent(o, stalled)) return As(FluxState.Stalled, stalled);
        if (ready is { Status: "False" } waits && IsWaiting(waits)) return As(FluxState.Waiting, waits);
        if (Find(o, "Reconciling") is { Status: "True" } reconciling) return ready is { Status: "False" } && reconciling.Reason == "ProgressingWithRetry" ? As(FluxState.Failed, ready) : As(FluxState.Reconciling, reconciling);
        // kustomize-controller moves the observed generation on only when all went well; a failure tells its own generation.
        if (!IsObserved(o) && !(ready is { Status: "False" } && IsCurrent(o, ready))) return As(FluxState.Reconciling, null, "its controller has not yet looked at its latest change");
        return ready switch
        {
            null => As(FluxState.Unknown, null, "its status has no condition Ready"),
            { Status: "True" } when !IsCurrent(o, ready) => As(FluxState.Reconciling, ready, "its controller has not yet looked at its latest change"),
            { Status: "True" } => As(FluxState.Ready, ready),
            { Status: "False" } => As(FluxState.Failed, ready),
            _ => As(FluxState.Reconciling, ready),
        };
    }

    // What it waits for may come by itself; nothing is wrong with the object.
    private static bool IsWaiting(FluxConditionWire ready) => ready.Reason is "DependencyNotReady" or "SourceNotReady";

    private static DateTimeOffset? SinceWhen(FluxConditionWire? ready) => ready is not null && ready.Status != "True" ? ready.LastTransitionTime : null;

    private static FluxConditionWire? Find(FluxObjectWire o, string type) => o.Status.Conditions?.FirstOrDefault(c => c.Type == type);

    private static bool IsObserved(FluxObjectWire o) => o.Status.ObservedGeneration is not { } seen || seen == o.Metadata.Generation;

    // A condition tells the generation it is about; where it does not, the status does.
    private static bool IsCurrent(FluxObjectWire o, FluxConditionWire condition)
        => condition.ObservedGeneration is { } seen && seen != 0 ? seen == o.Metadata.Generation : IsObserved(o);
}
