using System.Text.Json.Nodes;
using K8sOps.Flux;
using K8sOps.Kubernetes;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Flux;

/// <summary>A cluster with a sound Flux, for tests that break it: four controllers, their CRDs, one source. The objects are as the controllers of 2.7 leave them.</summary>
internal sealed class FluxCheckServer
{
    public const string Deployments = "/apis/apps/v1/deployments";
    public const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    public const string Newest = "main@sha1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    public const string Older = "main@sha1:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    public FluxCheckServer(bool withControllers = true)
    {
        foreach (var resource in FluxKinds.Apps.Concat(FluxKinds.Sources)) Server.Add(PathOf(resource));
        Server.Add(Definitions);
        if (!withControllers) return;
        foreach (var component in (string[])["source-controller", "kustomize-controller", "helm-controller", "notification-controller"]) Server.Add(Deployments, Controller(component));
        foreach (var resource in FluxKinds.Apps.Concat(FluxKinds.Sources)) Server.Add(Definitions, Definition(resource.QualifiedName, resource.Version, resource.Version));
        Add(FluxKinds.GitRepositories, "git", Ready("stored artifact for revision '" + Newest + "'", "Succeeded"), status: $$$""" "artifact":{"revision":"{{{Newest}}}","digest":"sha256:1","lastUpdateTime":"{{{Sample.Ago(180)}}}"} """);
    }

    public ScriptedServer Server { get; } = new();

    public RecordingSink Sink { get; } = new();

    public static string PathOf(KubeResource resource) => resource.Path(null);

    public static string Ready(string message = "Applied revision: " + Newest, string reason = "ReconciliationSucceeded") => Condition("Ready", "True", reason, message);

    public static string Condition(string type, string status, string reason, string message, double minutesAgo = 20, int generation = 2)
        => new JsonObject { ["type"] = type, ["status"] = status, ["reason"] = reason, ["message"] = message, ["observedGeneration"] = generation, ["lastTransitionTime"] = Sample.Ago(minutesAgo) }.ToJsonString();

    /// <summary>An app that failed, and is tried again.</summary>
    public static string Failed(string reason, string message, double minutesAgo = 20) => Condition("Reconciling", "True", "ProgressingWithRetry", "…", minutesAgo) + "," + Condition("Ready", "False", reason, message, minutesAgo);

    public FluxCheckServer Kustomization(string name, string? conditions = null, string spec = "", string status = "", string metadata = "", int observed = 2, string revision = Newest)
        => Add(FluxKinds.Kustomizations, name, conditions, $$$""" "interval":"30m","sourceRef":{"kind":"GitRepository","name":"git"}{{{Rest(spec)}}} """, $$$""" "lastAppliedRevision":"{{{revision}}}","lastAttemptedRevision":"{{{revision}}}"{{{Rest(status)}}} """, metadata, observed);

    public FluxCheckServer Release(string name, string? conditions = null, string spec = "", string status = "", string metadata = "", string source = """ "chart":{"spec":{"chart":"podinfo","version":"6.x","sourceRef":{"kind":"HelmRepository","name":"charts"} } } """)
        => Add(FluxKinds.HelmReleases, name, conditions, $$$""" "interval":"30m",{{{source}}}{{{Rest(spec)}}} """, $$$""" "lastAttemptedRevision":"6.9.3"{{{Rest(status)}}} """, metadata);

    public FluxCheckServer Add(KubeResource resource, string name, string? conditions = null, string spec = "", string status = "", string metadata = "", int observed = 2)
    {
        Server.Add(PathOf(resource), Sample.Parse($$$"""
            {"metadata":{"name":"{{{name}}}","namespace":"flux-system","generation":2,"creationTimestamp":"{{{Sample.Ago(60000)}}}"{{{Rest(metadata)}}} },
             "spec":{ {{{spec}}} },
             "status":{"observedGeneration":{{{observed}}},"conditions":[{{{conditions ?? Ready()}}}]{{{Rest(status)}}} } }
            """));
        return this;
    }

    public static JsonObject Controller(string name, int wanted = 1, int available = 1, string version = "v2.7.5", string conditions = "", string? component = null) => Sample.Parse($$$"""
        {"metadata":{"name":"{{{name}}}","namespace":"flux-system","generation":4,"labels":{"app.kubernetes.io/part-of":"flux","app.kubernetes.io/component":"{{{component ?? name}}}","app.kubernetes.io/version":"{{{version}}}"} },
         "spec":{"replicas":{{{wanted}}} },
         "status":{"observedGeneration":4,"availableReplicas":{{{available}}},"conditions":[{{{conditions}}}]} }
        """);

    public static JsonObject Definition(string name, string storage, string stored, string version = "v2.7.5", string served = "") => Sample.Parse($$$"""
        {"metadata":{"name":"{{{name}}}","labels":{"app.kubernetes.io/part-of":"flux","app.kubernetes.io/version":"{{{version}}}"} },
         "spec":{"versions":[{"name":"{{{storage}}}","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"} } }{{{Rest(served)}}}]},
         "status":{"storedVersions":[{{{string.Join(',', stored.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(v => $"\"{v}\""))}}}]} }
        """);

    /// <summary>The managed field of a suspension.</summary>
    public static string SuspendedBy(string manager, double minutesAgo, string annotations = "", string labels = "") => $$$"""
        "labels":{ {{{labels}}} },"annotations":{ {{{annotations}}} },
        "managedFields":[
          {"manager":"kustomize-controller","operation":"Apply","time":"{{{Sample.Ago(5000)}}}","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:labels":{"f:suspend":{} } },"f:spec":{"f:interval":{},"f:path":{} } } },
          {"manager":"{{{manager}}}","operation":"Update","time":"{{{Sample.Ago(minutesAgo)}}}","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:suspend":{} } } },
          {"manager":"gotk-kustomize-controller","operation":"Update","subresource":"status","time":"{{{Sample.Ago(1)}}}","fieldsV1":{"f:status":{"f:conditions":{} } } }]
        """;

    public async Task<IReadOnlyList<CheckResult>> CheckAsync(FluxCheckOptions? options = null, string context = "infra")
    {
        var results = new List<CheckResult>();
        await foreach (var result in new FluxSystem(options ?? FluxCheckOptions.Default).CheckAsync(Server.Cluster(context), Sink.Context, CancellationToken.None)) results.Add(result);
        return results;
    }

    public async Task<IReadOnlyList<CheckResult>> FindingsAsync(FluxCheckOptions? options = null) => [.. (await CheckAsync(options)).Where(r => r.Status != CheckStatus.Pass)];

    private static string Rest(string part) => string.IsNullOrWhiteSpace(part) ? "" : "," + part;
}
