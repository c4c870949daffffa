using K8sOps.Kube;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Usage;

public sealed class UsageServiceTests
{
    private const string Samples = "/apis/metrics.k8s.io/v1beta1/pods";
    private readonly ScriptedServer _server = new();
    private readonly RecordingSink _sink = new();

    [Theory]
    [InlineData("v1")]
    [InlineData("v1beta1")]
    public async Task A_pod_is_told_with_its_use_and_what_it_may_use(string version)
    {
        Serve(version).Pods(Pod("""{"name":"app","resources":{"requests":{"cpu":"200m","memory":"256Mi"},"limits":{"cpu":"1","memory":"1Gi"}} }"""));
        Sample("""{"name":"app","usage":{"cpu":"250000000n","memory":"524288Ki"}}""", $"/apis/metrics.k8s.io/{version}/pods");
        var use = Assert.Single(await ListAsync());
        Assert.Equal(("Pod", "media", "sonarr-0", null, "infra-worker-1"), (use.Kind, use.Namespace, use.Name, use.Container, use.Node));
        Assert.Equal((0.25m, 512L << 20, 0.2m, 256L << 20, 1m, 1L << 30), (use.CpuCores, use.MemoryBytes, use.CpuRequestCores, use.MemoryRequestBytes, use.CpuLimitCores, use.MemoryLimitBytes));
        Assert.Equal((25.0, 50.0, null), (use.CpuPercent, use.MemoryPercent, use.Recommendation));
        Assert.Equal((ScriptedServer.Now.AddMinutes(-1), TimeSpan.FromSeconds(15.5)), (use.SampledAt, use.Window));
    }

    [Fact]
    public async Task Without_the_metrics_api_the_error_says_what_to_do()
    {
        _server.Answer("/api", 200, """{"kind":"APIVersions","versions":[]}""").Answer("/apis", 200, """{"kind":"APIGroupList","groups":[]}""").Pods(Pod("""{"name":"app"}"""));
        var error = await Assert.ThrowsAsync<OperationException>(() => ListAsync());
        Assert.Equal(("MetricsNotServed", OperationCategory.NotInstalled), (error.Id, error.Category));
        Assert.Contains("Get-K8sPod -Cluster infra -Name '*metrics*'", error.Remedy, StringComparison.Ordinal);
        Assert.Equal("MetricsNotServed", (await Assert.ThrowsAsync<OperationException>(NodesAsync)).Id);
    }

