using System.Net.WebSockets;

namespace K8sOps.Kubernetes;

/// <summary>What came of asking for a WebSocket: the socket, or the answer that the server gave instead.</summary>
public sealed class KubeUpgrade
{
    /// <summary>The server agreed.</summary>
    public KubeUpgrade(WebSocket socket) => Socket = socket;

    /// <summary>The server answered as to any other request; the body is still to be read.</summary>
    public KubeUpgrade(KubeResponse refusal) => Refusal = refusal;

    /// <summary>The open socket, whose <see cref="WebSocket.SubProtocol"/> the server chose; null when it refused.</summary>
    public WebSocket? Socket { get; }

    /// <summary>The refusal; null when there is a socket.</summary>
    public KubeResponse? Refusal { get; }
}
