using System.Management.Automation;
using K8sOps.Console.Views;
using K8sOps.Host;

namespace K8sOps.Console.Running;

/// <summary>Writes the streams of a pipeline to the two streams of a process.</summary>
internal sealed class ConsoleOutput(ConsoleSettings settings, IRecordWriter writer, bool isForPeople) : CommandOutput
{
    private const string Reset = "\u001b[0m";
    private const string Red = "\u001b[31;1m";
    private const string Yellow = "\u001b[33m";
    private const string Dim = "\u001b[2m";
    private readonly Lock _gate = new();
    private bool _bar;

    /// <summary>Whether an error was written.</summary>
    public bool HadErrors { get; private set; }

    /// <summary>Whether a check failed, could not look, or <c>-Quiet</c> said no.</summary>
    public bool HadFindings { get; private set; }

    public override void Output(object? value)
    {
        var plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (plain is false or CheckResult { Status: CheckStatus.Fail or CheckStatus.Unknown }) HadFindings = true;
        lock (_gate)
        {
            ClearBar();
            writer.Write(plain);
        }
    }

    public override void Error(ErrorRecord record)
    {
        HadErrors = true;
        var command = record.InvocationInfo?.MyCommand?.Name;
        Say(Red, command is null ? record.ToString() : $"{command}: {record}");
        if (record.ErrorDetails is { RecommendedAction: { Length: > 0 } remedy } && !record.ToString().Contains(remedy, StringComparison.Ordinal)) Say("", "Try: " + remedy);
    }

    public override void Warning(string text) => Say(Yellow, "WARNING: " + text);

    public override void Verbose(string text) => Say(Dim, "VERBOSE: " + text);

    public override void Debug(string text) => Say(Dim, "DEBUG: " + text);

    public override void Information(InformationRecord record)
    {
        // What is to be seen comes as a host line; the record is for programs.
    }

    public override void Progress(ProgressRecord record)
    {
        if (!settings.ColorError) return;
        lock (_gate)
        {
            ClearBar();
            if (record.RecordType == ProgressRecordType.Completed) return;
            var percent = record.PercentComplete < 0 ? "" : $" {record.PercentComplete}%";
            settings.Error.Write(Dim + AnsiText.Fit($"{record.Activity}: {record.StatusDescription}{percent}", (settings.Width ?? 80) - 1) + Reset);
            _bar = true;
        }
    }

    public override void HostLine(string text)
    {
        // Where objects are for a program, lines for people must not stand among them.
        if (!isForPeople)
        {
            Say("", text);
            return;
        }

        lock (_gate)
        {
            ClearBar();
            settings.Out.WriteLine(text);
        }
    }

    public override void HostWarning(string text) => Warning(text);

    public override ConfirmAnswer Ask(ConfirmQuestion question)
    {
        if (settings.Answers is null)
        {
            throw new PSInvalidOperationException("There is nobody to ask: standard input is not a terminal. Add -Confirm:false to go on without asking, or -WhatIf to only see what would be done.");
        }

        while (true)
        {
            Say("", $"{question.Caption}\n{question.Message}");
            Say("", "[Y] Yes  [A] Yes to All  [N] No  [L] No to All (default is \"Y\"):");
            var answer = settings.Answers.ReadLine();
            switch (answer?.Trim().ToUpperInvariant())
            {
                case null:
                    return ConfirmAnswer.Halt;
                case "" or "Y" or "YES":
                    return ConfirmAnswer.Yes;
                case "A":
                    return ConfirmAnswer.YesToAll;
                case "N" or "NO":
                    return ConfirmAnswer.No;
                case "L":
                    return ConfirmAnswer.NoToAll;
            }
        }
    }

    /// <summary>Takes away what must not stay on the screen.</summary>
    public void Finish()
    {
        lock (_gate)
        {
            ClearBar();
            writer.Finish();
        }
    }

    private void Say(string colour, string text)
    {
        lock (_gate)
        {
            ClearBar();
            settings.Error.WriteLine(AnsiText.Safe(settings.ColorError && colour.Length > 0 ? colour + text + Reset : AnsiText.Strip(text)));
        }
    }

    private void ClearBar()
    {
        if (!_bar) return;
        settings.Error.Write("\r\u001b[2K");
        _bar = false;
    }
}
