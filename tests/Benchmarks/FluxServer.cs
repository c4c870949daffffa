using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace K8sOps.Benchmarks;

/// <summary>
/// An API server with very many apps of Flux, each as large as one with twenty objects in its inventory is, in pages as they are asked for.
/// It costs next to nothing itself: what is measured is the reader. Discovery is answered so far as kubectl needs it.
/// </summary>
internal sealed class FluxServer : IDisposable
{
    private const string KustomizeGroup = "kustomize.toolkit.fluxcd.io";
    private const string HelmGroup = "helm.toolkit.fluxcd.io";
    private const string SourceGroup = "source.toolkit.fluxcd.io";
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Dictionary<string, (string Kind, string ApiVersion, string[] Items)> _lists;

    public FluxServer(int apps)
    {
        var half = apps / 2;
        _lists = new(StringComparer.Ordinal)
        {
            [$"/apis/{KustomizeGroup}/v1/kustomizations"] = ("Kustomization", $"{KustomizeGroup}/v1", [.. Enumerable.Range(0, half).Select(Kustomization)]),
            [$"/apis/{HelmGroup}/v2/helmreleases"] = ("HelmRelease", $"{HelmGroup}/v2", [.. Enumerable.Range(0, apps - half).Select(HelmRelease)]),
            [$"/apis/{SourceGroup}/v1/gitrepositories"] = ("GitRepository", $"{SourceGroup}/v1", [Source]),
            ["/apis/apps/v1/deployments"] = ("Deployment", "apps/v1", []),
            ["/apis/apiextensions.k8s.io/v1/customresourcedefinitions"] = ("CustomResourceDefinition", "apiextensions.k8s.io/v1", []),
        };
        foreach (var plural in (string[])["ocirepositories", "helmrepositories", "helmcharts", "buckets"]) _lists[$"/apis/{SourceGroup}/v1/{plural}"] = ("Source", $"{SourceGroup}/v1", []);
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The bytes of all apps.</summary>
    public long Bytes => _lists.Values.Sum(l => l.Items.Sum(i => (long)i.Length));

    private static string Source => """{"metadata":{"name":"flux-system","namespace":"flux-system","generation":1},"spec":{"interval":"1h","url":"ssh://git@git.example.org/infra.git","ref":{"branch":"main"}},"status":{"observedGeneration":1,"artifact":{"revision":"main@sha1:6e7be1a2b3c4d5e6f708192a3b4c5d6e7f809102","digest":"sha256:00"},"conditions":[{"type":"Ready","status":"True","reason":"Succeeded","observedGeneration":1}]}}""";

    public void Dispose() => _listener.Dispose();

    private static string Kustomization(int n)
    {
        var failing = n % 50 == 7;
        return Text($$$"""
            {"metadata":{"name":"app-{{{n}}}","namespace":"flux-system","uid":"{{{n:x8}}}-0000-4000-8000-000000000001","resourceVersion":"{{{n + 10}}}","generation":3,"creationTimestamp":"2025-06-01T00:00:00Z","finalizers":["finalizers.fluxcd.io"],"labels":{"kustomize.toolkit.fluxcd.io/name":"cluster-apps","kustomize.toolkit.fluxcd.io/namespace":"flux-system"},{{{Managed("kustomize-controller")}}} },
             "spec":{"interval":"30m","prune":true,"wait":true,"path":"./apps/app-{{{n}}}","dependsOn":[{"name":"app-{{{Math.Max(0, n - 1)}}}"}],"sourceRef":{"kind":"GitRepository","name":"flux-system"} },
             "status":{"observedGeneration":3,"lastAppliedRevision":"main@sha1:6e7be1a2b3c4d5e6f708192a3b4c5d6e7f809102","lastAttemptedRevision":"main@sha1:6e7be1a2b3c4d5e6f708192a3b4c5d6e7f809102","inventory":{{{Inventory(n)}}},
              "history":[{"digest":"sha256:0a","firstReconciled":"2026-01-01T00:00:00Z","lastReconciled":"2026-01-15T11:50:00Z","lastReconciledDuration":"1.2s","lastReconciledStatus":"ReconciliationSucceeded","totalReconciliations":80,"metadata":{"revision":"main@sha1:6e7be1a2b3c4d5e6f708192a3b4c5d6e7f809102"} }],
              "conditions":[{{{Ready(failing, "HealthCheckFailed", "ReconciliationSucceeded")}}}]} }
            """);
    }

    private static string HelmRelease(int n)
    {
        var failing = n % 50 == 9;
        return Text($$$"""
            {"metadata":{"name":"app-{{{n}}}","namespace":"apps-{{{n % 40}}}","uid":"{{{n:x8}}}-0000-4000-8000-000000000002","resourceVersion":"{{{n + 10}}}","generation":3,"creationTimestamp":"2025-06-01T00:00:00Z","finalizers":["finalizers.fluxcd.io"],"labels":{"kustomize.toolkit.fluxcd.io/name":"app-{{{n}}}","kustomize.toolkit.fluxcd.io/namespace":"flux-system"},{{{Managed("helm-controller")}}} },
             "spec":{"interval":"1h","chart":{"spec":{"chart":"app","version":"4.x","sourceRef":{"kind":"HelmRepository","name":"charts","namespace":"flux-system"} } },"values":{"controllers":{"main":{"containers":{"app":{"image":{"repository":"ghcr.io/example/app-{{{n}}}","tag":"1.2.3"},"env":{"NOTE":"{{{new string('x', 1200)}}}"} } } } } } },
             "status":{"observedGeneration":3,"helmChart":"flux-system/apps-{{{n % 40}}}-app-{{{n}}}","lastAttemptedRevision":"4.2.1","storageNamespace":"apps-{{{n % 40}}}","inventory":{{{Inventory(n)}}},
              "history":[{"name":"app-{{{n}}}","namespace":"apps","version":5,"status":"deployed","chartName":"app","chartVersion":"4.2.1","configDigest":"sha256:0a","digest":"sha256:0b","firstDeployed":"2026-01-01T00:00:00Z","lastDeployed":"2026-01-02T00:00:00Z"}],
              "conditions":[{{{Ready(failing, "UpgradeFailed", "UpgradeSucceeded")}}},{"type":"Released","status":"True","reason":"UpgradeSucceeded","message":"Helm upgrade succeeded","observedGeneration":3,"lastTransitionTime":"2026-01-02T00:00:00Z"}]} }
            """);
    }

    private static string Managed(string controller) => $$$"""
        "managedFields":[{"manager":"kustomize-controller","operation":"Apply","apiVersion":"v1","time":"2025-06-01T00:00:00Z","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:labels":{"f:kustomize.toolkit.fluxcd.io/name":{},"f:kustomize.toolkit.fluxcd.io/namespace":{} } },"f:spec":{"f:dependsOn":{},"f:interval":{},"f:path":{},"f:prune":{},"f:sourceRef":{},"f:wait":{} } } },{"manager":"{{{controller}}}","operation":"Update","apiVersion":"v1","time":"2026-01-15T11:50:00Z","fieldsType":"FieldsV1","fieldsV1":{"f:status":{"f:conditions":{},"f:history":{},"f:inventory":{},"f:observedGeneration":{} } },"subresource":"status"}]
        """;

    private static string Ready(bool failing, string bad, string good) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"type":"Ready","status":"{{(failing ? "False" : "True")}}","reason":"{{(failing ? bad : good)}}","message":"{{(failing ? "timeout waiting for: [Deployment/apps/app status: 'InProgress']" : "Applied revision: main@sha1:6e7be1a2b3c4d5e6f708192a3b4c5d6e7f809102")}}","observedGeneration":3,"lastTransitionTime":"2026-01-15T11:50:00Z"}""");

    private static string Inventory(int n) => $$"""{"entries":[{{string.Join(',', Enumerable.Range(0, 20).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{"id":"apps_app-{{n}}-part-{{i}}_apps_Deployment","v":"v1"}""")))}}]}""";

    private static string Text(FormattableString json) => json.ToString(CultureInfo.InvariantCulture).ReplaceLineEndings("");

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The benchmark is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII);
                while (await reader.ReadLineAsync() is { } request)
                {
                    while (await reader.ReadLineAsync() is { Length: > 0 }) continue;
                    var (status, body) = Answer(request.Split(' ')[1]);
                    var bytes = Encoding.UTF8.GetBytes(body);
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {bytes.Length}\r\n\r\n")));
                    await stream.WriteAsync(bytes);
                }
            }
            catch (IOException)
            {
                // The reader has what it wanted.
            }
        }
    }

    private (int Status, string Body) Answer(string target)
    {
        var path = target.Split('?')[0];
        if (_lists.TryGetValue(path, out var list)) return (200, Page(list.Kind, list.ApiVersion, list.Items, target));
        return path switch
        {
            "/api" => (200, """{"kind":"APIVersions","versions":["v1"]}"""),
            "/api/v1" => (200, """{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"v1","resources":[]}"""),
            "/apis" => (200, $$"""{"kind":"APIGroupList","apiVersion":"v1","groups":[{{Group(KustomizeGroup, "v1")}},{{Group(HelmGroup, "v2")}}]}"""),
            $"/apis/{KustomizeGroup}/v1" => (200, Resources($"{KustomizeGroup}/v1", "kustomizations", "Kustomization")),
            $"/apis/{HelmGroup}/v2" => (200, Resources($"{HelmGroup}/v2", "helmreleases", "HelmRelease")),
            _ => (404, """{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404,"message":"not found","details":{}}"""),
        };
    }

    private static string Page(string kind, string apiVersion, string[] items, string target)
    {
        int Number(string name) => target.Split('?', '&').Select(p => p.Split('=')).Where(p => p is [var n, _] && n == name).Select(p => int.Parse(p[1], CultureInfo.InvariantCulture)).FirstOrDefault();
        var (from, limit) = (Number("continue"), Number("limit"));
        var page = limit > 0 ? items.Skip(from).Take(limit) : items.Skip(from);
        var next = limit > 0 && from + limit < items.Length ? string.Create(CultureInfo.InvariantCulture, $"\"continue\":\"{from + limit}\",") : "";
        return $$"""{"kind":"{{kind}}List","apiVersion":"{{apiVersion}}","metadata":{{{next}}"resourceVersion":"9"},"items":[{{string.Join(',', page)}}]}""";
    }

    private static string Group(string name, string version) => $$$"""{"name":"{{{name}}}","versions":[{"groupVersion":"{{{name}}}/{{{version}}}","version":"{{{version}}}"}],"preferredVersion":{"groupVersion":"{{{name}}}/{{{version}}}","version":"{{{version}}}"} }""";

    private static string Resources(string version, string plural, string kind) => $$"""{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"{{version}}","resources":[{"name":"{{plural}}","singularName":"{{kind}}","namespaced":true,"kind":"{{kind}}","verbs":["get","list","watch"]}]}""";
}
