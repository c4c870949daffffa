using System.Text.Json.Nodes;

namespace K8sOps.Operations.Tests.Flux;

/// <summary>Flux objects, and what their controllers write on them.</summary>
internal static class FluxSamples
{
    public static string App(string name, string spec = """ "interval":"10m","sourceRef":{"kind":"GitRepository","name":"git"} """, string ready = "True", string ns = "flux-system", string status = "") => $$$"""
        {"metadata":{"name":"{{{name}}}","namespace":"{{{ns}}}","uid":"u-{{{name}}}","generation":2},
         "spec":{ {{{spec}}} },
         "status":{"observedGeneration":2,"lastHandledReconcileAt":"before","conditions":[{"type":"Ready","status":"{{{ready}}}","reason":"ReconciliationSucceeded","message":"Applied revision: main@sha1:6e7be1a2","observedGeneration":2}] {{{status}}} } }
        """;

    public static string Release(string name, string spec = """ "chart":{"spec":{"chart":"podinfo","version":"6.x","sourceRef":{"kind":"HelmRepository","name":"charts","namespace":"flux-system"} } } """, string ns = "selfhosted", string status = "") => App(name, spec, ns: ns, status: status);

    public static string Source(string name, string spec = """ "interval":"1h","url":"https://git.example.org/a" """) => App(name, spec);

    /// <summary>The controller takes the request up and answers with a state.</summary>
    public static void Answer(JsonObject o, string ready = "True", string reason = "ReconciliationSucceeded", string message = "done", bool isStalled = false)
    {
        var annotations = o["metadata"]!["annotations"] as JsonObject;
        var status = o["status"]!.AsObject();
        foreach (var (annotation, field) in ((string, string)[])[("requestedAt", "lastHandledReconcileAt"), ("forceAt", "lastHandledForceAt"), ("resetAt", "lastHandledResetAt")])
        {
            if (annotations?["reconcile.fluxcd.io/" + annotation] is { } token) status[field] = token.DeepClone();
        }

        State(o, ready, reason, message, isStalled);
    }

    /// <summary>A state, whatever was asked.</summary>
    public static void State(JsonObject o, string ready, string reason, string message, bool isStalled = false)
    {
        var generation = (long)o["metadata"]!["generation"]!;
        o["status"]!["observedGeneration"] = generation;
        JsonObject Condition(string type, string status) => new() { ["type"] = type, ["status"] = status, ["reason"] = reason, ["message"] = message, ["observedGeneration"] = generation };
        o["status"]!["conditions"] = isStalled ? new JsonArray(Condition("Stalled", "True"), Condition("Ready", ready)) : new JsonArray(Condition("Ready", ready));
    }
}
