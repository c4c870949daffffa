using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using K8sOps.Runbooks.Running;
using PowerShellCall = System.Management.Automation.PowerShell;

namespace K8sOps.Engine;

/// <summary>
/// The session of a run: a runspace of its own on the calling thread, with this module and nothing of the operator's but the host and a
/// few preferences, so that what runs is what is written. Blocks with other values get another runspace, for the values are constants.
/// </summary>
internal sealed class RunspaceEngine(RunEngineOptions options, PSHost host) : IBlockEngine
{
    /// <summary>In every scope, and for good: an assignment fails instead of hiding the value.</summary>
    private const ScopedItemOptions Constant = ScopedItemOptions.Constant | ScopedItemOptions.AllScope;

    private Runspace? _runspace;
    private string _values = "";

    /// <inheritdoc/>
    public void Prepare(BlockCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        For(call);
    }

    /// <inheritdoc/>
    public BlockResult Invoke(BlockCall call, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (stop.IsCancellationRequested) return new BlockResult { Failed = true, Stopped = true };
        var output = new List<object?>();
        using var shell = PowerShellCall.Create();
        try
        {
            shell.Runspace = For(call);
        }
        catch (OperationException e)
        {
            // Steps with other values get a session of their own in the middle of the run, which then ends as with any other failure.
            return new BlockResult { Failed = true, Errors = [new BlockError(e.Message, e.Category)] };
        }

        // In a scope of its own: nothing is handed from block to block.
        shell.AddScript(call.Code, useLocalScope: true).AddCommand(SaveBlockOutputCommand.Name)
            .AddParameter(nameof(SaveBlockOutputCommand.Into), output).AddParameter(nameof(SaveBlockOutputCommand.Shows), call.Shows);
        return Invoke(shell, call, output, stop);
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace?.Dispose();

    private static BlockResult Invoke(PowerShellCall shell, BlockCall call, List<object?> output, CancellationToken stop)
    {
        var errors = new List<BlockError>();
        Exception? thrown = null;
        using (StopOf(shell, stop))
        {
            try
            {
                shell.Invoke();
            }
            catch (Exception e) when (e is RuntimeException or InvalidOperationException or ParseException)
            {
                thrown = e;
            }
        }

        var state = shell.InvocationStateInfo.State;
        errors.AddRange(shell.Streams.Error.Select(r => Error(r, call)));
        // Some terminating errors are told by the state alone.
        var last = thrown ?? (state == PSInvocationState.Failed ? shell.InvocationStateInfo.Reason : null);
        if (last is not null && last is not PipelineStoppedException) errors.Add(last is IContainsErrorRecord { ErrorRecord: { } record } ? Error(record, call) : new BlockError(last.Message, OperationCategory.NotSpecified));
        return new BlockResult
        {
            Output = output,
            Errors = [.. errors.Distinct()],
            Failed = thrown is not null || state != PSInvocationState.Completed || errors.Count > 0,
            Stopped = stop.IsCancellationRequested && state != PSInvocationState.Completed,
        };
    }

    /// <summary>Stops the invocation when it is told to, also when it has not quite begun yet.</summary>
    private static CancellationTokenRegistration StopOf(PowerShellCall shell, CancellationToken stop) => stop.Register(() => _ = Task.Run(async () =>
    {
        while (shell.InvocationStateInfo.State is PSInvocationState.NotStarted or PSInvocationState.Running)
        {
            shell.BeginStop(null, null);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        }
    }, CancellationToken.None));

    private static BlockError Error(ErrorRecord record, BlockCall call)
    {
        var text = record.ErrorDetails?.Message is { Length: > 0 } details ? details : record.Exception.Message;
        if (record.ErrorDetails?.RecommendedAction is { Length: > 0 } remedy) text += $" Remedy: {remedy}";
        if (call is { File: { } file, Line: > 0 } && record.InvocationInfo is { ScriptLineNumber: > 0 } at)
        {
            text += string.Create(CultureInfo.InvariantCulture, $" ({Path.GetFileName(file)}:{call.Line + at.ScriptLineNumber - 1})");
        }

        return new BlockError(text, Enum.TryParse<OperationCategory>(record.CategoryInfo.Category.ToString(), out var category) ? category : OperationCategory.NotSpecified);
    }

    private Runspace For(BlockCall call)
    {
        var values = string.Join('\u001f', call.Arguments.OrderBy(a => a.Key, StringComparer.OrdinalIgnoreCase).Select(a => $"{a.Key}={a.Value.GetType().Name}:{Text(a.Value)}").Prepend(call.Cluster).Append(call.IsRehearsal ? "rehearsal" : ""));
        if (_runspace is not null && values == _values) return _runspace;
        _runspace?.Dispose();
        _runspace = null;
        _runspace = Opened(call);
        _values = values;
        return _runspace;
    }

    private Runspace Opened(BlockCall call)
    {
        Runspace? opened = null;
        try
        {
            opened = RunspaceFactory.CreateRunspace(host, State(call));
            opened.Open();
            using var strict = PowerShellCall.Create();
            strict.Runspace = opened;
            // Not in a scope of its own, so that it holds for all blocks.
            strict.AddScript("Set-StrictMode -Version Latest", useLocalScope: false).Invoke();
            return opened;
        }
        catch (Exception e)
        {
            opened?.Dispose();
            if (e is RuntimeException or InvalidOperationException or ArgumentException) throw new OperationException("SessionFailed", OperationCategory.ResourceUnavailable, options.Module, $"Cannot open the session that steps run in: {e.Message}", "Get-Error", e);
            throw;
        }
    }

    private static string Text(object value) => value is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : value.ToString() ?? "";

    private InitialSessionState State(BlockCall call)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.UseCurrentThread;
        state.ThrowOnRunspaceOpenError = true;
        state.Commands.Add(new SessionStateCmdletEntry(SaveBlockOutputCommand.Name, typeof(SaveBlockOutputCommand), null));
        state.ImportPSModule([options.Module]);
        void Set(string name, object value, ScopedItemOptions scope = ScopedItemOptions.None) => state.Variables.Add(new SessionStateVariableEntry(name, value, "", scope));
        Set("ErrorActionPreference", ActionPreference.Stop);
        Set("PSNativeCommandUseErrorActionPreference", true);
        foreach (var (name, value) in options.Preferences) Set(name, value);
        if (options.Unattended) Set("ConfirmPreference", ConfirmImpact.None);
        if (call.IsRehearsal) Set("WhatIfPreference", true);
        if (options.SkipGate.Count > 0) Set("PSDefaultParameterValues", new DefaultParameterDictionary { ["*:SkipGate"] = options.SkipGate.ToArray() });
        Set("Cluster", call.Cluster, Constant);
        foreach (var (name, value) in call.Arguments.Where(a => !string.Equals(a.Key, "Cluster", StringComparison.OrdinalIgnoreCase))) Set(name, value, Constant);
        return state;
    }
}
