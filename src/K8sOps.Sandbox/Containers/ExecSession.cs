using System.Globalization;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Containers;

/// <summary>
/// A program run through a WebSocket, in the remote-command protocol: the first byte of each message is its channel (0 input, 1 output,
/// 2 error output, 3 the outcome as a Status, 4 the terminal's size), and in version 5 a message 255 closes the channel that it names.
/// </summary>
internal sealed class ExecSession(ProgramCall program, IReadOnlyList<IContainerProgram> programs, bool stdin, bool stdout, bool stderr, string? problem, ClockActivity activity)
{
    /// <summary>The versions that are spoken.</summary>
    public static readonly IReadOnlyList<string> Protocols = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

    private const byte InputChannel = 0;
    private const byte OutputChannel = 1;
    private const byte ErrorChannel = 2;
    private const byte StatusChannel = 3;
    private const byte CloseSignal = 255;

    /// <summary>Whether the program only looks.</summary>
    public bool IsReading => ProgramTable.Find(programs, program)?.IsReading(program.Argv) == true;

    /// <summary>Serves the socket from now on; whatever becomes of it, it is closed in the end.</summary>
    public void Begin(WebSocket socket) => _ = Task.Run(() => ServeAsync(socket));

    private async Task ServeAsync(WebSocket socket)
    {
        using var gone = new CancellationTokenSource();
        using var sending = new SemaphoreSlim(1, 1);
        var input = new Pipe();
        var receiving = ReceiveAsync(socket, input.Writer, gone);
        try
        {
            // The first message tells the client that the connection stands.
            await new ChannelStream(socket, sending, stdout ? OutputChannel : stderr ? ErrorChannel : StatusChannel).WriteAsync(ReadOnlyMemory<byte>.Empty, gone.Token).ConfigureAwait(false);
            var outcome = problem is not null ? InternalError(problem) : await RunAsync(socket, sending, input.Reader, gone.Token).ConfigureAwait(false);
            await new ChannelStream(socket, sending, StatusChannel).WriteAsync(Encoding.UTF8.GetBytes(outcome.ToJsonString()), gone.Token).ConfigureAwait(false);

            // The time stands still until the client has taken all of it, which its own close tells: however slow its machine is, no
            // time-out of its passes meanwhile.
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", gone.Token).ConfigureAwait(false);
            await receiving.WaitAsync(TimeSpan.FromSeconds(5), gone.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException or IOException or TimeoutException or ObjectDisposedException)
        {
            // The client has gone, or does not answer the close: there is nobody left to tell.
        }
        finally
        {
            await gone.CancelAsync().ConfigureAwait(false);
            socket.Abort();
            socket.Dispose();
            activity.Dispose();
        }
    }

    private async Task<JsonObject> RunAsync(WebSocket socket, SemaphoreSlim sending, PipeReader input, CancellationToken gone)
    {
        var call = new ProgramCall(program.Container, program.Argv, activity)
        {
            Input = stdin ? input.AsStream() : Stream.Null,
            Output = stdout ? new ChannelStream(socket, sending, OutputChannel) : Stream.Null,
            Error = stderr ? new ChannelStream(socket, sending, ErrorChannel) : Stream.Null,
        };
        if (ProgramTable.Find(programs, call) is not { } found)
        {
            var why = call.Argv[0].Contains('/', StringComparison.Ordinal)
                ? $"exec: \"{call.Argv[0]}\": stat {call.Argv[0]}: no such file or directory"
                : $"exec: \"{call.Argv[0]}\": executable file not found in $PATH";
            return InternalError($"Internal error occurred: error executing command in container: failed to exec in container: failed to start exec \"{Id(call)}\": OCI runtime exec failed: exec failed: unable to start container process: {why}: unknown");
        }

        int code;
        try
        {
            code = await found.RunAsync(call, gone).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not (OperationCanceledException or WebSocketException or IOException or ObjectDisposedException))
        {
            // A fault of the simulator: the caller is told, since nobody else would be.
            return InternalError($"the sandbox's program {call.Argv[0]} failed: {error}");
        }

        await input.CompleteAsync().ConfigureAwait(false);
        return code == 0 ? new JsonObject { ["metadata"] = new JsonObject(), ["status"] = "Success" } : new JsonObject
        {
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = $"command terminated with non-zero exit code: command terminated with exit code {code}",
            ["reason"] = "NonZeroExitCode",
            ["details"] = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ExitCode", ["message"] = code.ToString(CultureInfo.InvariantCulture) }) },
        };
    }

    /// <summary>Takes the client's messages until it closes; then the program's input ends, and if the client is gone so does the program.</summary>
    private static async Task ReceiveAsync(WebSocket socket, PipeWriter input, CancellationTokenSource gone)
    {
        var buffer = new byte[64 * 1024];
        var isFirst = true;
        var isClosed = false;
        byte channel = 0;
        try
        {
            while (true)
            {
                var message = await socket.ReceiveAsync(buffer.AsMemory(), gone.Token).ConfigureAwait(false);
                if (message.MessageType == WebSocketMessageType.Close) break;
                var data = buffer.AsMemory(0, message.Count);
                if (isFirst && !data.IsEmpty)
                {
                    channel = data.Span[0];
                    data = data[1..];
                    isFirst = false;
                }

                if (channel == InputChannel && !data.IsEmpty && !isClosed)
                {
                    await input.WriteAsync(data, gone.Token).ConfigureAwait(false);
                }
                else if (channel == CloseSignal && !data.IsEmpty && data.Span[0] == InputChannel)
                {
                    isClosed = true;
                    await input.CompleteAsync().ConfigureAwait(false);
                }

                if (message.EndOfMessage) isFirst = true;
            }

            // Closed in good order before the outcome was there: whoever did that does not wait for it.
            await gone.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException)
        {
            await CancelAsync(gone).ConfigureAwait(false);
        }
        finally
        {
            await input.CompleteAsync().ConfigureAwait(false);
        }
    }

    private static async Task CancelAsync(CancellationTokenSource gone)
    {
        try
        {
            await gone.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The session had ended by itself.
        }
    }

    private static JsonObject InternalError(string why) => new()
    {
        ["metadata"] = new JsonObject(),
        ["status"] = "Failure",
        ["message"] = "Internal error occurred: " + why,
        ["reason"] = "InternalError",
        ["details"] = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["message"] = why }) },
        ["code"] = 500,
    };

    private static string Id(ProgramCall call) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', call.Argv) + call.Container.Name)));
}
