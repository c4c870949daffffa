namespace K8sOps.Runbooks.Running;

/// <summary>What a run needs of PowerShell. It lives in an assembly of its own, which is found by name, since not every host has an engine.</summary>
public interface IRunEngine
{
    /// <summary>A session for the blocks of a run. Nothing of the caller's session reaches it but what the options say.</summary>
    IBlockEngine Open(RunEngineOptions options);

    /// <summary>The person behind a host.</summary>
    IRunOperator Operator(object host);

    /// <summary>Calls when Ctrl+C is pressed again. The engine itself says it only once.</summary>
    IDisposable OnNextCancelKey(Action pressed);
}
