namespace K8sOps;

/// <summary>The part of a runbook that a step stands in.</summary>
public enum RunbookSection
{
    /// <summary>Nowhere: a step that was composed by hand.</summary>
    Unknown = 0,

    /// <summary>The diagnosis: it looks, and changes nothing.</summary>
    Diagnosis,

    /// <summary>A procedure.</summary>
    Procedure,
}
