namespace K8sOps;

/// <summary>What became of an announced change.</summary>
public enum ChangeOutcome
{
    /// <summary>It was sent, and no answer came: the object may be changed or not.</summary>
    Unknown = 0,

    /// <summary>The server made it.</summary>
    Made,

    /// <summary>The server, or we before sending, refused it: nothing changed.</summary>
    Refused,
}
