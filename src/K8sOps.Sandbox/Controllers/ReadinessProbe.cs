using System.Globalization;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>Whether a readiness probe can ever be answered.</summary>
internal static class ReadinessProbe
{
    /// <summary>The port at which the probe finds nobody: one that is none of those the container says it has. Null when somebody listens.</summary>
    public static string? DeadPort(JsonObject container)
    {
        var port = container.At("readinessProbe", "httpGet", "port") ?? container.At("readinessProbe", "tcpSocket", "port");
        var ports = container.Objects("ports").ToArray();
        if (port is null || ports.Length == 0) return null;
        if (port.Number() is { } number) return ports.Any(item => item.Number("containerPort") == number) ? null : number.ToString(CultureInfo.InvariantCulture);
        return ports.Any(item => item.Text("name") == port.Text()) ? null : port.Text();
    }

    /// <summary>The kubelet's words for a probe that found nobody.</summary>
    public static string Refused(JsonObject container, string? address, string port)
    {
        var dial = $"dial tcp {address}:{port}: connect: connection refused";
        return container.Object("readinessProbe", "httpGet") is { } get
            ? $"Readiness probe failed: Get \"{(get.Text("scheme") ?? "HTTP").ToLowerInvariant()}://{address}:{port}{get.Text("path") ?? "/"}\": {dial}"
            : $"Readiness probe failed: {dial}";
    }
}
