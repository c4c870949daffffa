namespace K8sOps.Host;

/// <summary>One command of a pipeline with its arguments, not bound yet.</summary>
public sealed class CommandCall(string name, IReadOnlyList<CommandArgument> arguments, string text = "")
{
    /// <summary>The command's name as written.</summary>
    public string Name { get; } = name;

    /// <summary>The arguments in their order.</summary>
    public IReadOnlyList<CommandArgument> Arguments { get; } = arguments;

    /// <summary>The whole line it stood in.</summary>
    public string Text { get; } = text;

    /// <summary>A command without arguments.</summary>
    public static CommandCall Of(string name) => new(name, [], name);

    /// <summary>The same with one more named argument.</summary>
    public CommandCall With(string parameter, object? value) => new(Name, [.. Arguments, new CommandArgument(parameter, value)], Text);

    /// <summary>The same with one more switch.</summary>
    public CommandCall With(string parameter) => new(Name, [.. Arguments, new CommandArgument(parameter, null, HasValue: false)], Text);
}
