using K8sOps.Kube;

namespace K8sOps.Flux;

/// <summary>What a sync would write, as the server has said in a dry run.</summary>
public sealed class FluxSyncPlan
{
    internal FluxSyncPlan(FluxTarget target, FluxRequest? request)
    {
        Target = target;
        Request = request;
    }

    /// <summary>The app or source.</summary>
    public FluxTarget Target { get; }

    /// <summary>The fields that differ; none for a source that nobody fetches.</summary>
    public IReadOnlyList<ObjectChange> Changes { get; internal init; } = [];

    /// <summary>What is fetched before, in this order: the repository, then the chart.</summary>
    public IReadOnlyList<FluxSyncPlan> Sources { get; internal init; } = [];

    /// <summary>True when there is nothing to ask for.</summary>
    public bool IsUnchanged => Request is null;

    /// <summary>The lines of a question: what is fetched before, and the fields.</summary>
    public IReadOnlyList<string> Details => [.. Sources.Select(s => $"first sync {s.Target}"), .. Changes.Select(c => c.ToString())];

    internal FluxRequest? Request { get; }
}
