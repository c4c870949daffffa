namespace K8sOps.Runbooks;

/// <summary>What a mentioned name names.</summary>
internal enum RunbookMentionKind
{
    /// <summary>The id of a check.</summary>
    Check,

    /// <summary>An alert.</summary>
    Alert,

    /// <summary>A command of the quick reference.</summary>
    Command,

    /// <summary>A link of a symptom to what treats it.</summary>
    GoTo,

    /// <summary>The row of a parameter.</summary>
    Parameter,
}
