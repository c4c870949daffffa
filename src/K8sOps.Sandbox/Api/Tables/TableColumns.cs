using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <summary>The columns of the built-in kinds, as <c>kubectl get</c> shows them on a real cluster (Kubernetes' printers).</summary>
internal static class TableColumns
{
    private static readonly PrintedColumn s_name = new("Name", (o, _) => Cell.Text(o, "metadata", "name"));
    private static readonly PrintedColumn s_age = new("Age", (o, now) => Cell.Age(o, now, "metadata", "creationTimestamp"));

    public static IReadOnlyList<PrintedColumn> For(KubeResource resource) => resource.QualifiedName switch
    {
        "pods" => PodColumns.All,
        "nodes" => NodeColumns.All,
        "namespaces" => [s_name, Text("Status", "status", "phase"), s_age],
        "events" => Events,
        "services" => Services,
        "persistentvolumeclaims" => Claims,
        "persistentvolumes" => Volumes,
        "configmaps" => [s_name, Number("Data", o => Count(o, "data") + Count(o, "binaryData")), s_age],
        "secrets" => [s_name, Text("Type", "type"), Number("Data", o => Count(o, "data")), s_age],
        "serviceaccounts" => [s_name, Number("Secrets", o => Cell.Array(o, "secrets").Count), s_age],
        "endpoints" => [s_name, new("Endpoints", (o, _) => Addresses(o)), s_age],
        "deployments.apps" => Deployments,
        "replicasets.apps" => ReplicaSets,
        "statefulsets.apps" => StatefulSets,
        "daemonsets.apps" => DaemonSets,
        "jobs.batch" => Jobs,
        "cronjobs.batch" => CronJobs,
        "storageclasses.storage.k8s.io" => StorageClasses,
        "poddisruptionbudgets.policy" => Budgets,
        "ingresses.networking.k8s.io" => [s_name, Text("Class", "spec", "ingressClassName"), new("Hosts", (o, _) => Join(Cell.Array(o, "spec", "rules").Select(r => Cell.Text(r, "host") ?? "*"))), new("Address", (o, _) => Join(Cell.Array(o, "status", "loadBalancer", "ingress").Select(i => Cell.Text(i, "ip")))), new("Ports", (o, _) => Cell.Array(o, "spec", "tls").Count > 0 ? "80, 443" : "80"), s_age],
        "leases.coordination.k8s.io" => [s_name, Text("Holder", "spec", "holderIdentity"), s_age],
        "scenarios.sandbox.k8sops.io" => [s_name, Text("Phase", "status", "phase"), Text("Description", "spec", "description")],
        "clocks.sandbox.k8sops.io" => [s_name, Text("Now", "status", "now"), Text("Mode", "status", "mode")],
        "customresourcedefinitions.apiextensions.k8s.io" => [s_name, new("Created At", (o, _) => Cell.Text(o, "metadata", "creationTimestamp"))],
        _ => [s_name, s_age],
    };

    private static PrintedColumn[] Events =>
    [
        new("Last Seen", (o, now) => Cell.AgeOf(Cell.Time(o, "lastTimestamp") ?? Cell.Time(o, "eventTime") ?? Cell.Time(o, "firstTimestamp"), now)),
        Text("Type", "type"), Text("Reason", "reason"),
        new("Object", (o, _) => $"{Cell.Text(o, "involvedObject", "kind")?.ToLowerInvariant()}/{Cell.Text(o, "involvedObject", "name")}"),
        Text("Subobject", wide: true, "involvedObject", "fieldPath"),
        new("Source", (o, _) => Join(new[] { Cell.Text(o, "source", "component") ?? Cell.Text(o, "reportingComponent"), Cell.Text(o, "source", "host") }), Wide: true),
        new("Message", (o, _) => Cell.Text(o, "message")?.Trim()),
        new("First Seen", (o, now) => Cell.Age(o, now, "firstTimestamp"), Wide: true),
        new("Count", (o, _) => Cell.Number(o, "count") ?? 1, Wide: true, "integer"),
        new("Name", (o, _) => Cell.Text(o, "metadata", "name"), Wide: true),
    ];

    private static PrintedColumn[] Services =>
    [
        s_name, Text("Type", "spec", "type"),
        new("Cluster-IP", (o, _) => Cell.Text(o, "spec", "clusterIP") ?? "<none>"),
        new("External-IP", (o, _) => Cell.Text(o, "spec", "type") == "LoadBalancer"
            ? Join(Cell.Array(o, "status", "loadBalancer", "ingress").Select(i => Cell.Text(i, "ip") ?? Cell.Text(i, "hostname")), "<pending>")
            : Cell.Text(o, "spec", "externalName") ?? "<none>"),
        new("Port(s)", (o, _) => Join(Cell.Array(o, "spec", "ports").Select(Port), "<none>")),
        s_age,
        new("Selector", (o, _) => Selector(Cell.Object(o, "spec", "selector")), Wide: true),
    ];

    private static PrintedColumn[] Claims =>
    [
        s_name, Text("Status", "status", "phase"), Text("Volume", "spec", "volumeName"), Text("Capacity", "status", "capacity", "storage"),
        new("Access Modes", (o, _) => Modes(Cell.Values(o, "status", "accessModes"))), Text("StorageClass", "spec", "storageClassName"),
        new("VolumeAttributesClass", (o, _) => Cell.Text(o, "spec", "volumeAttributesClassName") ?? "<unset>"), s_age, Text("VolumeMode", wide: true, "spec", "volumeMode"),
    ];

    private static PrintedColumn[] Volumes =>
    [
        s_name, Text("Capacity", "spec", "capacity", "storage"), new("Access Modes", (o, _) => Modes(Cell.Values(o, "spec", "accessModes"))),
        Text("Reclaim Policy", "spec", "persistentVolumeReclaimPolicy"), Text("Status", "status", "phase"),
        new("Claim", (o, _) => Cell.Text(o, "spec", "claimRef", "name") is { } claim ? $"{Cell.Text(o, "spec", "claimRef", "namespace")}/{claim}" : ""),
        Text("StorageClass", "spec", "storageClassName"), new("VolumeAttributesClass", (_, _) => "<unset>"), Text("Reason", "status", "reason"), s_age, Text("VolumeMode", wide: true, "spec", "volumeMode"),
    ];

    private static PrintedColumn[] Deployments =>
    [
        s_name, new("Ready", (o, _) => $"{Cell.Number(o, "status", "readyReplicas") ?? 0}/{Cell.Number(o, "spec", "replicas") ?? 1}"),
        Number("Up-to-date", o => Cell.Number(o, "status", "updatedReplicas") ?? 0), Number("Available", o => Cell.Number(o, "status", "availableReplicas") ?? 0), s_age, .. Template(),
    ];

    private static PrintedColumn[] ReplicaSets =>
    [
        s_name, Number("Desired", o => Cell.Number(o, "spec", "replicas") ?? 1), Number("Current", o => Cell.Number(o, "status", "replicas") ?? 0),
        Number("Ready", o => Cell.Number(o, "status", "readyReplicas") ?? 0), s_age, .. Template(),
    ];

    private static PrintedColumn[] StatefulSets =>
        [s_name, new("Ready", (o, _) => $"{Cell.Number(o, "status", "readyReplicas") ?? 0}/{Cell.Number(o, "spec", "replicas") ?? 1}"), s_age, .. Template()[..2]];

    private static PrintedColumn[] DaemonSets =>
    [
        s_name, Number("Desired", o => Cell.Number(o, "status", "desiredNumberScheduled") ?? 0), Number("Current", o => Cell.Number(o, "status", "currentNumberScheduled") ?? 0),
        Number("Ready", o => Cell.Number(o, "status", "numberReady") ?? 0), Number("Up-to-date", o => Cell.Number(o, "status", "updatedNumberScheduled") ?? 0),
        Number("Available", o => Cell.Number(o, "status", "numberAvailable") ?? 0),
        new("Node Selector", (o, _) => Selector(Cell.Object(o, "spec", "template", "spec", "nodeSelector"))), s_age, .. Template(),
    ];

    private static PrintedColumn[] Jobs =>
    [
        s_name,
        new("Status", (o, _) => Cell.Array(o, "status", "conditions").Where(c => Cell.Text(c, "status") == "True").Select(c => Cell.Text(c, "type")).FirstOrDefault(t => t is "Complete" or "Failed" or "Suspended") ?? "Running"),
        new("Completions", (o, _) => $"{Cell.Number(o, "status", "succeeded") ?? 0}/{Cell.Number(o, "spec", "completions") ?? 1}"),
        new("Duration", (o, now) => Cell.Time(o, "status", "startTime") is { } start ? Cell.AgeOf(start, Cell.Time(o, "status", "completionTime") ?? now) : ""),
        s_age, .. Template(),
    ];

    private static PrintedColumn[] CronJobs =>
    [
        s_name, Text("Schedule", "spec", "schedule"), new("Timezone", (o, _) => Cell.Text(o, "spec", "timeZone") ?? "<none>"),
        new("Suspend", (o, _) => Cell.Text(o, "spec", "suspend") == "true" ? "True" : "False"), Number("Active", o => Cell.Array(o, "status", "active").Count),
        new("Last Schedule", (o, now) => Cell.Time(o, "status", "lastScheduleTime") is { } at ? Cell.AgeOf(at, now) : "<none>"), s_age,
    ];

    private static PrintedColumn[] StorageClasses =>
    [
        new("Name", (o, _) => Cell.Text(o, "metadata", "name") + (Cell.Text(o, "metadata", "annotations", "storageclass.kubernetes.io/is-default-class") == "true" ? " (default)" : "")),
        Text("Provisioner", "provisioner"), new("ReclaimPolicy", (o, _) => Cell.Text(o, "reclaimPolicy") ?? "Delete"),
        new("VolumeBindingMode", (o, _) => Cell.Text(o, "volumeBindingMode") ?? "Immediate"), new("AllowVolumeExpansion", (o, _) => Cell.Text(o, "allowVolumeExpansion") ?? "false"), s_age,
    ];

    private static PrintedColumn[] Budgets =>
    [
        s_name, new("Min Available", (o, _) => Cell.Text(o, "spec", "minAvailable") ?? "N/A"), new("Max Unavailable", (o, _) => Cell.Text(o, "spec", "maxUnavailable") ?? "N/A"),
        Number("Allowed Disruptions", o => Cell.Number(o, "status", "disruptionsAllowed") ?? 0), s_age,
    ];

    private static PrintedColumn[] Template() =>
    [
        new("Containers", (o, _) => Join(Cell.Array(o, "spec", "template", "spec", "containers").Select(c => Cell.Text(c, "name"))), Wide: true),
        new("Images", (o, _) => Join(Cell.Array(o, "spec", "template", "spec", "containers").Select(c => Cell.Text(c, "image"))), Wide: true),
        new("Selector", (o, _) => Selector(Cell.Object(o, "spec", "selector", "matchLabels")), Wide: true),
    ];

    private static PrintedColumn Text(string heading, params string[] path) => Text(heading, wide: false, path);

    private static PrintedColumn Text(string heading, bool wide, params string[] path) => new(heading, (o, _) => Cell.Text(o, path) ?? "", wide);

    private static PrintedColumn Number(string heading, Func<JsonObject, long> value) => new(heading, (o, _) => value(o), Type: "integer");

    private static long Count(JsonObject o, string field) => Cell.Object(o, field)?.Count ?? 0;

    private static string Port(JsonObject port)
    {
        var number = Cell.Number(port, "port")?.ToString(CultureInfo.InvariantCulture);
        var node = Cell.Number(port, "nodePort") is { } n and > 0 ? ":" + n.ToString(CultureInfo.InvariantCulture) : "";
        return $"{number}{node}/{Cell.Text(port, "protocol") ?? "TCP"}";
    }

    private static string Addresses(JsonObject endpoints)
    {
        var all = Cell.Array(endpoints, "subsets").SelectMany(s => Cell.Array(s, "addresses").SelectMany(a => Cell.Array(s, "ports").Select(p => $"{Cell.Text(a, "ip")}:{Cell.Number(p, "port")}"))).ToList();
        if (all.Count == 0) return "<none>";
        return all.Count <= 3 ? string.Join(',', all) : string.Create(CultureInfo.InvariantCulture, $"{string.Join(',', all.Take(3))} + {all.Count - 3} more...");
    }

    private static string Selector(JsonObject? labels) => labels is null or { Count: 0 } ? "<none>" : string.Join(',', labels.Select(l => $"{l.Key}={l.Value}"));

    private static string Modes(IEnumerable<string> modes) => string.Join(',', modes.Select(m => m switch
    {
        "ReadWriteOnce" => "RWO",
        "ReadOnlyMany" => "ROX",
        "ReadWriteMany" => "RWX",
        "ReadWriteOncePod" => "RWOP",
        _ => m,
    }));

    private static string Join(IEnumerable<string?> parts, string none = "")
        => string.Join(',', parts.Where(p => !string.IsNullOrEmpty(p))) is { Length: > 0 } text ? text : none;
}
