namespace K8sOps.Flux.Checks;

/// <summary>The one thing that is said to be wrong with an app or source.</summary>
/// <param name="Check">The id of the check that tells it.</param>
/// <param name="Status">How bad it is.</param>
/// <param name="Message">What is wrong, in the controller's words.</param>
/// <param name="Remedy">The next command.</param>
internal sealed record FluxTrouble(string Check, CheckStatus Status, string Message, string Remedy)
{
    /// <summary>What was seen.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];
}
