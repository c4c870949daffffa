using System.Management.Automation;
using System.Reflection;
using K8sOps.Console.Views;
using K8sOps.Host;

namespace K8sOps.Console.Running;

/// <summary>Runs commands of the module for the console.</summary>
public sealed class CommandRunner
{
    private readonly ConsoleSettings _settings;
    private readonly ViewCatalog _views;

    /// <summary>A session with the commands of an assembly.</summary>
    public CommandRunner(ConsoleSettings settings, Assembly commands)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        // The engine asks at each line of -Debug; on a command line of a shell that helps nobody.
        Host = new CommandHost(commands) { Preferences = new CommandPreferences { DebugSwitch = ActionPreference.Continue } };
        _views = settings.ModuleFolder is { } folder ? ViewCatalog.Read(Path.Combine(folder, "K8sOps.Format.ps1xml"), commands) : ViewCatalog.Empty;
    }

    /// <summary>The session.</summary>
    public CommandHost Host { get; }

    /// <summary>Runs what the program's arguments say.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public int Run(IReadOnlyList<string> arguments, CancellationToken stop)
    {
        try
        {
            var invocation = Invocation.Read(arguments);
            return Run(invocation.Calls, invocation.Format, stop);
        }
        catch (UsageException e)
        {
            return Refuse(e.Message);
        }
        catch (CommandLineException e)
        {
            return Refuse(e.Message);
        }
    }

    /// <summary>Runs a pipeline.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public int Run(IReadOnlyList<CommandCall> calls, OutputFormat format, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(calls);
        if (calls.Select(c => c.Name).FirstOrDefault(n => Host.Find(n) is null) is { } unknown) return Refuse(Unknown(unknown));
        IRecordWriter writer = format switch
        {
            OutputFormat.Json => new JsonRecordWriter(_settings.Out),
            OutputFormat.Yaml => new YamlRecordWriter(_settings.Out),
            _ => new TableRecordWriter(_settings, _views),
        };
        var output = new ConsoleOutput(_settings, writer, format == OutputFormat.Table);
        PipelineEnd end;
        try
        {
            end = Host.Invoke(calls, output, stop: stop);
        }
        finally
        {
            output.Finish();
        }

        if (end.Failure is { } failure) output.Error(failure);
        if (end.WasStopped) return ExitCodes.Interrupted;
        if (end.Exception is ParameterBindingException e)
        {
            _settings.Error.WriteLine($"k8sops help {e.CommandInvocation.MyCommand?.Name}");
            return ExitCodes.Usage;
        }

        if (end.Failure is not null || output.HadErrors) return ExitCodes.Error;
        return output.HadFindings && calls.Any(c => c.Name.StartsWith("Test-", StringComparison.OrdinalIgnoreCase)) ? ExitCodes.Findings : ExitCodes.Ok;
    }

    private string Unknown(string name)
    {
        var words = name.Split('-');
        var near = Host.Commands.Select(c => c.Name).Where(n => words.Any(w => w.Length > 2 && n.Contains(w, StringComparison.OrdinalIgnoreCase))).ToList();
        return $"There is no command '{name}'." + (near.Count > 0 ? $" There is {string.Join(", ", near)}." : " 'k8sops help' lists what there is.");
    }

    private int Refuse(string message)
    {
        _settings.Error.WriteLine(message);
        return ExitCodes.Usage;
    }
}
