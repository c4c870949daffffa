using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Flux;
using K8sOps.Kubernetes;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Flux.Drift;

public sealed class FluxCompareTests
{
    private static readonly KubeResource s_configMaps = new("", "v1", "configmaps", "ConfigMap", IsNamespaced: true);
    private static readonly KubeResource s_secrets = new("", "v1", "secrets", "Secret", IsNamespaced: true);
    private const string Config = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: drift\n  namespace: default\ndata:\n  color: blue\n  size: '3'\n";
    private readonly DriftWorld _world = new();

    [Fact]
    public async Task Nothing_is_told_of_an_app_that_is_as_Git_says()
    {
        await _world.WithAppAsync(files: ("app/config.yaml", Config));
        await AppliedAsync(Config);
        Assert.Empty(await _world.CompareAsync());
        var only = Assert.Single(await _world.CompareAsync(includeInSync: true));
        Assert.Equal((FluxDriftState.InSync, "ConfigMap", "default", "drift", "main@sha1:1111", "Kustomization", "flux-system", "test"), (only.State, only.Kind, only.Namespace, only.Name, only.Revision, only.AppKind, only.AppNamespace, only.App));
    }

    [Fact]
    public async Task A_field_that_was_changed_by_hand_is_told_with_both_values_and_its_owner_and_nothing_is_written()
    {
        await _world.WithAppAsync(files: ("app/config.yaml", Config));
        await AppliedAsync(Config);
        await _world.EditAsync(s_configMaps, "default", "drift", """{"data":{"color":"red","extra":"mine"}}""");
        var before = _world.WriteCount;
        var drift = Assert.Single(await _world.CompareAsync());
        Assert.Equal((FluxDriftState.Changed, ".data.color", "\"blue\"", "\"red\"", "k8sops"), (drift.State, drift.Path, drift.Applied, drift.Live, drift.Owner));
        Assert.Equal(before, _world.WriteCount);
        Assert.DoesNotContain(_world.Requests, r => r.StartsWith("PATCH", StringComparison.Ordinal) && r.Contains("/configmaps/drift", StringComparison.Ordinal) && r.Contains("kustomize-controller", StringComparison.Ordinal) && !r.Contains("dryRun=All", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_not_there_is_missing_and_what_Git_no_longer_has_is_to_be_pruned()
    {
        await _world.WithAppAsync(status: """ "inventory":{"entries":[{"id":"default_drift__ConfigMap","v":"v1"},{"id":"default_old__ConfigMap","v":"v1"},{"id":"default_gone__ConfigMap","v":"v1"},{"id":"default_kept__ConfigMap","v":"v1"}]} """, files: ("app/config.yaml", Config));
        await _world.ApplyAsync(s_configMaps, "default", Map("old"));
        await _world.ApplyAsync(s_configMaps, "default", Map("kept", """ ,"annotations":{"kustomize.toolkit.fluxcd.io/prune":"disabled"} """));
        Assert.Equal(["ConfigMap default/drift Missing", "ConfigMap default/old Pruned"], (await _world.CompareAsync()).Select(d => d.ToString()));
        Assert.Contains(await _world.CompareAsync(includeInSync: true), d => d is { Name: "kept", State: FluxDriftState.Ignored });
    }

    [Fact]
    public async Task Annotations_and_rules_that_Flux_honours_are_honoured()
    {
        var manifests = string.Join("---\n", new[] { ("reconcile", "disabled"), ("ssa", "Ignore"), ("ssa", "IfNotPresent") }
            .Select((a, i) => $"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a{i}\n  namespace: default\n  annotations:\n    kustomize.toolkit.fluxcd.io/{a.Item1}: {a.Item2}\ndata:\n  color: blue\n"));
        await _world.WithAppAsync(""" "ignore":[{"paths":["/data/color"],"target":{"kind":"ConfigMap","name":"drift"}}] """, files: [("app/a.yaml", manifests), ("app/b.yaml", Config)]);
        for (var i = 0; i < 3; i++) await _world.ApplyAsync(s_configMaps, "default", Map("a" + i));
        await AppliedAsync(Config);
        await _world.EditAsync(s_configMaps, "default", "drift", """{"data":{"color":"red"}}""");
        Assert.Empty(await _world.CompareAsync());
        var all = await _world.CompareAsync(includeInSync: true);
        Assert.Equal(4, all.Count);
        Assert.All(all, d => Assert.Equal(FluxDriftState.Ignored, d.State));
        Assert.Equal(".data.color", all[^1].Path);
    }

    [Fact]
    public async Task Of_a_Secret_no_value_is_shown_and_of_an_encrypted_one_the_keys_are_compared()
    {
        const string Plain = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: plain\n  namespace: default\ndata:\n  password: Z2l0\n";
        const string Sealed = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: sealed\n  namespace: default\nstringData:\n  token: ENC[AES256_GCM,data:x]\n  lost: ENC[AES256_GCM,data:y]\nsops:\n  version: 3.9.0\n";
        await _world.WithAppAsync(""" "decryption":{"provider":"sops"} """, files: [("app/a.yaml", Plain), ("app/b.yaml", Sealed)]);
        await _world.ApplyAsync(s_secrets, "default", Sample.Parse("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"plain"},"data":{"password":"bGl2ZQ=="}}"""));
        await _world.ApplyAsync(s_secrets, "default", Sample.Parse("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"sealed"},"data":{"token":"bGl2ZQ==","extra":"bGl2ZQ=="}}"""));
        var drifts = await _world.CompareAsync();
        Assert.Contains(drifts, d => d is { Name: "plain", Path: ".data.password", Applied: "(redacted)", Live: "(redacted)" });
        Assert.Equal([(".data.lost", "(redacted)", null), (".data.extra", null, "(redacted)")], drifts.Where(d => d.Name == "sealed").Select(d => (d.Path, d.Applied, d.Live)));
        Assert.DoesNotContain(drifts, d => $"{d.Applied}{d.Live}{d.Message}" is var text && (text.Contains("bGl2ZQ", StringComparison.Ordinal) || text.Contains("Z2l0", StringComparison.Ordinal) || text.Contains("ENC[", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Variables_come_from_where_the_app_says_the_last_word_first()
    {
        const string Template = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: drift\n  namespace: default\ndata:\n  color: ${color}\n  size: \"${size:=9}\"\n";
        await _world.WithAppAsync(""" "postBuild":{"substitute":{"color":"green"},"substituteFrom":[{"kind":"ConfigMap","name":"vars"},{"kind":"Secret","name":"nosuch","optional":true}]} """, files: ("app/config.yaml", Template));
        await _world.ApplyAsync(s_configMaps, "flux-system", Sample.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"vars"},"data":{"color":"blue","size":"a3"}}"""));
        await AppliedAsync(Config);
        Assert.Equal([".data.color \"green\"", ".data.size \"a3\""], (await _world.CompareAsync()).Select(d => $"{d.Path} {d.Applied}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_kubectl_added_is_told_since_the_next_reconcile_drops_it()
    {
        await _world.WithAppAsync(files: ("app/config.yaml", Config));
        await AppliedAsync(Config);
        await _world.ApplyAsync(s_configMaps, "default", Sample.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"drift"},"data":{"added":"x"}}"""), "kubectl-edit");
        await _world.ApplyAsync(s_configMaps, "default", Sample.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"drift"},"data":{"operator":"y"}}"""), "operator");
        var drift = Assert.Single(await _world.CompareAsync());
        Assert.Equal((".data.added", null, "\"x\"", "kubectl-edit"), (drift.Path, drift.Applied, drift.Live, drift.Owner));
    }

    [Fact]
    public async Task An_object_that_the_cluster_refuses_is_unknown_and_the_others_are_compared()
    {
        const string Odd = "apiVersion: example.org/v1\nkind: Nosuch\nmetadata:\n  name: x\n  namespace: default\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: homeless\n---\n";
        await _world.WithAppAsync(files: ("app/config.yaml", Odd + Config));
        var drifts = await _world.CompareAsync();
        Assert.Equal([("x", FluxDriftState.Missing), ("homeless", FluxDriftState.Unknown), ("drift", FluxDriftState.Missing)], drifts.Select(d => (d.Name, d.State)));
        Assert.Contains("names no namespace", drifts[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_artifact_cannot_be_reached_the_app_is_unknown_with_the_reason()
    {
        await _world.WithAppAsync(files: ("app/config.yaml", Config));
        foreach (var (code, reason, message, expected) in new[]
        {
            (403, "Forbidden", "services \\\"http:source-controller:80\\\" is forbidden: User \\\"viewer\\\" cannot get resource \\\"services/proxy\\\"", "services/proxy"),
            (503, "ServiceUnavailable", "error trying to reach service: dial tcp 10.42.0.9:9090: i/o timeout", "network policy"),
        })
        {
            _world.Instead = r => r.PathAndQuery.Contains("/proxy/", StringComparison.Ordinal) ? (code, $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{reason}}","code":{{code}},"message":"{{message}}"}""") : null;
            var drift = Assert.Single(await _world.CompareAsync());
            Assert.Equal((FluxDriftState.Unknown, "Kustomization", "test", null), (drift.State, drift.Kind, drift.Name, drift.Path));
            Assert.Contains(expected, drift.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Bytes_that_are_not_what_the_source_says_are_not_unpacked()
    {
        await _world.WithAppAsync(files: ("app/config.yaml", Config));
        await _world.PublishAsync("sha256:" + new string('0', 64));
        Assert.Contains("its digest is not", Assert.Single(await _world.CompareAsync()).Message, StringComparison.Ordinal);
        await _world.PublishAsync("md5:" + new string('0', 32));
        Assert.Contains("no digest that can be checked", Assert.Single(await _world.CompareAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_cannot_be_built_here_is_unknown_with_the_reason()
    {
        await _world.WithAppAsync(files: ("app/config.yaml", Config));
        foreach (var (spec, expected) in new[]
        {
            ("""{"postBuild":{"substituteFrom":[{"kind":"ConfigMap","name":"nosuch"}]}}""", "ConfigMap flux-system/nosuch, which is not there"),
            ("""{"postBuild":{"substituteFrom":null,"substitute":{"bad-name":"x"}}}""", "no name of a variable"),
            ("""{"kubeConfig":{"secretRef":{"name":"remote"}}}""", "another cluster"),
        })
        {
            await _world.EditAsync(FluxKinds.Kustomizations, "flux-system", "test", $$"""{"spec":{{spec}}}""");
            var drift = Assert.Single(await _world.CompareAsync());
            Assert.Equal(FluxDriftState.Unknown, drift.State);
            Assert.Contains(expected, drift.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Files_that_Flux_could_not_build_either_are_told()
    {
        await _world.WithAppAsync(files: ("app/config.yaml", Config));
        foreach (var (text, expected) in new[]
        {
            ("nota: manifest\n", "no apiVersion"),
            ("a: [\n", "config.yaml"),
            ("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: default}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: default}\n", "stands in"),
        })
        {
            _world.Pack(("app/config.yaml", text));
            await _world.PublishAsync();
            var drift = Assert.Single(await _world.CompareAsync());
            Assert.Equal(FluxDriftState.Unknown, drift.State);
            Assert.Contains(expected, drift.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Common_metadata_is_put_on_without_any_tool()
    {
        await _world.WithAppAsync(""" "commonMetadata":{"labels":{"team":"a"}} """, files: ("app/config.yaml", Config));
        await AppliedAsync(Config);
        Assert.Equal([(".metadata.labels.team", "\"a\"")], (await _world.CompareAsync()).Select(d => (d.Path, d.Applied)));
    }

    [Fact]
    public async Task A_source_that_is_ahead_of_the_app_is_said()
    {
        await _world.WithAppAsync(files: ("app/config.yaml", Config));
        await _world.StatusAsync(FluxKinds.Kustomizations, "flux-system", "test", """{"lastAppliedRevision":"main@sha1:0000"}""");
        await _world.CompareAsync();
        Assert.Contains(_world.Sink.Notes, n => n.Contains("has applied main@sha1:0000, and its source is at main@sha1:1111", StringComparison.Ordinal));
    }

    [KubectlFact]
    public async Task An_overlay_is_built_with_kubectl_and_what_the_spec_adds_to_it()
    {
        await _world.WithAppAsync(""" "targetNamespace":"media","nameSuffix":"-two","patches":[{"patch":"[{\"op\":\"replace\",\"path\":\"/data/color\",\"value\":\"green\"}]","target":{"kind":"ConfigMap"}}] """,
            files: [("app/kustomization.yaml", "resources: [../base]\ncommonAnnotations: {team: a}\n"), ("base/kustomization.yaml", "resources: [config.yaml]\n"), ("base/config.yaml", Config)]);
        await _world.ApplyAsync(s_configMaps, "media", Sample.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"drift-two","annotations":{"team":"a"},"labels":{"kustomize.toolkit.fluxcd.io/name":"test","kustomize.toolkit.fluxcd.io/namespace":"flux-system"}},"data":{"color":"blue","size":"3"}}"""));
        var drift = Assert.Single(await _world.CompareAsync());
        Assert.Equal(("ConfigMap media/drift-two .data.color: \"green\" → \"blue\"", FluxDriftState.Changed), (drift.ToString(), drift.State));
    }

    [KubectlFact]
    public async Task An_overlay_that_fails_is_told_in_its_tools_words_and_reads_nothing_of_this_machine()
    {
        await _world.WithAppAsync(files: ("app/kustomization.yaml", "configMapGenerator:\n- name: stolen\n  namespace: default\n  files: [/etc/hostname]\n"));
        var drift = Assert.Single(await _world.CompareAsync());
        Assert.Equal(FluxDriftState.Unknown, drift.State);
        Assert.Contains("kubectl kustomize ended with 1", drift.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_kubectl_an_overlay_is_refused_with_the_remedy()
    {
        var app = new FluxTarget(FluxKinds.Kustomizations, Sample.Parse("""{"metadata":{"name":"a","namespace":"flux-system"}}"""));
        var error = await Assert.ThrowsAsync<OperationException>(() => KustomizeTool.BuildAsync(app, Path.GetTempPath(), false, "relative" + Path.PathSeparator + Path.Combine(Path.GetTempPath(), "nosuch-folder"), default));
        Assert.Equal(("ToolNotFound", OperationCategory.NotInstalled), (error.Id, error.Category));
        Assert.NotNull(error.Remedy);
    }

    [Fact]
    public async Task A_release_is_compared_with_Helms_own_record_of_it()
    {
        const string Manifest = "---\n# Source: x\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: chart-config\ndata:\n  color: blue\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: chart-free\n  annotations:\n    helm.toolkit.fluxcd.io/driftDetection: disabled\ndata:\n  color: blue\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: chart-lost\ndata: {}\n";
        await _world.Client.CreateAsync(FluxKinds.HelmReleases, "default", Sample.Parse("""{"apiVersion":"helm.toolkit.fluxcd.io/v2","kind":"HelmRelease","metadata":{"name":"chart"},"spec":{"interval":"1h","suspend":true,"chart":{"spec":{"chart":"chart","sourceRef":{"kind":"HelmRepository","name":"none"}}}}}"""), WriteOptions.Default, default);
        await _world.StatusAsync(FluxKinds.HelmReleases, "default", "chart", """{"storageNamespace":"default","history":[{"name":"chart","namespace":"default","version":4,"status":"deployed","chartName":"chart","chartVersion":"1.2.3","configDigest":"sha256:0","digest":"sha256:0","firstDeployed":"2026-01-01T00:00:00Z","lastDeployed":"2026-01-01T00:00:00Z"}]}""");
        await _world.ApplyAsync(s_secrets, "default", new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Secret", ["type"] = "helm.sh/release.v1", ["metadata"] = new JsonObject { ["name"] = "sh.helm.release.v1.chart.v4" }, ["data"] = new JsonObject { ["release"] = Packed(Manifest) } }, "helm-controller");
        foreach (var name in (string[])["chart-config", "chart-free"])
        {
            await _world.ApplyAsync(s_configMaps, "default", Sample.Parse($$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}","labels":{"app.kubernetes.io/managed-by":"Helm"},"annotations":{"meta.helm.sh/release-name":"chart","meta.helm.sh/release-namespace":"default"} },"data":{"color":"red"} }"""), "someone");
        }

        var drifts = await _world.CompareAsync("chart", kind: "HelmRelease");
        Assert.Equal(["ConfigMap default/chart-config .data.color: \"blue\" → \"red\"", "ConfigMap default/chart-lost Missing"], drifts.Select(d => d.ToString()));
        Assert.Equal(("chart@1.2.3 v4", "someone"), (drifts[0].Revision, drifts[0].Owner));
        Assert.Contains(_world.Requests, r => r.StartsWith("PATCH", StringComparison.Ordinal) && r.Contains("fieldManager=helm-controller", StringComparison.Ordinal) && r.Contains("force=true", StringComparison.Ordinal) && r.Contains("dryRun=All", StringComparison.Ordinal));
    }

    private Task AppliedAsync(string manifest)
    {
        var body = (JsonObject)K8sOps.Text.Yaml.Parse(manifest)!;
        body["metadata"]!["labels"] = new JsonObject { ["kustomize.toolkit.fluxcd.io/name"] = "test", ["kustomize.toolkit.fluxcd.io/namespace"] = "flux-system" };
        return _world.ApplyAsync(s_configMaps, "default", body);
    }

    private static JsonObject Map(string name, string metadata = "") => Sample.Parse($$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}"{{{metadata}}} },"data":{"color":"red"} }""");

    private static string Packed(string manifest)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(new JsonObject { ["name"] = "chart", ["namespace"] = "default", ["version"] = 4, ["manifest"] = manifest }.ToJsonString()));
        return Convert.ToBase64String(Encoding.ASCII.GetBytes(Convert.ToBase64String(buffer.ToArray())));
    }
}