    [Fact]
    public async Task A_pod_without_a_sample_is_left_out_and_told()
    {
        Serve().Pods(Pod("""{"name":"app"}""")).Add(Samples);
        Assert.Empty(await ListAsync(new UsageQuery { Names = ["sonarr-0"] }));
        Assert.Contains(_sink.Notes, n => n.Contains("Pod media/sonarr-0 on infra is left out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sample_of_a_namesake_before_it_is_not_taken()
    {
        Serve().Pods(Pod("""{"name":"app"}""", ageMinutes: 0.5));
        Sample("""{"name":"app","usage":{"cpu":"1","memory":"1Gi"}}""");
        Assert.Empty(await ListAsync());
    }

    [Theory]
    [InlineData("/apis/metrics.k8s.io/v1beta1/pods", "metrics.k8s.io")]
    [InlineData("/api/v1/pods", "")]
    public async Task A_refusal_is_an_error_and_never_an_empty_answer(string path, string group)
    {
        Serve().Pods(Pod("""{"name":"app"}""")).Add(Samples).Forbid(path, "pods", group);
        Assert.Equal("Forbidden", (await Assert.ThrowsAsync<OperationException>(() => ListAsync())).Id);
    }

    [Fact]
    public async Task A_literal_name_that_is_not_there_is_an_error_and_a_pattern_is_silence()
    {
        Serve().Pods(Pod("""{"name":"app"}""")).Add(Samples);
        Assert.Equal("NotFound", (await Assert.ThrowsAsync<OperationException>(() => ListAsync(new UsageQuery { Names = ["nosuch"] }))).Id);
        Assert.Equal("NotFound", (await Assert.ThrowsAsync<OperationException>(() => ListAsync(new UsageQuery { Namespaces = ["nosuch"] }))).Id);
        Assert.Empty(await ListAsync(new UsageQuery { Names = ["nosuch*"] }));
    }

    [Fact]
    public async Task A_pod_of_several_containers_has_a_limit_only_where_each_has_one()
    {
        Serve().Pods(Pod("""{"name":"app","resources":{"requests":{"memory":"100Mi"},"limits":{"memory":"1Gi"}} },{"name":"side"}"""));
        Sample("""{"name":"app","usage":{"cpu":"1m","memory":"990Mi"}},{"name":"side","usage":{"cpu":"0","memory":"10Mi"}}""");
        var pod = Assert.Single(await ListAsync());
        Assert.Equal((1000L << 20, null, null, 100L << 20), (pod.MemoryBytes, pod.MemoryLimitBytes, pod.MemoryPercent, pod.MemoryRequestBytes));
        Assert.StartsWith("app: Memory is at 97 % of its limit", pod.Recommendation, StringComparison.Ordinal);
        var containers = await ListAsync(new UsageQuery { PerContainer = true });
        Assert.Equal([("Container", "app", 96.7), ("Container", "side", null)], containers.Select(c => (c.Kind, c.Container, c.MemoryPercent)));
        Assert.Null(containers[1].Recommendation);
    }

    [Theory]
    [InlineData("""{"limits":{"memory":"1Gi"}}""", "10m", "922Mi", "Memory is at 90 % of its limit")]
    [InlineData("""{"limits":{"memory":"1000"}}""", "10m", "900", null)]
    [InlineData("""{"limits":{"cpu":"500m","memory":"1Gi"}}""", "499m", "10Mi", "CPU is at its limit")]
    [InlineData("""{"requests":{"cpu":"1","memory":"64Mi"},"limits":{"memory":"1Gi"}}""", "100m", "50Mi", "CPU request is more than 3 times")]
    [InlineData("""{"requests":{"cpu":"100m"}}""", "1m", "50Mi", null)]
    [InlineData("""{"requests":{"cpu":"300m"}}""", "100m", "50Mi", null)]
    [InlineData("""{"requests":{"memory":"1Gi"}}""", "1m", "50Mi", "Memory request is more than 3 times")]
    [InlineData("""{"requests":{"memory":"128Mi"}}""", "1m", "1Mi", null)]
    [InlineData("""{"requests":{"memory":"128Mi"}}""", "1m", "129Mi", "Memory has no limit and is above its request")]
    [InlineData("{}", "8", "64Gi", null)]
    public async Task A_recommendation_stands_only_where_the_sample_supports_it(string resources, string cpu, string memory, string? expected)
    {
        Serve().Pods(Pod($$$"""{"name":"app","resources":{{{resources}}} }"""));
        Sample($$$"""{"name":"app","usage":{"cpu":"{{{cpu}}}","memory":"{{{memory}}}"} }""");
        var use = Assert.Single(await ListAsync());
        if (expected is null) Assert.Null(use.Recommendation);
        else Assert.StartsWith(expected, use.Recommendation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"1e-1\"", "\"1e9\"", "0.1", 1000000000L)]
    [InlineData("2", "1024", "2", 1024L)]
    [InlineData("\"3u\"", "\"1.5Ki\"", "0.000003", 1536L)]
    [InlineData("\"many\"", "\"\"", null, null)]
    public async Task Odd_quantities_are_read_exactly_or_not_at_all(string cpu, string memory, string? cores, long? bytes)
    {
        Serve().Pods(Pod("""{"name":"app","resources":{"limits":{"cpu":"0","memory":"0"}} }"""));
        Sample($$$"""{"name":"app","usage":{"cpu":{{{cpu}}},"memory":{{{memory}}} } }""");
        var use = Assert.Single(await ListAsync());
        Assert.Equal((cores is null ? null : decimal.Parse(cores, System.Globalization.CultureInfo.InvariantCulture), bytes), (use.CpuCores, use.MemoryBytes));
        Assert.Equal((null, null, null), (use.CpuPercent, use.MemoryPercent, use.CpuLimitCores));
    }

    [Fact]
    public async Task A_node_is_told_against_what_is_allocatable()
    {
        Serve().Add("/api/v1/nodes", Support.Sample.Node("infra-worker-1"), Support.Sample.Node("infra-worker-2"));
        _server.Add("/apis/metrics.k8s.io/v1beta1/nodes", Support.Sample.Parse("""{"metadata":{"name":"infra-worker-1"},"window":"20s","usage":{"cpu":"795m","memory":"31350000Ki"}}"""));
        var use = Assert.Single(await NodesAsync());
        Assert.Equal(("Node", null, "infra-worker-1", 10.0, 95.0), (use.Kind, use.Namespace, use.Name, use.CpuPercent, use.MemoryPercent));
        Assert.Equal("Memory is at 95 % of what is allocatable", use.Recommendation);
        Assert.Contains(_sink.Notes, n => n.Contains("Node infra-worker-2 on infra is left out", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("15s", 15.0)]
    [InlineData("1m0.5s", 60.5)]
    [InlineData("250ms", 0.25)]
    [InlineData("", null)]
    [InlineData("soon", null)]
    [InlineData("15", null)]
    [InlineData("9999999999999999999s", null)]
    public void A_window_is_a_duration_or_nothing(string text, double? seconds) => Assert.Equal(seconds, UsageReading.Window(text)?.TotalSeconds);

    private static System.Text.Json.Nodes.JsonObject Pod(string containers, double ageMinutes = 600) => Support.Sample.Pod("sonarr-0", Statuses.Running, spec: $$$"""{"containers":[{{{containers}}}]}""", ageMinutes: ageMinutes);

    private ScriptedServer Serve(string version = "v1beta1") => _server
        .Answer("/api", 200, """{"kind":"APIVersions","versions":[]}""")
        .Answer("/apis", 200, $$$"""{"kind":"APIGroupList","groups":[{"name":"metrics.k8s.io","versions":[{"groupVersion":"metrics.k8s.io/{{{version}}}","version":"{{{version}}}"}]}]}""")
        .Answer("/apis/metrics.k8s.io/" + version, 200, """{"kind":"APIResourceList","resources":[{"name":"nodes","singularName":"","namespaced":false,"kind":"NodeMetrics","verbs":["get","list"]},{"name":"pods","singularName":"","namespaced":true,"kind":"PodMetrics","verbs":["get","list"]}]}""");

    private void Sample(string containers, string path = Samples) => _server.Add(path, Support.Sample.Parse($$$"""{"metadata":{"name":"sonarr-0","namespace":"media"},"timestamp":"{{{Support.Sample.Ago(1)}}}","window":"15.5s","containers":[{{{containers}}}]}"""));

    private async Task<List<K8sUsage>> ListAsync(UsageQuery? query = null)
    {
        var found = new List<K8sUsage>();
        await foreach (var use in new UsageService(_server.Cluster()).ListPodsAsync(query ?? new UsageQuery(), _sink.Context)) found.Add(use);
        return found;
    }

    private async Task<List<K8sUsage>> NodesAsync()
    {
        var found = new List<K8sUsage>();
        await foreach (var use in new UsageService(_server.Cluster()).ListNodesAsync(new UsageQuery(), _sink.Context)) found.Add(use);
        return found;
    }
}
