using K8sOps.Console.Help;

return args is ["build-help", .. var rest] ? HelpBuildCommand.Run(rest, Console.Out, Console.Error) : 0;
