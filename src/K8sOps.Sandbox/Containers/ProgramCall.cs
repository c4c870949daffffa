using System.Text;

namespace K8sOps.Sandbox.Containers;

/// <summary>One run of a program: what it is given, and where its output goes.</summary>
internal sealed class ProgramCall(ProgramContainer container, IReadOnlyList<string> argv, ClockActivity activity)
{
    public ProgramContainer Container { get; } = container;

    /// <summary>The argument vector; the first is the program as it was called.</summary>
    public IReadOnlyList<string> Argv { get; } = argv;

    /// <summary>The arguments after the program.</summary>
    public IEnumerable<string> Arguments => Argv.Skip(1);

    /// <summary>The program's name without its folder; null for a path that leads to no folder of programs.</summary>
    public string? Name => NameOf(Argv[0]);

    /// <summary>Its environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = container.Environment;

    /// <summary>Standard input; empty when none was asked for.</summary>
    public Stream Input { get; init; } = Stream.Null;

    public Stream Output { get; init; } = Stream.Null;

    public Stream Error { get; init; } = Stream.Null;

    /// <summary>The same call with another argument vector, as a shell starts programs.</summary>
    public ProgramCall With(IReadOnlyList<string> other, Stream input, Stream output, Stream error, IReadOnlyDictionary<string, string> environment) =>
        new(Container, other, activity) { Input = input, Output = output, Error = error, Environment = environment };

    public static string? NameOf(string program)
    {
        if (!program.Contains('/', StringComparison.Ordinal)) return program;
        var folder = program[..program.LastIndexOf('/')];
        return folder is "/bin" or "/usr/bin" or "/usr/local/bin" or "/sbin" or "/usr/sbin" ? program[(folder.Length + 1)..] : null;
    }

    /// <summary>Waits on the world's clock, which goes on meanwhile.</summary>
    public async Task DelayAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        activity.Rest(handsOver: false);
        try
        {
            await Task.Delay(time, Container.Clock, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            activity.Begin();
        }
    }

    /// <summary>Reads from standard input; while it waits, the world's clock may go on. 0 at its end.</summary>
    public async Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var reading = Input.ReadAsync(buffer, cancellationToken);
        if (reading.IsCompleted) return await reading.ConfigureAwait(false);
        activity.Rest(handsOver: false);
        try
        {
            return await reading.ConfigureAwait(false);
        }
        finally
        {
            activity.Begin();
        }
    }

    public Task WriteAsync(string text, CancellationToken cancellationToken) => Output.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).AsTask();

    /// <summary>Says on standard error what is wrong, and returns the exit code.</summary>
    public async Task<int> FailAsync(int exitCode, string message, CancellationToken cancellationToken)
    {
        await Error.WriteAsync(Encoding.UTF8.GetBytes(message + "\n"), cancellationToken).ConfigureAwait(false);
        return exitCode;
    }
}
