namespace K8sOps.Console.Running;

/// <summary>What the program may do with its surroundings.</summary>
public sealed record ConsoleSettings
{
    /// <summary>Where objects go.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Where errors, warnings and everything else that is no object go.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Where answers come from; null when nobody is there to ask.</summary>
    public TextReader? Answers { get; init; }

    /// <summary>Whether objects may be coloured.</summary>
    public bool ColorOut { get; init; }

    /// <summary>Whether errors and warnings may be coloured, and progress shown.</summary>
    public bool ColorError { get; init; }

    /// <summary>How wide a table may be; null for as wide as it is.</summary>
    public int? Width { get; init; }

    /// <summary>The folder with K8sOps.Format.ps1xml; null when there is none.</summary>
    public string? ModuleFolder { get; init; } = ModuleFiles.Folder;

    /// <summary>Those of the process. Colour only on a terminal, and never where <c>NO_COLOR</c> is set (https://no-color.org).</summary>
    public static ConsoleSettings OfProcess()
    {
        var colour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return new ConsoleSettings
        {
            Out = System.Console.Out,
            Error = System.Console.Error,
            Answers = System.Console.IsInputRedirected ? null : System.Console.In,
            ColorOut = colour && !System.Console.IsOutputRedirected,
            ColorError = colour && !System.Console.IsErrorRedirected,
            Width = System.Console.IsOutputRedirected ? null : Math.Max(40, System.Console.WindowWidth),
        };
    }
}
