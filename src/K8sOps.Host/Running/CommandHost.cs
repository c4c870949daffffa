using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using Microsoft.PowerShell.Commands;

namespace K8sOps.Host;

/// <summary>A session: the commands of some assemblies, preferences, and an identity like a runspace's.</summary>
public sealed class CommandHost
{
    private readonly Dictionary<string, CommandDescription> _commands = new(StringComparer.OrdinalIgnoreCase);
    private readonly Session _session = new();

    /// <summary>A session with the commands of the given assemblies, beside the few built-in ones.</summary>
    public CommandHost(params Assembly[] assemblies)
    {
        ArgumentNullException.ThrowIfNull(assemblies);
        Add(typeof(SelectObjectCommand));
        Add(typeof(WhereObjectCommand));
        foreach (var type in assemblies.SelectMany(a => a.GetTypes())) Add(type);
    }

    /// <summary>The commands, by name.</summary>
    public IReadOnlyList<CommandDescription> Commands => [.. _commands.Values.OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>What holds where a command does not say.</summary>
    public CommandPreferences Preferences { get; set; } = new();

    /// <summary>The identity that commands see as <c>Runspace.DefaultRunspace</c>.</summary>
    public Runspace Runspace => _session;

    /// <summary>The command of that name (without regard to case), or null.</summary>
    public CommandDescription? Find(string name) => _commands.GetValueOrDefault(name);

    /// <summary>Runs a pipeline on this thread and records what it writes.</summary>
    /// <param name="line">Such as <c>Get-K8sPod -Unhealthy | Select-Object -First 1</c>.</param>
    /// <param name="input">Objects for the first command; null when nothing is piped into it.</param>
    /// <param name="answer">Answers the questions of <c>-Confirm</c>; without it they are errors.</param>
    /// <param name="stop">Stops the pipeline as Ctrl+C does.</param>
    /// <exception cref="CommandLineException">The line cannot be read.</exception>
    public CommandResult Invoke(string line, IEnumerable<object?>? input = null, Func<ConfirmQuestion, ConfirmAnswer>? answer = null, CancellationToken stop = default)
        => Invoke(CommandLineParser.Parse(line), input, answer, stop);

    /// <summary>Runs commands as a pipeline on this thread and records what they write.</summary>
    public CommandResult Invoke(IReadOnlyList<CommandCall> calls, IEnumerable<object?>? input = null, Func<ConfirmQuestion, ConfirmAnswer>? answer = null, CancellationToken stop = default)
    {
        var result = new CommandResult(answer);
        result.End = Invoke(calls, result, input, stop);
        return result;
    }

    /// <summary>Runs commands as a pipeline on this thread; what they write goes to <paramref name="output"/> as it comes.</summary>
    public PipelineEnd Invoke(IReadOnlyList<CommandCall> calls, CommandOutput output, IEnumerable<object?>? input = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(calls);
        ArgumentNullException.ThrowIfNull(output);
        var before = Runspace.DefaultRunspace;
        Runspace.DefaultRunspace = _session;
        try
        {
            return new Pipeline(this, output).Run(calls, input, stop);
        }
        finally
        {
            Runspace.DefaultRunspace = before;
        }
    }

    private void Add(Type type)
    {
        if (CommandDescription.From(type) is { } command) _commands[command.Name] = command;
    }

    private sealed class Session : Runspace;
}
