using System.Globalization;
using System.Management.Automation;

namespace K8sOps.Host.Conformance;

/// <summary>Records a case as tests/Pester/Conformance.ps1 does on the engine.</summary>
internal sealed class CaseOutput(IEnumerable<string> answers) : CommandOutput
{
    private readonly Queue<string> _answers = new(answers);
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private readonly List<string> _warnings = [];
    private readonly List<string> _verbose = [];
    private readonly List<string> _debug = [];
    private readonly List<string> _information = [];
    private readonly List<string> _progress = [];
    private readonly List<string> _host = [];

    public ConformanceCase Told(ConformanceCase of, PipelineEnd end) => of with
    {
        Output = _output,
        Errors = _errors,
        Failure = end.Failure?.FullyQualifiedErrorId,
        Warnings = _warnings,
        Verbose = _verbose,
        Debug = _debug,
        Information = _information,
        Progress = _progress,
        Host = _host,
    };

    public override void Output(object? value) => _output.Add(value is null ? "null" : string.Format(CultureInfo.InvariantCulture, "{0}", value));

    public override void Error(ErrorRecord record) => _errors.Add(record.FullyQualifiedErrorId);

    public override void Warning(string text) => _warnings.Add(text);

    public override void Verbose(string text) => _verbose.Add(text);

    public override void Debug(string text) => _debug.Add(text);

    public override void Information(InformationRecord record) => _information.Add(record.ToString());

    public override void Progress(ProgressRecord record) => _progress.Add($"{record.Activity} {record.RecordType}");

    public override void HostLine(string text) => _host.Add(text);

    public override void HostWarning(string text) => _host.Add(text);

    public override ConfirmAnswer Ask(ConfirmQuestion question)
    {
        _host.Add($"? {question.Caption} | {question.Message.Replace("\n", " / ", StringComparison.Ordinal)}");
        return Enum.Parse<ConfirmAnswer>(_answers.Dequeue(), ignoreCase: true);
    }
}
