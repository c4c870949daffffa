namespace K8sOps.Host;

/// <summary>What the operator answers to "are you sure?".</summary>
public enum ConfirmAnswer
{
    /// <summary>Not this one; go on with the next.</summary>
    No = 0,

    /// <summary>This one.</summary>
    Yes,

    /// <summary>This and all that this command still asks.</summary>
    YesToAll,

    /// <summary>Neither this nor any that this command still asks.</summary>
    NoToAll,

    /// <summary>End the whole pipeline.</summary>
    Halt,
}
