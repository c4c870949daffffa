namespace K8sOps;

/// <summary>
/// What a surrounding run (a runbook's step) lends to the commands in it. It flows with the asynchronous context, so it reaches
/// other threads, <c>ForEach-Object -Parallel</c> and thread jobs; a command reads it once, in <c>BeginProcessing</c>.
/// </summary>
public sealed class OperationScope
{
    private static readonly AsyncLocal<OperationScope?> s_current = new();

    /// <summary>The scope of the current asynchronous flow, or null outside of any run.</summary>
    public static OperationScope? Current => s_current.Value;

    /// <summary>The run's id, or null.</summary>
    public string? Run { get; init; }

    /// <summary>Where changes are announced; null for nowhere but the command's own streams.</summary>
    public IOperationSink? Sink { get; init; }

    /// <summary>True when nothing may be changed: every command behaves as under <c>-WhatIf</c>.</summary>
    public bool IsRehearsal { get; init; }

    /// <summary>Makes this the current scope until the result is disposed.</summary>
    public IDisposable Enter()
    {
        var previous = s_current.Value;
        s_current.Value = this;
        return new Restore(previous);
    }

    private sealed class Restore(OperationScope? previous) : IDisposable
    {
        public void Dispose() => s_current.Value = previous;
    }
}
