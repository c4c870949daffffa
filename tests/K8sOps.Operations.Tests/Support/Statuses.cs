namespace K8sOps.Operations.Tests.Support;

/// <summary>Statuses of pods as kubelets write them.</summary>
internal static class Statuses
{
    private const string Scheduled = """{"type":"PodScheduled","status":"True"}""";
    private const string Initialized = """{"type":"Initialized","status":"True"}""";
    private const string NotReady = """{"type":"Ready","status":"False","reason":"ContainersNotReady","message":"containers with unready status: [app]"}""";

    public static readonly string Running = $$$"""
        {"phase":"Running","podIP":"10.244.1.7","conditions":[{{{Initialized}}},{"type":"Ready","status":"True"},{{{Scheduled}}}],
         "containerStatuses":[{"name":"app","ready":true,"started":true,"restartCount":0,"image":"ghcr.io/example/app:1.2.3","imageID":"sha256:00","state":{"running":{"startedAt":"{{{Sample.Ago(600)}}}"}},"lastState":{} }]}
        """;

    public static readonly string NotReadyYet = $$$"""
        {"phase":"Running","conditions":[{{{Initialized}}},{{{NotReady}}},{{{Scheduled}}}],
         "containerStatuses":[{"name":"app","ready":false,"started":true,"restartCount":0,"state":{"running":{"startedAt":"{{{Sample.Ago(600)}}}"}},"lastState":{} }]}
        """;

    public static readonly string ImagePull = $$$"""
        {"phase":"Pending","conditions":[{{{Initialized}}},{{{NotReady}}},{{{Scheduled}}}],
         "containerStatuses":[{"name":"app","ready":false,"started":false,"restartCount":0,"state":{"waiting":{"reason":"ImagePullBackOff","message":"Back-off pulling image \"ghcr.io/example/app:nope\""}},"lastState":{} }]}
        """;

    public static readonly string ConfigError = $$$"""
        {"phase":"Pending","conditions":[{{{Initialized}}},{{{NotReady}}},{{{Scheduled}}}],
         "containerStatuses":[{"name":"app","ready":false,"restartCount":0,"state":{"waiting":{"reason":"CreateContainerConfigError","message":"secret \"app-env\" not found"}},"lastState":{} }]}
        """;

    public static readonly string Creating = $$$"""
        {"phase":"Pending","conditions":[{"type":"PodReadyToStartContainers","status":"False"},{{{Initialized}}},{{{NotReady}}},{{{Scheduled}}}],
         "containerStatuses":[{"name":"app","ready":false,"started":false,"restartCount":0,"state":{"waiting":{"reason":"ContainerCreating"}},"lastState":{} }]}
        """;

    public static readonly string Unschedulable = """
        {"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"0/6 nodes are available: 3 Insufficient memory, 3 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }."}]}
        """;

    public static readonly string UnboundClaim = """
        {"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"0/6 nodes are available: pod has unbound immediate PersistentVolumeClaims."}]}
        """;

    public static readonly string Gated = """
        {"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"SchedulingGated","message":"Scheduling is blocked due to non-empty scheduling gates"}]}
        """;

    public static readonly string InitRunning = $$$"""
        {"phase":"Pending","conditions":[{"type":"Initialized","status":"False","reason":"ContainersNotInitialized","message":"containers with incomplete status: [migrate]"},{{{NotReady}}},{{{Scheduled}}}],
         "initContainerStatuses":[{"name":"wait","ready":true,"restartCount":0,"state":{"terminated":{"exitCode":0,"reason":"Completed","finishedAt":"{{{Sample.Ago(1)}}}"}},"lastState":{} },
                                  {"name":"migrate","ready":false,"restartCount":2,"state":{"running":{} },"lastState":{"terminated":{"exitCode":1,"reason":"Error","finishedAt":"{{{Sample.Ago(100)}}}"}} }],
         "containerStatuses":[{"name":"app","ready":false,"restartCount":0,"state":{"waiting":{"reason":"PodInitializing"}},"lastState":{} }]}
        """;

    public static readonly string InitCrashing = $$$"""
        {"phase":"Pending","conditions":[{"type":"Initialized","status":"False"},{{{NotReady}}},{{{Scheduled}}}],
         "initContainerStatuses":[{"name":"migrate","ready":false,"restartCount":7,"state":{"waiting":{"reason":"CrashLoopBackOff","message":"back-off 5m0s restarting failed container=migrate pod=p_media(1)"}},"lastState":{"terminated":{"exitCode":2,"reason":"Error","finishedAt":"{{{Sample.Ago(2)}}}"}} }],
         "containerStatuses":[{"name":"app","ready":false,"restartCount":0,"state":{"waiting":{"reason":"PodInitializing"}},"lastState":{} }]}
        """;

    public static readonly string InitFailed = $$$"""
        {"phase":"Failed","conditions":[{"type":"Initialized","status":"False"},{{{NotReady}}},{{{Scheduled}}}],
         "initContainerStatuses":[{"name":"migrate","ready":false,"restartCount":0,"state":{"terminated":{"exitCode":3,"finishedAt":"{{{Sample.Ago(200)}}}"}},"lastState":{} }],
         "containerStatuses":[{"name":"app","ready":false,"restartCount":0,"state":{"waiting":{"reason":"PodInitializing"}},"lastState":{} }]}
        """;

