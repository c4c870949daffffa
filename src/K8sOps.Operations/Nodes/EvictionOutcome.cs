namespace K8sOps;

/// <summary>What became of a pod in a drain.</summary>
public enum EvictionOutcome
{
    /// <summary>Not known: the drain ended before it was told.</summary>
    Unknown = 0,

    /// <summary>It was evicted, and is gone.</summary>
    Evicted,

    /// <summary>It went without us: it was being deleted already, or somebody else was faster.</summary>
    Gone,

    /// <summary>It stays on the node, as the rules have it.</summary>
    Skipped,

    /// <summary>It was evicted, and was still ending when the time ran out.</summary>
    Terminating,

    /// <summary>A budget, or the server, did not let it be evicted until the time ran out.</summary>
    Blocked,

    /// <summary>The server refused it for good.</summary>
    Failed,
}
