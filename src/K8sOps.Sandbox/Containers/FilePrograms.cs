using System.Globalization;
using System.Text;

namespace K8sOps.Sandbox.Containers;

/// <summary>The programs that read files: those of the container, standard input, and the devices /dev/zero and /dev/null.</summary>
internal static class FilePrograms
{
    public static async Task<int> CatAsync(ProgramCall call, CancellationToken cancellationToken)
    {
        var code = 0;
        var files = call.Arguments.Where(static argument => argument is "-" || !argument.StartsWith('-')).ToArray();
        foreach (var file in files.Length == 0 ? ["-"] : files)
        {
            if (await OpenAsync(call, "cat", file, cancellationToken).ConfigureAwait(false) is not { } source) code = 1;
            else await CopyAsync(source, call.Output, long.MaxValue, cancellationToken).ConfigureAwait(false);
        }

        return code;
    }

    public static async Task<int> HeadAsync(ProgramCall call, CancellationToken cancellationToken)
    {
        var arguments = call.Arguments.ToList();
        var isBytes = arguments is ["-c", ..];
        var number = 10L;
        if (arguments is ["-c" or "-n", var text, ..])
        {
            if (Amount(text) is not { } given) return await call.FailAsync(1, $"head: invalid number of {(isBytes ? "bytes" : "lines")}: '{text}'", cancellationToken).ConfigureAwait(false);
            number = given;
            arguments.RemoveRange(0, 2);
        }

        if (await OpenAsync(call, "head", arguments.Count > 0 ? arguments[0] : "-", cancellationToken).ConfigureAwait(false) is not { } source) return 1;
        if (isBytes) await CopyAsync(source, call.Output, number, cancellationToken).ConfigureAwait(false);
        else await LinesAsync(source, call.Output, number, cancellationToken).ConfigureAwait(false);
        return 0;
    }

    public static async Task<int> CountAsync(ProgramCall call, CancellationToken cancellationToken)
    {
        var file = call.Arguments.FirstOrDefault(static argument => !argument.StartsWith('-')) ?? "-";
        if (await OpenAsync(call, "wc", file, cancellationToken).ConfigureAwait(false) is not { } source) return 1;
        long bytes = 0, lines = 0;
        var buffer = new byte[32 * 1024];
        int read;
        while ((read = await source(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            bytes += read;
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        var isLines = call.Arguments.Contains("-l");
        if (!isLines && !call.Arguments.Contains("-c")) return await call.FailAsync(1, "wc: the sandbox's wc counts lines (-l) or bytes (-c)", cancellationToken).ConfigureAwait(false);
        await call.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{(isLines ? lines : bytes)}{(file == "-" ? "" : " " + file)}\n"), cancellationToken).ConfigureAwait(false);
        return 0;
    }

    public static async Task<int> ListAsync(ProgramCall call, CancellationToken cancellationToken)
    {
        var code = 0;
        var paths = call.Arguments.Where(static argument => !argument.StartsWith('-')).ToArray();
        foreach (var path in paths.Length == 0 ? ["/"] : paths)
        {
            var files = call.Container.Files;
            if (files.IsFolder(path)) await call.WriteAsync(string.Concat(files.In(path).Select(static name => name + "\n")), cancellationToken).ConfigureAwait(false);
            else if (files.Read(path) is not null) await call.WriteAsync(path + "\n", cancellationToken).ConfigureAwait(false);
            else code = await call.FailAsync(2, $"ls: cannot access '{path}': No such file or directory", cancellationToken).ConfigureAwait(false);
        }

        return code;
    }

    /// <summary>What reads the file; null, with the reason on standard error, when there is none.</summary>
    private static async Task<Func<Memory<byte>, CancellationToken, ValueTask<int>>?> OpenAsync(ProgramCall call, string program, string file, CancellationToken cancellationToken)
    {
        if (file is "-" or "/dev/stdin") return (buffer, stop) => new ValueTask<int>(call.ReadAsync(buffer, stop));
        if (file == "/dev/null") return static (_, _) => ValueTask.FromResult(0);
        if (file == "/dev/zero")
        {
            return static (buffer, stop) =>
            {
                stop.ThrowIfCancellationRequested();
                buffer.Span.Clear();
                return ValueTask.FromResult(buffer.Length);
            };
        }

        if (call.Container.Files.Read(file) is { } content) return new MemoryStream(content, writable: false).ReadAsync;
        await call.FailAsync(1, $"{program}: {file}: {(call.Container.Files.IsFolder(file) ? "Is a directory" : "No such file or directory")}", cancellationToken).ConfigureAwait(false);
        return null;
    }

    private static async Task CopyAsync(Func<Memory<byte>, CancellationToken, ValueTask<int>> source, Stream output, long most, CancellationToken cancellationToken)
    {
        var buffer = new byte[32 * 1024];
        while (most > 0)
        {
            var read = await source(buffer.AsMemory(0, (int)Math.Min(buffer.Length, most)), cancellationToken).ConfigureAwait(false);
            if (read == 0) return;
            await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            most -= read;
        }
    }

    private static async Task LinesAsync(Func<Memory<byte>, CancellationToken, ValueTask<int>> source, Stream output, long lines, CancellationToken cancellationToken)
    {
        var buffer = new byte[32 * 1024];
        int read;
        while (lines > 0 && (read = await source(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            var length = 0;
            while (length < read && lines > 0)
            {
                if (buffer[length++] == (byte)'\n') lines--;
            }

            await output.WriteAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        }
    }

    private static long? Amount(string text)
    {
        var unit = text.Length > 0 ? text[^1] switch { 'k' or 'K' => 1024L, 'M' => 1024 * 1024, 'G' => 1024 * 1024 * 1024, _ => 1 } : 1;
        return long.TryParse(unit > 1 ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number * unit : null;
    }
}
