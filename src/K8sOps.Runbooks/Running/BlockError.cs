namespace K8sOps.Runbooks.Running;

/// <summary>An error of a block.</summary>
/// <param name="Message">What went wrong, and where.</param>
/// <param name="Category">The engine's category, where it has a name that is ours too.</param>
public sealed record BlockError(string Message, OperationCategory Category)
{
    /// <summary>Whether it says that something could not be looked at, rather than what it looks like.</summary>
    public bool IsBlind => Category is OperationCategory.ConnectionError or OperationCategory.OperationTimeout or OperationCategory.AuthenticationError
        or OperationCategory.PermissionDenied or OperationCategory.SecurityError or OperationCategory.ResourceUnavailable or OperationCategory.LimitsExceeded;

    /// <inheritdoc/>
    public override string ToString() => Message;
}
