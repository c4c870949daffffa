using System.Text.Json.Nodes;
using K8sOps.Kube;

namespace K8sOps.Flux;

/// <summary>What suspending or resuming an app would change, on it and on what is frozen or thawed with it, as the server has said in a dry run.</summary>
public sealed class FluxSuspensionPlan
{
    internal FluxSuspensionPlan(FluxTarget root, bool suspends, IReadOnlyList<Step> steps)
    {
        Root = root;
        Suspends = suspends;
        Steps = steps;
    }

    /// <summary>The app or source that was asked for.</summary>
    public FluxTarget Root { get; }

    /// <summary>True to suspend, false to resume.</summary>
    public bool Suspends { get; }

    /// <summary>True when everything is as it should be already.</summary>
    public bool IsUnchanged => Steps.Count == 0;

    /// <summary>The fields that change, a line each; of what goes with the root without the word that is left on it, which is the root's.</summary>
    public IReadOnlyList<string> Details
        => [.. Steps.Where(s => s.Target == Root).SelectMany(s => s.Changes.Select(c => c.ToString())), .. Steps.Where(s => s.Target != Root).SelectMany(s => Telling(s).Select(c => $"{s.Target}: {c}"))];

    /// <summary>The objects that are changed, in the order in which that is done.</summary>
    public IReadOnlyList<FluxTarget> Targets => [.. Steps.Select(s => s.Target)];

    /// <summary>The patches, in order.</summary>
    internal IReadOnlyList<Step> Steps { get; }

    private static IEnumerable<ObjectChange> Telling(Step step)
    {
        var changes = step.Changes.Where(c => !c.Path.IsUnder("metadata", "annotations")).ToList();
        return changes.Count > 0 ? changes : step.Changes;
    }

    /// <summary>One object's patch, and what it changes.</summary>
    /// <param name="Target">The object.</param>
    /// <param name="Patch">A merge patch; or, where <paramref name="Applies"/>, what is applied.</param>
    /// <param name="Changes">The fields that change.</param>
    /// <param name="Applies">True to take the field over from another manager by an apply: a patch that changes no value changes no owner.</param>
    internal sealed record Step(FluxTarget Target, JsonObject Patch, IReadOnlyList<ObjectChange> Changes, bool Applies = false);
}
