using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace K8sOps.Host;

/// <summary>What a cmdlet's Write… and Should… methods do in a pipeline.</summary>
internal sealed class CommandRuntime : ICommandRuntime2
{
    private readonly PipelineCommand _command;
    private readonly Pipeline _pipeline;
    private ConfirmAnswer? _toAll;

    public CommandRuntime(PipelineCommand command, Pipeline pipeline)
    {
        _command = command;
        _pipeline = pipeline;
        Host = new OutputHost(pipeline.Output);
    }

    public PSHost Host { get; }

    public CommandPreferences Preferences { get; set; } = new();

    /// <summary>The preferences without what the call says.</summary>
    public CommandPreferences SessionPreferences { get; set; } = new();

    public bool IsStopping => _pipeline.IsStopping;

    public void WriteObject(object? sendToPipeline)
    {
        _pipeline.CheckMayWrite(_command);
        if (_pipeline.After(_command) is { } next) next.Accept(sendToPipeline);
        else _pipeline.Output.Output(sendToPipeline);
    }

    public void WriteObject(object? sendToPipeline, bool enumerateCollection)
    {
        if (enumerateCollection && PSObject.Unwrap(sendToPipeline) is IEnumerable many and not (string or IDictionary))
        {
            foreach (var element in many) WriteObject(element);
            return;
        }

        WriteObject(sendToPipeline);
    }

    public void WriteError(ErrorRecord errorRecord)
    {
        _pipeline.CheckMayWrite(_command);
        errorRecord.SetOrigin(_command.Cmdlet.Invocation);
        if (Preferences.Error is ActionPreference.Stop) throw _pipeline.Fail(new ActionPreferenceStopException(errorRecord));
        if (Preferences.Error is ActionPreference.Inquire) AskToGoOn(errorRecord.ToString());
        if (Preferences.Error is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore)) _pipeline.Output.Error(errorRecord);
    }

    public void WriteWarning(string text)
    {
        _pipeline.CheckMayWrite(_command);
        Speak(Preferences.Warning, text, _pipeline.Output.Warning);
    }

    public void WriteVerbose(string text)
    {
        _pipeline.CheckMayWrite(_command);
        Speak(Preferences.Verbose, text, _pipeline.Output.Verbose);
    }

    public void WriteDebug(string text)
    {
        _pipeline.CheckMayWrite(_command);
        Speak(Preferences.Debug, text, _pipeline.Output.Debug);
    }

    public void WriteProgress(ProgressRecord progressRecord)
    {
        _pipeline.CheckMayWrite(_command);
        Speak(Preferences.Progress, progressRecord.Activity, _ => _pipeline.Output.Progress(progressRecord));
    }

    public void WriteInformation(InformationRecord informationRecord)
    {
        _pipeline.CheckMayWrite(_command);
        if (Preferences.Information == ActionPreference.Ignore) return;
        // The stream gets every record; the preference decides what is shown.
        _pipeline.Output.Information(informationRecord);
        Speak(Preferences.Information, informationRecord.ToString(), _pipeline.Output.HostLine);
    }

    public bool ShouldProcess(string target) => ShouldProcess(target, _command.Description.Name);

    public bool ShouldProcess(string target, string action)
        => Consider($"Performing the operation \"{action}\" on target \"{target}\".", null, null, out _);

    public bool ShouldProcess(string verboseDescription, string verboseWarning, string caption)
        => Consider(verboseDescription, verboseWarning, caption, out _);

    public bool ShouldProcess(string verboseDescription, string verboseWarning, string caption, out ShouldProcessReason shouldProcessReason)
        => Consider(verboseDescription, verboseWarning, caption, out shouldProcessReason);

    public bool ShouldContinue(string query, string caption)
    {
        _pipeline.CheckMayWrite(_command);
        return AskOnce(caption, query) is ConfirmAnswer.Yes or ConfirmAnswer.YesToAll;
    }

    public bool ShouldContinue(string query, string caption, ref bool yesToAll, ref bool noToAll)
    {
        _pipeline.CheckMayWrite(_command);
        if (yesToAll || noToAll) return yesToAll;
        var answer = AskOnce(caption, query);
        yesToAll = answer == ConfirmAnswer.YesToAll;
        noToAll = answer == ConfirmAnswer.NoToAll;
        return answer is ConfirmAnswer.Yes or ConfirmAnswer.YesToAll;
    }

    public void ThrowTerminatingError(ErrorRecord errorRecord)
    {
        _pipeline.CheckMayWrite(_command);
        errorRecord.SetOrigin(_command.Cmdlet.Invocation);
        throw _pipeline.Fail(new CmdletInvocationException(errorRecord));
    }

    /// <summary>Ends what stands before this command.</summary>
    public StopUpstreamException StopUpstream() => new(_command);

    private bool Consider(string description, string? warning, string? caption, out ShouldProcessReason reason)
    {
        _pipeline.CheckMayWrite(_command);
        reason = ShouldProcessReason.None;
        if (Preferences.WhatIf)
        {
            reason = ShouldProcessReason.WhatIf;
            _pipeline.Output.HostLine("What if: " + description);
            return false;
        }

        var impact = _command.Description.ConfirmImpact;
        if (impact == ConfirmImpact.None || Preferences.Confirm == ConfirmImpact.None || impact < Preferences.Confirm)
        {
            if (Preferences.Verbose != ActionPreference.SilentlyContinue) WriteVerbose(description);
            return true;
        }

        var answer = _toAll ?? AskOnce(string.IsNullOrEmpty(caption) ? "Confirm" : caption, string.IsNullOrEmpty(warning) ? "Are you sure you want to perform this action?\n" + description : warning);
        if (answer is ConfirmAnswer.YesToAll or ConfirmAnswer.NoToAll) _toAll = answer;
        return answer is ConfirmAnswer.Yes or ConfirmAnswer.YesToAll;
    }

    private ConfirmAnswer AskOnce(string caption, string message)
    {
        var answer = _pipeline.Output.Ask(new ConfirmQuestion(caption, message));
        return answer == ConfirmAnswer.Halt ? throw Stopped("the user selected the Stop option") : answer;
    }

    private void AskToGoOn(string message)
    {
        if (AskOnce("Confirm", message) is ConfirmAnswer.No or ConfirmAnswer.NoToAll) throw Stopped("the user selected the Stop option");
    }

    /// <summary>Writes a message as its stream's preference wants it: first it is told, then it stops or asks.</summary>
    private void Speak(ActionPreference preference, string text, Action<string> write)
    {
        if (preference is ActionPreference.SilentlyContinue or ActionPreference.Ignore) return;
        write(text);
        if (preference == ActionPreference.Stop) throw Stopped("the preference of this stream is set to Stop: " + text);
        if (preference == ActionPreference.Inquire) AskToGoOn("Continue with this operation?");
    }

    private PipelineStoppedException Stopped(string why)
    {
        var failure = new ActionPreferenceStopException($"The running command stopped because {why}.");
        failure.ErrorRecord.SetOrigin(_command.Cmdlet.Invocation);
        return _pipeline.Fail(failure);
    }
}
