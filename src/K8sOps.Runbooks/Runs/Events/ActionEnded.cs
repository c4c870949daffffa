namespace K8sOps.Runbooks.Runs;

/// <summary>A step's action has run to its end; its verification is still to come. Nothing runs such an action a second time unasked.</summary>
/// <param name="Key">The step.</param>
/// <param name="Succeeded">Whether it ended without an error.</param>
public sealed record ActionEnded(string Key, bool Succeeded) : RunEvent;
