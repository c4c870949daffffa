using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Worlds;

/// <summary>
/// Pods that are only there to be read: as large as pods are in practice (about 8 KB: managed fields, environment, volumes, conditions),
/// running, the same in every process. No controller knows of them.
/// </summary>
internal static class ExtraPods
{
    private const string Namespace = "load";
    private const int PerDeployment = 50;

    public static void Fill(WorldStore store, int count)
    {
        if (count <= 0) return;
        if (store.Get(KubeResources.Namespaces, null, Namespace) is null)
        {
            store.Create(KubeResources.Namespaces, new JsonObject { ["metadata"] = new JsonObject { ["name"] = Namespace } });
            store.Settle();
        }

        var nodes = store.List(KubeResources.Nodes).Select(static node => (string)node["metadata"]!["name"]!).DefaultIfEmpty("node-1").ToArray();
        var now = store.Now;
        store.Fill(store.Kinds.Of(KubeResources.Pods), Enumerable.Range(0, count).Select(number => Pod(store, number, nodes[number % nodes.Length], now)));
    }

    private static JsonObject Pod(WorldStore store, int number, string node, DateTimeOffset now)
    {
        var app = $"app-{number / PerDeployment:d4}";
        var hash = $"{(uint)(number / PerDeployment * 2654435761L):x8}";
        var created = WorldStore.Stamp(now - TimeSpan.FromMinutes(10 + (number % 5000)));
        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{app}-{hash}-{store.NameSuffix()}",
                ["generateName"] = $"{app}-{hash}-",
                ["namespace"] = Namespace,
                ["creationTimestamp"] = created,
                ["labels"] = new JsonObject { ["app.kubernetes.io/name"] = app, ["app.kubernetes.io/part-of"] = "load", ["pod-template-hash"] = hash },
                ["annotations"] = new JsonObject { ["checksum/config"] = string.Concat(Enumerable.Repeat(hash, 8)), ["prometheus.io/scrape"] = "true", ["prometheus.io/port"] = "9090" },
                ["ownerReferences"] = new JsonArray(new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = "ReplicaSet", ["name"] = $"{app}-{hash}", ["uid"] = $"{hash}-0000-4000-8000-{number / PerDeployment:x12}", ["controller"] = true, ["blockOwnerDeletion"] = true }),
                ["managedFields"] = new JsonArray(Manager("kube-controller-manager", null, created, 24), Manager("kubelet", "status", created, 18)),
            },
            ["spec"] = new JsonObject
            {
                ["containers"] = new JsonArray(Container("main", app, 24), Container("metrics", app, 6)),
                ["volumes"] = new JsonArray([.. Enumerable.Range(0, 4).Select(static JsonNode (volume) => new JsonObject { ["name"] = $"config-{volume}", ["configMap"] = new JsonObject { ["name"] = $"config-{volume}", ["defaultMode"] = 420 } })]),
                ["nodeName"] = node,
                ["restartPolicy"] = "Always",
                ["terminationGracePeriodSeconds"] = 30,
                ["dnsPolicy"] = "ClusterFirst",
                ["serviceAccountName"] = "default",
                ["schedulerName"] = "default-scheduler",
                ["tolerations"] = new JsonArray(Toleration("node.kubernetes.io/not-ready"), Toleration("node.kubernetes.io/unreachable")),
            },
            ["status"] = new JsonObject
            {
                ["phase"] = "Running",
                ["podIP"] = $"10.244.{number / 250 % 250}.{number % 250}",
                ["startTime"] = created,
                ["qosClass"] = "Burstable",
                ["conditions"] = new JsonArray([.. new[] { "PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled" }.Select(JsonNode (type) => new JsonObject { ["type"] = type, ["status"] = "True", ["lastProbeTime"] = null, ["lastTransitionTime"] = created })]),
                ["containerStatuses"] = new JsonArray(Status("main", app, created), Status("metrics", app, created)),
            },
        };
    }

    private static JsonObject Manager(string name, string? subresource, string time, int fields)
    {
        var owned = new JsonObject();
        for (var i = 0; i < fields; i++) owned[$"f:field{i:d2}"] = new JsonObject { ["f:value"] = new JsonObject(), ["f:valueFrom"] = new JsonObject { ["."] = new JsonObject() } };
        var entry = new JsonObject { ["manager"] = name, ["operation"] = "Update", ["apiVersion"] = "v1", ["time"] = time, ["fieldsType"] = "FieldsV1", ["fieldsV1"] = owned };
        if (subresource is not null) entry["subresource"] = subresource;
        return entry;
    }

    private static JsonObject Container(string name, string app, int variables) => new()
    {
        ["name"] = name,
        ["image"] = $"registry.example.org/{app}/{name}:1.4.2",
        ["imagePullPolicy"] = "IfNotPresent",
        ["args"] = new JsonArray("--log-level=info", $"--app={app}", "--listen=:8080"),
        ["env"] = new JsonArray([.. Enumerable.Range(0, variables).Select(JsonNode (i) => new JsonObject { ["name"] = $"SETTING_{i:d2}", ["value"] = $"{app}.{name}.svc.cluster.local:{8000 + i}" })]),
        ["ports"] = new JsonArray(new JsonObject { ["containerPort"] = 8080, ["name"] = "http", ["protocol"] = "TCP" }),
        ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = "10m", ["memory"] = "32Mi" }, ["limits"] = new JsonObject { ["memory"] = "128Mi" } },
        ["volumeMounts"] = new JsonArray([.. Enumerable.Range(0, 4).Select(static JsonNode (i) => new JsonObject { ["name"] = $"config-{i}", ["mountPath"] = $"/etc/config/{i}", ["readOnly"] = true })]),
        ["livenessProbe"] = new JsonObject { ["httpGet"] = new JsonObject { ["path"] = "/healthz", ["port"] = "http", ["scheme"] = "HTTP" }, ["periodSeconds"] = 10, ["failureThreshold"] = 3 },
        ["terminationMessagePath"] = "/dev/termination-log",
    };

    private static JsonObject Toleration(string key) => new() { ["key"] = key, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300 };

    private static JsonObject Status(string name, string app, string started) => new()
    {
        ["name"] = name,
        ["image"] = $"registry.example.org/{app}/{name}:1.4.2",
        ["imageID"] = $"registry.example.org/{app}/{name}@sha256:{new string('a', 64)}",
        ["containerID"] = $"containerd://{new string('b', 64)}",
        ["ready"] = true,
        ["started"] = true,
        ["restartCount"] = 0,
        ["state"] = new JsonObject { ["running"] = new JsonObject { ["startedAt"] = started } },
        ["lastState"] = new JsonObject(),
    };
}
