namespace K8sOps.Ceph;

/// <summary>What is left to do to remove an OSD, as the cluster is now: looked at, never remembered.</summary>
public sealed class CephOsdRemovalPlan
{
    internal CephOsdRemovalPlan(OsdRemovalState state, CephOsdRemovalOptions options, IReadOnlyList<CephStep> before, OsdRemovalSteps after)
    {
        State = state;
        Options = options;
        Before = before;
        After = after;
    }

    /// <summary>The OSD, such as <c>osd.3</c>.</summary>
    public string Target => OsdMap.Name(State.Id);

    /// <summary>Why it may not be removed as things are; null when nothing forbids it.</summary>
    public OperationException? Refusal { get; internal init; }

    /// <summary>True when Ceph says already that it may be destroyed.</summary>
    public bool IsSafe { get; internal init; }

    /// <summary>The steps in their order, the wait among them, and what else is to be known.</summary>
    public IReadOnlyList<string> Details
    {
        get
        {
            var wait = !State.IsInMap ? [] : Options.Force && !IsSafe ? new[] { "no wait: what only this OSD holds is lost (-Force)" } : IsSafe ? [] : new[] { $"wait until ceph osd safe-to-destroy {State.Id} says yes, for {Options.Timeout:c} at most" };
            return [.. Before.SelectMany(s => s.Details), .. wait, .. After.All.SelectMany(s => s.Details), .. State.Remarks, .. Refusal is null ? [] : new[] { "refused as things are: " + Refusal.Message }];
        }
    }

    internal OsdRemovalState State { get; }

    internal CephOsdRemovalOptions Options { get; }

    /// <summary>What is done before the wait.</summary>
    internal IReadOnlyList<CephStep> Before { get; }

    /// <summary>What is done after the wait.</summary>
    internal OsdRemovalSteps After { get; }
}
