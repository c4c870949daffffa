namespace K8sOps.Runbooks.Runs;

/// <summary>How far a step is.</summary>
public enum RunProgress
{
    /// <summary>It has not begun.</summary>
    NotStarted = 0,

    /// <summary>It has begun, and has no end.</summary>
    Started,

    /// <summary>It has ended.</summary>
    Ended,
}
