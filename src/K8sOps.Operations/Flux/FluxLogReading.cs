using System.Text.Json;
using K8sOps.Kubernetes;

namespace K8sOps.Flux;

/// <summary>From a line of a container's log to the record.</summary>
internal static class FluxLogReading
{
    /// <summary>Reads a line; what is no JSON object is its own message.</summary>
    public static FluxLogLine ToRecord(K8sLogLine line, string controller)
    {
        var plain = new FluxLogLine { Cluster = line.Cluster, Time = line.Time, Controller = controller, Message = line.Text, Pod = line.Name, Raw = line.Text };
        if (!line.Text.AsSpan().TrimStart().StartsWith("{")) return plain;
        try
        {
            using var json = JsonDocument.Parse(line.Text);
            return Read(json.RootElement, plain);
        }
        catch (JsonException)
        {
            // Cut off by the runtime, or another program's: it is shown as it stands.
            return plain;
        }
    }

    private static FluxLogLine Read(JsonElement o, FluxLogLine plain)
    {
        // Controllers name the kind in one way since 2022 and in another before; all put the object under its kind too.
        var kind = Text(o, "controllerKind") ?? Text(o, "reconciler kind");
        var about = kind is not null && o.TryGetProperty(kind, out var named) && named.ValueKind == JsonValueKind.Object ? named : o;
        return plain with
        {
            Time = KubeTime.TryParse(Text(o, "ts"), out var at) ? at : plain.Time,
            Level = LevelOf(Text(o, "level")),
            Kind = kind,
            Namespace = NotEmpty(Text(about, "namespace") ?? Text(o, "namespace")),
            Name = NotEmpty(Text(about, "name") ?? Text(o, "name")),
            Message = Text(o, "msg") ?? "",
            Error = NotEmpty(Text(o, "error")),
            ReconcileId = Text(o, "reconcileID"),
        };
    }

    private static FluxLogLevel LevelOf(string? text) => text switch
    {
        "trace" => FluxLogLevel.Trace,
        "debug" => FluxLogLevel.Debug,
        "info" => FluxLogLevel.Info,
        "warn" or "warning" => FluxLogLevel.Warning,
        "error" or "dpanic" or "panic" or "fatal" => FluxLogLevel.Error,
        _ => FluxLogLevel.Unknown,
    };

    private static string? Text(JsonElement o, string field) => o.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
