using System.Reflection;
using K8sOps.Runbooks.Running;

namespace K8sOps.Runbooks;

/// <summary>Finds what runs blocks of PowerShell. It is in no reference of this assembly, since the console and its tests have no engine.</summary>
internal static class RunEngines
{
    private static readonly Lazy<IRunEngine?> s_engine = new(Load);

    /// <summary>Another engine for the current asynchronous flow, for tests.</summary>
    internal static AsyncLocal<IRunEngine?> Override { get; } = new();

    /// <summary>The engine.</summary>
    /// <exception cref="OperationException"><c>EngineNeeded</c>.</exception>
    public static IRunEngine Get() => Override.Value ?? s_engine.Value ?? throw new OperationException("EngineNeeded", OperationCategory.NotInstalled, "pwsh",
        "Running a runbook needs PowerShell; here runbooks are listed, searched, tested and exported.", "pwsh -Command 'Import-Module K8sOps; Invoke-Runbook …'");

    private static IRunEngine? Load()
    {
        var folder = Path.GetDirectoryName(typeof(RunEngines).Assembly.Location);
        var file = folder is null ? null : Path.Combine(folder, "K8sOps.Engine.dll");
        return file is not null && File.Exists(file) ? (IRunEngine?)Activator.CreateInstance(Assembly.LoadFrom(file).GetType("K8sOps.Engine.RunEngine", throwOnError: true)!) : null;
    }
}
