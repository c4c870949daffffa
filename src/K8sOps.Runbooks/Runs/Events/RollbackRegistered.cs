namespace K8sOps.Runbooks.Runs;

/// <summary>Something can be taken back from now on; written before the action runs.</summary>
/// <param name="Id">Names it in the run: the step's key, <c>procedure:&lt;anchor&gt;</c>, or <c>change:&lt;number&gt;</c> for a command's own.</param>
/// <param name="Key">The step.</param>
/// <param name="Code">The code that takes it back.</param>
public sealed record RollbackRegistered(string Id, string Key, string Code) : RunEvent;
