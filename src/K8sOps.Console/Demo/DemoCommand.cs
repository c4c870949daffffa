using System.Globalization;
using System.Management.Automation;
using K8sOps.Console.Running;
using K8sOps.Console.Views;
using K8sOps.Host;
using Spectre.Console;

namespace K8sOps.Console.Demo;

/// <summary>What the program shows without arguments: a platform that is well, then broken, then what is found and what to type next.</summary>
internal sealed class DemoCommand
{
    private const string Cluster = "sandbox-infra";
    private static readonly string[] s_next =
    [
        "k8sops Get-K8sPod -Cluster sandbox-infra -Unhealthy",
        "k8sops Get-K8sNode -Cluster sandbox-infra -Output yaml",
        "k8sops help Test-K8sPlatform",
        "k8sops serve",
    ];

    private readonly ConsoleSettings _settings;
    private readonly CommandHost _host;
    private readonly IAnsiConsole _console;

    public DemoCommand(ConsoleSettings settings)
    {
        _settings = settings;
        _host = new CommandHost(ConsoleProgram.Commands);
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = settings.ColorOut ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = settings.ColorOut ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(settings.Out),
        });
        _console.Profile.Width = settings.Width ?? 120;
    }

    /// <summary>Shows it.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public int Run(CancellationToken stop)
    {
        try
        {
            Head("1. A platform that is well");
            Say($"The sandbox [bold]{Cluster}[/] is a whole platform in this process: nothing is installed, nothing of yours is touched.");
            ShowHealth(Ask($"Test-K8sPlatform -Cluster {Cluster}", stop).OfType<CheckResult>().ToList());

            Head("2. Something breaks");
            foreach (var scenario in Ask($"Start-K8sScenario crash-loop, claim-pending, flux-bad-revision, node-not-ready -Cluster {Cluster}", stop)) ShowScenario(scenario!);
            Ask($"Step-K8sSandbox 10m -Cluster {Cluster}", stop);

            Head("3. It is found, and the next command is named");
            var found = Ask($"Test-K8sPlatform -Cluster {Cluster} | Where-Object Status -ne Pass", stop).OfType<CheckResult>().Where(f => f.Status != CheckStatus.Skip).ToList();
            foreach (var finding in found) ShowFinding(finding);
            ShowHealth(found);

            Head("4. Try it");
            foreach (var command in s_next) Say("  " + Markup.Escape(command));
            return ExitCodes.Ok;
        }
        catch (DemoException e)
        {
            _settings.Error.WriteLine(e.Message);
            return e.WasStopped ? ExitCodes.Interrupted : ExitCodes.Error;
        }
    }

    /// <summary>Shows a command line and runs it.</summary>
    private IReadOnlyList<object?> Ask(string line, CancellationToken stop)
    {
        Say($"[dim]$[/] [cyan]k8sops '{Markup.Escape(line)}'[/]");
        var result = _host.Invoke(line, stop: stop);
        if (result.End.WasStopped) throw new DemoException("Stopped.", wasStopped: true);
        var error = result.Failure ?? (result.Errors.Count > 0 ? result.Errors[0] : null);
        return error is null ? result.Objects : throw new DemoException(error.ToString(), wasStopped: false);
    }

    private void ShowHealth(IReadOnlyList<CheckResult> results)
    {
        var counts = results.GroupBy(r => r.Status).OrderBy(g => g.Key == CheckStatus.Pass ? 1 : 0).ThenByDescending(g => g.Key)
            .Select(g => $"{Colour(g.Key, g.Count().ToString(CultureInfo.InvariantCulture) + " " + g.Key)}");
        Say($"  {string.Join(", ", counts)}");
    }

    private void ShowScenario(object scenario)
    {
        string Of(string name) => CellExpression.Write(CellExpression.Property(scenario, name));
        Say($"  [yellow]{Markup.Escape(Of("Name"))}[/]  {Markup.Escape(Of("Description"))}");
    }

    private void ShowFinding(CheckResult finding)
    {
        Say($"  {Colour(finding.Status, finding.Status.ToString().PadRight(7))} [bold]{Markup.Escape(finding.Id)}[/]  {Markup.Escape(Target(finding))}");
        Say($"          {Markup.Escape(finding.Message)}");
        if (finding.Remedy is { } remedy) Say($"          [dim]next:[/] [cyan]{Markup.Escape(remedy)}[/]");
    }

    private static string Target(CheckResult finding)
        => $"{finding.Kind} {(finding.Namespace is null ? "" : finding.Namespace + "/")}{finding.TargetName}";

    private static string Colour(CheckStatus status, string text) => status switch
    {
        CheckStatus.Pass => $"[green]{text}[/]",
        CheckStatus.Fail => $"[red]{text}[/]",
        CheckStatus.Skip => $"[dim]{text}[/]",
        _ => $"[yellow]{text}[/]",
    };

    private void Head(string text)
    {
        if (_settings.ColorOut)
        {
            _console.WriteLine();
            _console.Write(new Rule($"[bold]{Markup.Escape(text)}[/]").LeftJustified());
        }
        else
        {
            _settings.Out.WriteLine();
            _settings.Out.WriteLine(text);
        }
    }

    private void Say(string markup)
    {
        // Plain text is not wrapped: whoever redirects it has a wrapping of their own.
        if (_settings.ColorOut) _console.MarkupLine(markup);
        else _settings.Out.WriteLine(Markup.Remove(markup));
    }

    private sealed class DemoException(string message, bool wasStopped) : Exception(message)
    {
        public bool WasStopped { get; } = wasStopped;
    }
}
