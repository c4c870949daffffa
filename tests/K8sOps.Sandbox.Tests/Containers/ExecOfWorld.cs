using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Tests.Api;

namespace K8sOps.Sandbox.Tests.Containers;

/// <summary>Runs programs in a world's containers through the raw protocol.</summary>
internal static class ExecOfWorld
{
    public static string Path(string ns, string pod, string query) => $"/api/v1/namespaces/{ns}/pods/{pod}/exec?{query}";

    public static string Command(params string[] argv) => string.Join('&', argv.Select(word => "command=" + Uri.EscapeDataString(word)));

    public static async Task<KubeUpgrade> Open(IClusterTransport transport, string path, params string[] protocols) => await transport.UpgradeAsync(
        new KubeRequest { Method = HttpMethod.Get, PathAndQuery = path },
        protocols.Length == 0 ? ["v5.channel.k8s.io", "v4.channel.k8s.io"] : protocols,
        CancellationToken.None);

    /// <summary>Runs it to its end; the outcome is the Status of the error channel.</summary>
    public static async Task<(string Output, string Error, JsonObject Status)> Run(IClusterTransport transport, string path, string? input = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var upgrade = await Open(transport, path);
        Assert.True(upgrade.Socket is not null, upgrade.Refusal is null ? "" : await Text(upgrade.Refusal));
        using var socket = upgrade.Socket;
        if (input is not null)
        {
            await socket.SendAsync(new byte[] { 0 }.Concat(Encoding.UTF8.GetBytes(input)).ToArray(), WebSocketMessageType.Binary, true, limit.Token);
            await socket.SendAsync(new byte[] { 255, 0 }, WebSocketMessageType.Binary, true, limit.Token);
        }

        var channels = await ReadAll(socket, limit.Token);
        return (Encoding.UTF8.GetString(channels[1]), Encoding.UTF8.GetString(channels[2]), JsonNode.Parse(channels[3])!.AsObject());
    }

    public static async Task<byte[][]> ReadAll(WebSocket socket, CancellationToken stop)
    {
        var channels = Enumerable.Range(0, 4).Select(static _ => new MemoryStream()).ToArray();
        var buffer = new byte[100_000];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), stop);
                length += part.Count;
            }
            while (!part.EndOfMessage);
            if (part.MessageType == WebSocketMessageType.Close) break;
            channels[buffer[0]].Write(buffer, 1, length - 1);
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", stop);
        return [.. channels.Select(static channel => channel.ToArray())];
    }

    public static async Task<string> Text(KubeResponse response)
    {
        await using (response)
        {
            using var reader = new StreamReader(response.Body);
            return await reader.ReadToEndAsync();
        }
    }

    /// <summary>The name of an app's first pod.</summary>
    public static async Task<string> PodOf(ApiOfWorld api, string ns, string app) =>
        ApiOfWorld.Names(await api.Get($"/api/v1/namespaces/{ns}/pods?labelSelector=app.kubernetes.io/name%3D{app}")).First();
}
