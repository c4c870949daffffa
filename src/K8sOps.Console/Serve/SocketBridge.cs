using System.Net.WebSockets;

namespace K8sOps.Console.Serve;

/// <summary>Hands on what comes from one WebSocket to another, both ways, until both have closed or one is gone.</summary>
internal static class SocketBridge
{
    public static async Task RunAsync(WebSocket client, WebSocket world, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var there = PumpAsync(client, world, stop.Token);
        var back = PumpAsync(world, client, stop.Token);
        try
        {
            // A side that breaks off ends the other; one that closes in good order has its close handed on, and the other answers it.
            var first = await Task.WhenAny(there, back).ConfigureAwait(false);
            await first.ConfigureAwait(false);
            await Task.WhenAll(there, back).WaitAsync(TimeSpan.FromSeconds(10), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or TimeoutException)
        {
            // One side has gone without a word; the other is dropped in the same way.
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            client.Abort();
            world.Abort();
        }
    }

    private static async Task PumpAsync(WebSocket from, WebSocket to, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var message = await from.ReceiveAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false);
            if (message.MessageType != WebSocketMessageType.Close)
            {
                await to.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (to.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await to.CloseOutputAsync(from.CloseStatus ?? WebSocketCloseStatus.NormalClosure, from.CloseStatusDescription, cancellationToken).ConfigureAwait(false);
            }

            return;
        }
    }
}
