using System.Reflection;
using K8sOps.Console.Demo;
using K8sOps.Console.Help;
using K8sOps.Console.Running;
using K8sOps.Console.Serve;

namespace K8sOps.Console;

/// <summary>The program, apart from its process.</summary>
public static class ConsoleProgram
{
    /// <summary>The cmdlets, by name: they are compiled against another assembly of the engine's name than this one runs on.</summary>
    public static Assembly Commands { get; } = Assembly.Load("K8sOps");

    /// <summary>Does what the arguments say.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(string[] arguments, ConsoleSettings settings, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(settings);
        switch (arguments)
        {
            case []:
                return new DemoCommand(settings).Run(stop);
            case ["demo", ..]:
                return new DemoCommand(settings).Run(stop);
            case ["--version" or "-v" or "version"]:
                settings.Out.WriteLine("k8sops " + Version);
                return ExitCodes.Ok;
            case ["help" or "--help" or "-h" or "-?", "serve"] or ["serve", "-?" or "-h" or "--help"]:
                settings.Out.WriteLine(ServeCommand.Help);
                return ExitCodes.Ok;
            case ["help" or "--help" or "-h" or "-?"]:
                settings.Out.WriteLine("k8sops COMMAND …   k8sops help NAME   k8sops serve   k8sops --version   -Output table|json|yaml with any command\n");
                return HelpTopics.BesideProgram.Print(null, settings.Out, settings.Error, settings.Width ?? 80) == 0 ? ExitCodes.Ok : ExitCodes.Usage;
            case ["help" or "--help" or "-h" or "-?", .. var topic]:
                return HelpTopics.BesideProgram.Print(topic.FirstOrDefault(), settings.Out, settings.Error, settings.Width ?? 80) == 0 ? ExitCodes.Ok : ExitCodes.Usage;
            case [var command, "-?" or "-h" or "--help"]:
                return HelpTopics.BesideProgram.Print(command, settings.Out, settings.Error, settings.Width ?? 80) == 0 ? ExitCodes.Ok : ExitCodes.Usage;
            default:
                return new CommandRunner(settings, Commands).Run(arguments, stop);
        }
    }

    private static string Version
        => typeof(ConsoleProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
