using System.Management.Automation.Host;
using K8sOps.Runbooks.Running;

namespace K8sOps.Engine;

/// <summary>The engine of PowerShell, for runs. K8sOps.dll finds this type by its name.</summary>
public sealed class RunEngine : IRunEngine
{
    /// <inheritdoc/>
    public IBlockEngine Open(RunEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new RunspaceEngine(options, (PSHost)options.Host);
    }

    /// <inheritdoc/>
    public IRunOperator Operator(object host) => new HostOperator((PSHost)host);

    /// <inheritdoc/>
    public IDisposable OnNextCancelKey(Action pressed) => new CancelKey(pressed);
}
