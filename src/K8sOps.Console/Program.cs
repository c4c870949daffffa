using K8sOps.Console;
using K8sOps.Console.Help;
using K8sOps.Console.Running;
using K8sOps.Console.Serve;

if (args is ["build-help", .. var rest]) return HelpBuildCommand.Run(rest, Console.Out, Console.Error);

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    // The first Ctrl+C stops the command, which may say what it had changed; the second one ends the process.
    if (stop.IsCancellationRequested) return;
    e.Cancel = true;
    stop.Cancel();
};
if (args is ["serve", .. var options] && options is not ["-?" or "-h" or "--help"]) return await ServeCommand.RunAsync(options, Console.Out, Console.Error, stop.Token).ConfigureAwait(false);
return ConsoleProgram.Run(args, ConsoleSettings.OfProcess(), stop.Token);
