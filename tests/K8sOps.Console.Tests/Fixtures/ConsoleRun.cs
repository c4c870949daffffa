using K8sOps.Console.Running;

namespace K8sOps.Console.Fixtures;

/// <summary>The program in a test: what it was told, what it wrote.</summary>
internal sealed class ConsoleRun
{
    private readonly StringWriter _out = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public int ExitCode { get; private set; }

    public static ConsoleRun Of(params string[] arguments) => With(s => s, arguments);

    public static ConsoleRun With(Func<ConsoleSettings, ConsoleSettings> change, params string[] arguments) => With(change, default, arguments);

    public static ConsoleRun With(Func<ConsoleSettings, ConsoleSettings> change, CancellationToken stop, params string[] arguments)
    {
        var run = new ConsoleRun();
        var settings = change(new ConsoleSettings { Out = run._out, Error = run._error, ModuleFolder = Path.Combine(AppContext.BaseDirectory, "Fixtures") });
        run.ExitCode = new CommandRunner(settings, typeof(ConsoleRun).Assembly).Run(arguments, stop);
        return run;
    }
}
