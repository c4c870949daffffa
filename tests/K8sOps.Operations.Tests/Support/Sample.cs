using System.Globalization;
using System.Text.Json.Nodes;

namespace K8sOps.Operations.Tests.Support;

/// <summary>Objects as an API server writes them, with the fields around those that we read.</summary>
internal static class Sample
{
    private const string Cordoned = ""","unschedulable":true,"taints":[{"key":"node.kubernetes.io/unschedulable","effect":"NoSchedule","timeAdded":"2026-01-15T03:00:00Z"},{"key":"dedicated","value":"db","effect":"NoExecute"}]""";

    private const string DefaultSpec = """
        {"containers":[{"name":"app","image":"ghcr.io/example/app:1.2.3","resources":{"limits":{"memory":"512Mi"}}}],"volumes":[{"name":"kube-api-access","projected":{"sources":[{"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}}]}}],"restartPolicy":"Always"}
        """;

    public static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    /// <summary>A time before the tests' now.</summary>
    public static string Ago(double minutes) => ScriptedServer.Now.AddMinutes(-minutes).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public static JsonObject Pod(string name, string status, string ns = "media", string? owner = null, string? node = "infra-worker-1", string? spec = null, double ageMinutes = 600, string? deletedAt = null)
    {
        var pod = Parse($$$"""
            {
              "apiVersion": "v1", "kind": "Pod",
              "metadata": {
                "name": "{{{name}}}", "namespace": "{{{ns}}}", "uid": "uid-{{{name}}}", "resourceVersion": "12345", "creationTimestamp": "{{{Ago(ageMinutes)}}}",
                "labels": {"app": "{{{name}}}"}, "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}"},
                "managedFields": [{"manager": "kubelet", "operation": "Update", "fieldsV1": {"f:status": { } } }]
              },
              "spec": {{{spec ?? DefaultSpec}}},
              "status": {{{status}}}
            }
            """);
        if (node is not null) pod["spec"]!["nodeName"] = node;
        if (deletedAt is not null) pod["metadata"]!["deletionTimestamp"] = deletedAt;
        if (owner?.Split('/') is [var kind, var ownerName])
        {
            pod["metadata"]!["ownerReferences"] = new JsonArray(Parse($$$"""{"apiVersion":"apps/v1","kind":"{{{kind}}}","name":"{{{ownerName}}}","uid":"u","controller":true,"blockOwnerDeletion":true}"""));
        }

        return pod;
    }

    public static JsonObject Healthy(string name, string ns = "media", string? owner = null, string node = "infra-worker-1") => Pod(name, Statuses.Running, ns, owner, node);

    public static JsonObject Node(string name, string ready = "True", string? extraCondition = null, bool cordoned = false) => Parse($$$"""
        {
          "metadata": {"name": "{{{name}}}", "uid": "uid-{{{name}}}", "creationTimestamp": "{{{Ago(60000)}}}", "labels": {"kubernetes.io/hostname": "{{{name}}}", "node-role.kubernetes.io/control-plane": "", "node-role.kubernetes.io/etcd": "true"} },
          "spec": {"podCIDR": "10.244.1.0/24" {{{(cordoned ? Cordoned : "")}}} },
          "status": {
            "capacity": {"cpu": "8", "memory": "32768Mi", "pods": "110", "ephemeral-storage": "100Gi"},
            "allocatable": {"cpu": "7950m", "memory": "33000000Ki", "pods": "110"},
            "addresses": [{"type": "Hostname", "address": "{{{name}}}"}, {"type": "InternalIP", "address": "10.0.0.11"}],
            "conditions": [
              {{{(extraCondition is null ? "" : extraCondition + ",")}}}
              {"type": "DiskPressure", "status": "False", "reason": "KubeletHasNoDiskPressure", "message": "kubelet has no disk pressure"},
              {"type": "Ready", "status": "{{{ready}}}", "reason": "{{{(ready == "True" ? "KubeletReady" : ready == "Unknown" ? "NodeStatusUnknown" : "KubeletNotReady")}}}", "message": "{{{(ready == "True" ? "kubelet is posting ready status" : ready == "Unknown" ? "Kubelet stopped posting node status." : "container runtime network not ready: cni plugin not initialized")}}}", "lastTransitionTime": "{{{Ago(12)}}}", "lastHeartbeatTime": "{{{Ago(13)}}}"}
            ],
            "nodeInfo": {"kubeletVersion": "v1.33.6", "osImage": "Talos (v1.12.0)", "kernelVersion": "6.12.0-talos", "containerRuntimeVersion": "containerd://2.1.4", "architecture": "amd64"},
            "images": [{"names": ["registry.k8s.io/pause:3.10"], "sizeBytes": 320368}]
          }
        }
        """);

    public static JsonObject Event(string kind, string name, string reason, string message, string ns = "media", string type = "Warning", double minutesAgo = 3, int count = 1) => Parse($$$"""
        {
          "metadata": {"name": "{{{name}}}.{{{reason}}}{{{minutesAgo.ToString(CultureInfo.InvariantCulture)}}}", "namespace": "{{{ns}}}", "creationTimestamp": "{{{Ago(minutesAgo + 10)}}}"},
          "involvedObject": {"kind": "{{{kind}}}", "name": "{{{name}}}" },
          "reason": "{{{reason}}}", "message": "{{{message}}}", "type": "{{{type}}}", "count": {{{count}}},
          "firstTimestamp": "{{{Ago(minutesAgo + 10)}}}", "lastTimestamp": "{{{Ago(minutesAgo)}}}", "eventTime": null,
          "source": {"component": "kubelet", "host": "infra-worker-1"}, "reportingComponent": "kubelet"
        }
        """);

    public static JsonObject Workload(string name, int wanted, string status, string ns = "media", int generation = 3) => Parse($$$"""
        {"metadata": {"name": "{{{name}}}", "namespace": "{{{ns}}}", "generation": {{{generation}}}, "creationTimestamp": "{{{Ago(5000)}}}"},
         "spec": {"replicas": {{{wanted}}}, "selector": {"matchLabels": {"app": "{{{name}}}"} }, "template": {"spec": {"containers": [] } } },
         "status": {{{status}}} }
        """);
}
