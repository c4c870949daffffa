using System.Globalization;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <content>Addresses of Services.</content>
internal sealed partial class ApiServer
{
    /// <summary>Gives a Service an address out of 10.43.0.0/16, as the worlds' own have: by its uid, so that it is the same in every process.</summary>
    private void AllocateAddress(ServedKind kind, JsonObject body)
    {
        if (kind.Resource is not { Group: "", Plural: "services" } || body["spec"] is not JsonObject spec || (string?)spec["type"] == "ExternalName") return;
        if ((string?)spec["clusterIP"] is not { Length: > 0 })
        {
            var taken = Store.Collection(kind).Sorted.Select(static item => (string?)item.Body["spec"]?["clusterIP"]).ToHashSet(StringComparer.Ordinal);
            var number = int.Parse(((string)body["metadata"]!["uid"]!).AsSpan(0, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            string address;
            do address = string.Create(CultureInfo.InvariantCulture, $"10.43.{number >> 8 & 0xFF}.{Math.Max(1, number++ & 0xFF)}");
            while (taken.Contains(address));
            spec["clusterIP"] = address;
        }

        spec["clusterIPs"] ??= new JsonArray(spec["clusterIP"]!.DeepClone());
    }

    /// <summary>An address that was given stays, also when a writer who replaces the whole object leaves it out.</summary>
    private static void KeepAddress(StoredObject before, JsonObject body)
    {
        if (before.Kind.Resource is not { Group: "", Plural: "services" } || body["spec"] is not JsonObject spec || before.Body["spec"] is not JsonObject old) return;
        if ((string?)spec["type"] == "ExternalName" || spec["clusterIP"] is not null) return;
        foreach (var field in (ReadOnlySpan<string>)["clusterIP", "clusterIPs"])
        {
            if (old[field] is { } value) spec[field] = value.DeepClone();
        }
    }
}