    /// <summary>A sidecar (an init container that goes on) with a restart, beside the app.</summary>
    public static readonly string WithSidecar = $$$"""
        {"phase":"Running","conditions":[{{{Initialized}}},{"type":"Ready","status":"True"},{{{Scheduled}}}],
         "initContainerStatuses":[{"name":"migrate","ready":true,"restartCount":4,"state":{"terminated":{"exitCode":0,"reason":"Completed","finishedAt":"{{{Sample.Ago(590)}}}"}},"lastState":{} },
                                  {"name":"proxy","ready":true,"started":true,"restartCount":1,"state":{"running":{} },"lastState":{"terminated":{"exitCode":1,"reason":"Error","finishedAt":"{{{Sample.Ago(300)}}}"}} }],
         "containerStatuses":[{"name":"app","ready":true,"started":true,"restartCount":2,"state":{"running":{} },"lastState":{"terminated":{"exitCode":143,"reason":"Error","finishedAt":"{{{Sample.Ago(400)}}}"}} }]}
        """;

    public static readonly string CrashLoop = $$$"""
        {"phase":"Running","conditions":[{{{Initialized}}},{{{NotReady}}},{{{Scheduled}}}],
         "containerStatuses":[{"name":"app","ready":false,"started":false,"restartCount":12,"state":{"waiting":{"reason":"CrashLoopBackOff","message":"back-off 5m0s restarting failed container=app pod=sonarr-0_media(1)"}},
           "lastState":{"terminated":{"exitCode":1,"reason":"Error","message":"panic: no database","startedAt":"{{{Sample.Ago(4)}}}","finishedAt":"{{{Sample.Ago(3)}}}","containerID":"containerd://1"}} }]}
        """;

    public static readonly string OomLoop = CrashLoop.Replace("\"exitCode\":1,\"reason\":\"Error\",\"message\":\"panic: no database\"", "\"exitCode\":137,\"reason\":\"OOMKilled\"", StringComparison.Ordinal);

    public static readonly string OomNow = $$$"""
        {"phase":"Running","conditions":[{{{Initialized}}},{{{NotReady}}},{{{Scheduled}}}],
         "containerStatuses":[{"name":"app","ready":false,"restartCount":1,"state":{"terminated":{"exitCode":137,"reason":"OOMKilled","finishedAt":"{{{Sample.Ago(0.1)}}}"}},"lastState":{"terminated":{"exitCode":137,"reason":"OOMKilled","finishedAt":"{{{Sample.Ago(5)}}}"}} }]}
        """;

    public static readonly string RestartedLately = $$$"""
        {"phase":"Running","conditions":[{{{Initialized}}},{"type":"Ready","status":"True"},{{{Scheduled}}}],
         "containerStatuses":[{"name":"app","ready":true,"started":true,"restartCount":1,"state":{"running":{} },"lastState":{"terminated":{"exitCode":2,"reason":"Error","finishedAt":"{{{Sample.Ago(10)}}}"}} }]}
        """;

    public static readonly string RestartedLongAgo = RestartedLately.Replace(Sample.Ago(10), Sample.Ago(500), StringComparison.Ordinal);

    public static readonly string Completed = $$$"""
        {"phase":"Succeeded","conditions":[{"type":"Ready","status":"False","reason":"PodCompleted"},{{{Scheduled}}}],
         "containerStatuses":[{"name":"app","ready":false,"restartCount":0,"state":{"terminated":{"exitCode":0,"reason":"Completed","finishedAt":"{{{Sample.Ago(60)}}}"}},"lastState":{} }]}
        """;

    /// <summary>One container ended well, the other runs: kubectl says Running while the pod is ready.</summary>
    public static readonly string HalfCompleted = $$$"""
        {"phase":"Running","conditions":[{{{Initialized}}},{"type":"Ready","status":"True"},{{{Scheduled}}}],
         "containerStatuses":[{"name":"app","ready":false,"restartCount":0,"state":{"terminated":{"exitCode":0,"reason":"Completed","finishedAt":"{{{Sample.Ago(60)}}}"}},"lastState":{} },
                              {"name":"web","ready":true,"restartCount":0,"state":{"running":{} },"lastState":{} }]}
        """;

    public static readonly string Evicted = """
        {"phase":"Failed","reason":"Evicted","message":"The node was low on resource: memory. Threshold quantity: 100Mi, available: 80Mi."}
        """;

    public static readonly string Signalled = $$$"""
        {"phase":"Failed","conditions":[{{{Scheduled}}}],
         "containerStatuses":[{"name":"app","ready":false,"restartCount":0,"state":{"terminated":{"exitCode":0,"signal":9,"finishedAt":"{{{Sample.Ago(60)}}}"}},"lastState":{} }]}
        """;

    public static readonly string NodeLost = $$$"""
        {"phase":"Running","reason":"NodeLost","message":"Node infra-worker-3 which was running pod sonarr-0 is unresponsive","conditions":[{{{Initialized}}},{"type":"Ready","status":"False"},{{{Scheduled}}}],
         "containerStatuses":[{"name":"app","ready":true,"restartCount":0,"state":{"running":{} },"lastState":{} }]}
        """;
}
