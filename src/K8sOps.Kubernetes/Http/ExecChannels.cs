using System.Buffers;
using System.Globalization;
using System.Net.WebSockets;
using System.Runtime.ExceptionServices;
using System.Text.Json;

namespace K8sOps.Kubernetes.Http;

/// <summary>
/// The remote-command protocol over one WebSocket: the first byte of each message is its channel, the end is a <c>Status</c> on channel 3.
/// Version 5 can also close a channel (apimachinery <c>remotecommand/constants.go</c>).
/// </summary>
internal sealed class ExecChannels(WebSocket socket, string what, Stream? input, Func<ExecStream, ReadOnlyMemory<byte>, CancellationToken, ValueTask> output, TimeProvider clock)
{
    private const byte InputChannel = 0;
    private const byte OutputChannel = 1;
    private const byte ErrorChannel = 2;
    private const byte StatusChannel = 3;
    private const byte CloseSignal = 255;
    private const int PieceSize = 32 * 1024;
    private const int LargestStatus = 256 * 1024;

    // What a server may take, after it has told the outcome, for the rest of the output and its close.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    private readonly ArrayBufferWriter<byte> _status = new();
    private bool _hasStatus;
    private ExceptionDispatchInfo? _inputFailure;

    /// <summary>Sends the input and hands up the outputs until the outcome has come; returns the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (input is not null && socket.SubProtocol != "v5.channel.k8s.io")
        {
            throw new KubeApiException($"{what} cannot be given input: the server speaks {socket.SubProtocol ?? "no known protocol"} only and cannot close it, so the program would wait for ever (Kubernetes 1.30 and newer can).", 501, "NotImplemented");
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = input is null ? Task.CompletedTask : SendAsync(input, ended);
        try
        {
            await ReceiveAsync(sending, ended.Token, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_inputFailure is not null && !cancellationToken.IsCancellationRequested)
        {
            _inputFailure.Throw();
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            // A program may end before it has read its input; then nobody asks how far it got.
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return ExitCode();
    }

    private async Task SendAsync(Stream from, CancellationTokenSource ended)
    {
        var cancellationToken = ended.Token;
        var buffer = new byte[PieceSize + 1];
        buffer[0] = InputChannel;
        while (true)
        {
            int read;
            try
            {
                read = await from.ReadAsync(buffer.AsMemory(1), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The program would wait for the rest for ever, and closing its input here would pass off half of it as all.
                _inputFailure = ExceptionDispatchInfo.Capture(e);
                await ended.CancelAsync().ConfigureAwait(false);
                return;
            }

            if (read == 0) break;
            await socket.SendAsync(buffer.AsMemory(0, read + 1), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken).ConfigureAwait(false);
        }

        await socket.SendAsync(new byte[] { CloseSignal, InputChannel }, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken).ConfigureAwait(false);
    }

    private async Task ReceiveAsync(Task sending, CancellationToken ended, CancellationToken cancellationToken)
    {
        // A source of its own, since its timer may come late, when all of this is over: a source takes that, a callback would throw.
        using var closing = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        using var grace = CancellationTokenSource.CreateLinkedTokenSource(ended, closing.Token);
        var buffer = new byte[PieceSize * 2];
        byte? channel = null;
        try
        {
            while (true)
            {
                var message = await socket.ReceiveAsync(buffer.AsMemory(), grace.Token).ConfigureAwait(false);
                if (message.MessageType == WebSocketMessageType.Close) break;
                var data = buffer.AsMemory(0, message.Count);
                // Only the first frame of a message names the channel.
                if (channel is null && !data.IsEmpty)
                {
                    channel = data.Span[0];
                    data = data[1..];
                }

                if (!data.IsEmpty) await TakeAsync(channel, data, cancellationToken).ConfigureAwait(false);
                if (!message.EndOfMessage) continue;
                if (channel == StatusChannel && _status.WrittenCount > 0 && !_hasStatus)
                {
                    _hasStatus = true;
                    closing.CancelAfter(s_grace);
                    // The server waits for our side of the close before it ends its own.
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, grace.Token).ConfigureAwait(false);
                }

                channel = null;
            }
        }
        catch (OperationCanceledException) when (_hasStatus && !cancellationToken.IsCancellationRequested)
        {
            // The outcome is known; that the server does not close its side changes nothing.
        }
        catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException)
        {
            if (_hasStatus) return;
            // A socket is aborted when its time is over; who asks it just then is told of its state, and not of the time.
            ended.ThrowIfCancellationRequested();
            throw Interrupted(sending.Exception?.InnerException is { } failed and not (WebSocketException or IOException) ? failed : e);
        }

        if (!_hasStatus) throw Interrupted(null);
    }

    private ValueTask TakeAsync(byte? channel, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        switch (channel)
        {
            case OutputChannel:
                return output(ExecStream.Output, data, cancellationToken);
            case ErrorChannel:
                return output(ExecStream.Error, data, cancellationToken);
            case StatusChannel when _status.WrittenCount + data.Length <= LargestStatus:
                _status.Write(data.Span);
                return ValueTask.CompletedTask;
            case StatusChannel:
                throw KubeErrors.Malformed("the outcome of the program is larger than any outcome is");
            default:
                // The server closes a channel (255), or speaks of one that was not asked for.
                return ValueTask.CompletedTask;
        }
    }

    private KubeConnectionException Interrupted(Exception? inner)
        => new($"The connection broke while {what} ran, before its exit code came: whether it succeeded is not known.", KubeConnectionFailure.Interrupted, inner);

    private int ExitCode()
    {
        Wire.StatusWire? status;
        try
        {
            status = JsonSerializer.Deserialize(_status.WrittenSpan, KubeJsonContext.Default.StatusWire);
        }
        catch (JsonException e)
        {
            throw KubeErrors.Malformed("the outcome of the program is no Status", e);
        }

        if (status?.Status == "Success") return 0;
        if (status?.Status != "Failure") throw KubeErrors.Malformed("the outcome of the program is no Status");
        if (status.Reason != "NonZeroExitCode")
        {
            throw new KubeApiException(string.IsNullOrEmpty(status.Message) ? $"{what} could not be run, and the server does not say why." : status.Message, status.Code ?? 500, string.IsNullOrEmpty(status.Reason) ? "InternalError" : status.Reason) { HasStatus = true };
        }

        var text = status.Details?.Causes?.FirstOrDefault(c => c.Reason == "ExitCode")?.Message;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code) && code != 0
            ? code
            : throw KubeErrors.Malformed("the program failed, and the server does not say with which exit code");
    }
}
