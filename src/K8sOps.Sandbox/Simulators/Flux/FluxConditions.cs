using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>Conditions as Flux's controllers keep them: each with the generation that it speaks of; Stalled, Reconciling and Ready stand first.</summary>
internal static class FluxConditions
{
    public const string Ready = "Ready";
    public const string Reconciling = "Reconciling";
    public const string Stalled = "Stalled";

    /// <summary>Sets a condition in a status; its transition time moves when anything of it changes but its generation.</summary>
    public static void Mark(this JsonObject status, string type, bool? value, string reason, string message, long generation, DateTimeOffset now)
    {
        var conditions = status.Items("conditions");
        var text = value switch { true => "True", false => "False", null => "Unknown" };
        var condition = conditions.OfType<JsonObject>().FirstOrDefault(item => item.Text("type") == type);
        var isSame = condition is not null && condition.Text("status") == text && condition.Text("reason") == reason && condition.Text("message") == message;
        var made = new JsonObject
        {
            ["lastTransitionTime"] = isSame ? condition!.Text("lastTransitionTime") : Fields.Stamp(now),
            ["message"] = message,
            ["observedGeneration"] = generation,
            ["reason"] = reason,
            ["status"] = text,
            ["type"] = type,
        };
        if (condition is not null) conditions[conditions.IndexOf(condition)] = made;
        else conditions.Insert(Place(conditions, type), made);
    }

    public static void Unmark(this JsonObject status, params ReadOnlySpan<string> types)
    {
        if (status["conditions"] is not JsonArray conditions) return;
        foreach (var type in types)
        {
            if (conditions.OfType<JsonObject>().FirstOrDefault(item => item.Text("type") == type) is { } condition) conditions.Remove(condition);
        }
    }

    /// <summary>Whether a condition of an object is true.</summary>
    public static bool Is(this JsonObject? item, string type) => item.Condition(type).Text("status") == "True";

    /// <summary>A value of an annotation of Flux's: the token of a request, null when there is none.</summary>
    public static string? RequestedAt(this JsonObject item) => item.Annotation("reconcile.fluxcd.io/requestedAt");

    /// <summary>A time as annotations of tokens carry it.</summary>
    public static string Token(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    // As fluxcd/pkg sorts them.
    private static int Place(JsonArray conditions, string type)
    {
        var at = 0;
        foreach (var condition in conditions)
        {
            if (string.CompareOrdinal(Rank(condition.Text("type")), Rank(type)) > 0) break;
            at++;
        }

        return at;
    }

    private static string Rank(string? type) => type switch { Stalled => "0", Reconciling => "1", Ready => "2", _ => "3" + type };
}
