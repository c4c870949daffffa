using System.Management.Automation;

namespace K8sOps.Host;

/// <summary>Everything that a pipeline wrote, and how it ended.</summary>
public sealed class CommandResult : CommandOutput
{
    private readonly Func<ConfirmQuestion, ConfirmAnswer>? _answer;
    private readonly List<object?> _output = [];
    private readonly List<ErrorRecord> _errors = [];
    private readonly List<string> _warnings = [];
    private readonly List<string> _verbose = [];
    private readonly List<string> _debug = [];
    private readonly List<InformationRecord> _information = [];
    private readonly List<ProgressRecord> _progress = [];
    private readonly List<string> _hostLines = [];
    private readonly List<string> _hostWarnings = [];
    private readonly List<ConfirmQuestion> _questions = [];

    /// <summary>Records; questions are answered by <paramref name="answer"/>, and are an error without it.</summary>
    public CommandResult(Func<ConfirmQuestion, ConfirmAnswer>? answer = null) => _answer = answer;

    /// <summary>What went out of the pipeline's end, wrappers taken off.</summary>
    public IReadOnlyList<object?> Objects => _output;

    /// <summary>Non-terminating errors.</summary>
    public IReadOnlyList<ErrorRecord> Errors => _errors;

    /// <summary>Warnings.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Verbose lines.</summary>
    public IReadOnlyList<string> VerboseLines => _verbose;

    /// <summary>Debug lines.</summary>
    public IReadOnlyList<string> DebugLines => _debug;

    /// <summary>Information records.</summary>
    public IReadOnlyList<InformationRecord> InformationRecords => _information;

    /// <summary>Progress records.</summary>
    public IReadOnlyList<ProgressRecord> ProgressRecords => _progress;

    /// <summary>What was written to the host, "What if: …" among it.</summary>
    public IReadOnlyList<string> HostLines => _hostLines;

    /// <summary>Warnings to the host.</summary>
    public IReadOnlyList<string> HostWarnings => _hostWarnings;

    /// <summary>The questions that were asked.</summary>
    public IReadOnlyList<ConfirmQuestion> Questions => _questions;

    /// <summary>How the pipeline ended.</summary>
    public PipelineEnd End { get; internal set; } = PipelineEnd.Completed;

    /// <summary>The terminating error, or null.</summary>
    public ErrorRecord? Failure => End.Failure;

    /// <summary>The objects of a type.</summary>
    public IReadOnlyList<T> Of<T>() => [.. _output.OfType<T>()];

    /// <summary>The same when nothing went wrong; for tests that expect that.</summary>
    /// <exception cref="InvalidOperationException">An error was written, or the pipeline ended with one.</exception>
    public CommandResult Succeeded()
    {
        var error = Failure ?? _errors.FirstOrDefault();
        return error is null ? this : throw new InvalidOperationException($"{error.FullyQualifiedErrorId}: {error}", error.Exception);
    }

    /// <inheritdoc/>
    public override void Output(object? value) => _output.Add(PSObject.Unwrap(value));

    /// <inheritdoc/>
    public override void Error(ErrorRecord record) => _errors.Add(record);

    /// <inheritdoc/>
    public override void Warning(string text) => _warnings.Add(text);

    /// <inheritdoc/>
    public override void Verbose(string text) => _verbose.Add(text);

    /// <inheritdoc/>
    public override void Debug(string text) => _debug.Add(text);

    /// <inheritdoc/>
    public override void Information(InformationRecord record) => _information.Add(record);

    /// <inheritdoc/>
    public override void Progress(ProgressRecord record) => _progress.Add(record);

    /// <inheritdoc/>
    public override void HostLine(string text) => _hostLines.Add(text);

    /// <inheritdoc/>
    public override void HostWarning(string text)
    {
        lock (_hostWarnings) _hostWarnings.Add(text);
    }

    /// <inheritdoc/>
    public override ConfirmAnswer Ask(ConfirmQuestion question)
    {
        _questions.Add(question);
        return _answer is null
            ? throw new PSInvalidOperationException("There is nobody to ask: the command host is not interactive.")
            : _answer(question);
    }
}
