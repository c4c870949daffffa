namespace K8sOps.Runbooks.Running;

/// <summary>What the operator wants.</summary>
public enum RunAnswer
{
    /// <summary>End the run here.</summary>
    Stop = 0,

    /// <summary>Run the step.</summary>
    Run,

    /// <summary>The step was done by hand.</summary>
    Done,

    /// <summary>Leave the step out.</summary>
    Skip,

    /// <summary>Take back what was done, and end the run.</summary>
    RollBack,

    /// <summary>Go on to the next step, in spite of a failure.</summary>
    GoOn,

    /// <summary>Leave things as they are.</summary>
    Leave,
}
