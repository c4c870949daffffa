using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <content>Events, as controllers record them.</content>
internal sealed partial class WorldStore
{
    // kube-apiserver's --event-ttl.
    private static readonly TimeSpan EventLife = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public void Event(JsonObject about, string type, string reason, string message, string component, JsonObject? annotations = null, DateTimeOffset? at = null)
    {
        var kind = Kinds.Of(KubeResources.Events);
        var metadata = about["metadata"]!;
        var name = (string)metadata["name"]!;
        // Events about what lives in no namespace are kept in "default".
        var ns = (string?)metadata["namespace"] ?? "default";
        var time = at ?? Now;
        var stamp = Stamp(time);
        var key = string.Join('\n', (string?)metadata["uid"], type, reason, message, component);
        if (_eventNames.TryGetValue(key, out var known) && Collection(kind).Get(ns, known) is { } before)
        {
            var again = Copy(before.Body);
            again["count"] = (JsonPaths.Whole(again["count"]) ?? 0) + 1;
            again["lastTimestamp"] = stamp;
            Put(kind, again, before);
            return;
        }

        var involved = new JsonObject { ["apiVersion"] = about["apiVersion"]?.DeepClone(), ["kind"] = about["kind"]?.DeepClone(), ["name"] = name };
        if (metadata["namespace"] is not null) involved["namespace"] = ns;
        involved["uid"] = metadata["uid"]?.DeepClone();
        involved["resourceVersion"] = metadata["resourceVersion"]?.DeepClone();
        var eventName = $"{name}.{_seed.Next() & 0xFFFFFFFFFFFFFF:x14}";
        _eventNames[key] = eventName;
        Put(kind, Prepare(kind, new JsonObject
        {
            ["metadata"] = EventMetadata(eventName, ns, stamp, annotations),
            ["involvedObject"] = involved,
            ["type"] = type,
            ["reason"] = reason,
            ["message"] = message,
            ["source"] = new JsonObject { ["component"] = component },
            ["count"] = 1,
            ["firstTimestamp"] = stamp,
            ["lastTimestamp"] = stamp,
            ["eventTime"] = null,
            ["reportingComponent"] = component,
            ["reportingInstance"] = "",
        }), null);
        Schedule(time + EventLife - Now, () => Age(kind, ns, eventName, key));
    }

    private static JsonObject EventMetadata(string name, string ns, string created, JsonObject? annotations)
    {
        var metadata = new JsonObject { ["name"] = name, ["namespace"] = ns, ["creationTimestamp"] = created };
        if (annotations is { Count: > 0 }) metadata["annotations"] = annotations.DeepClone();
        return metadata;
    }

    private void Age(ServedKind kind, string ns, string name, string key)
    {
        if (Collection(kind).Get(ns, name) is not { } item) return;
        var left = DateTimeOffset.Parse((string)item.Body["lastTimestamp"]!, System.Globalization.CultureInfo.InvariantCulture) + EventLife - Now;
        if (left > TimeSpan.Zero)
        {
            Schedule(left, () => Age(kind, ns, name, key));
            return;
        }

        _eventNames.Remove(key);
        RemoveNow(item);
    }
}
