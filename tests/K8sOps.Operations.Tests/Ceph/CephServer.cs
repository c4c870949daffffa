using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Ceph;

/// <summary>A cluster with Rook whose <c>ceph</c> says what a test tells it to.</summary>
internal sealed class CephServer
{
    private readonly Dictionary<string, Func<ScriptedProgram>> _programs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<JsonObject>> _lists = new(StringComparer.Ordinal) { ["pods"] = [], ["deployments"] = [], ["daemonsets"] = [], ["cephclusters"] = [], ["cephblockpools"] = [], ["nodes"] = [], ["cephfilesystems"] = [], ["cephobjectstores"] = [] };

    public CephServer(bool withToolbox = true)
    {
        foreach (var (plural, list) in _lists)
        {
            var root = plural.StartsWith("ceph", StringComparison.Ordinal) ? "/apis/ceph.rook.io/v1" : plural is "pods" or "nodes" ? "/api/v1" : "/apis/apps/v1";
            foreach (var ns in (string[])["", "/namespaces/rook-ceph", "/namespaces/rook-ceph-system", "/namespaces/other"])
            {
                var where = ns.Split('/')[^1];
                Server.Answer($"GET {root}{ns}/{plural}", r => (200, List(list, where, r)));
            }
        }

        Add("cephclusters", Sample.Parse(ClusterObject));
        if (withToolbox) Add("pods", Pod("rook-ceph-tools-1", "rook-ceph-tools"));
        Add("pods", Pod("rook-ceph-operator-1", "rook-ceph-operator"));
        Server.OnUpgrade = Run;
    }

    public static string ClusterObject => $$$"""
        {"apiVersion":"ceph.rook.io/v1","kind":"CephCluster","metadata":{"name":"rook-ceph","namespace":"rook-ceph","uid":"uid-ceph"},
         "spec":{"mon":{"count":3} },
         "status":{"state":"Created","phase":"Ready","message":"Cluster created successfully",
           "conditions":[{"type":"Ready","status":"True","reason":"ClusterCreated","message":"Cluster created successfully"}],
           "ceph":{"health":"HEALTH_OK","lastChecked":"{{{Sample.Ago(0.5)}}}","fsid":"93c23ecb-e551-44c3-bae9-1842a3d3bbad",
             "capacity":{"bytesTotal":12884901888,"bytesUsed":636325888,"bytesAvailable":12248576000},
             "versions":{"overall":{"ceph version 19.2.3 (c92aebb279828e9c3c1f5d24613efca272649e62) squid (stable)":8} } },
           "version":{"image":"quay.io/ceph/ceph:v19.2.3","version":"19.2.3-0"} } }
        """;

    public ScriptedServer Server { get; } = new();

    /// <summary>The argument vectors that were run, each as one line.</summary>
    public List<string> Runs { get; } = [];

    public Cluster Cluster() => Server.Cluster();

    public static JsonObject Pod(string name, string app, string ns = "rook-ceph", bool ready = true, string node = "infra-worker-1", int restarts = 0) => Sample.Parse($$$"""
        {"metadata":{"name":"{{{name}}}","namespace":"{{{ns}}}","uid":"uid-{{{name}}}","labels":{"app":"{{{app}}}"} },
         "spec":{"nodeName":"{{{node}}}","containers":[{"name":"{{{app}}}"}]},
         "status":{"phase":"Running","conditions":[{"type":"Ready","status":"{{{(ready ? "True" : "False")}}}"}],"containerStatuses":[{"name":"{{{app}}}","restartCount":{{{restarts}}},"ready":true}]} }
        """);

    public CephServer Add(string plural, JsonObject o)
    {
        _lists[plural].Add(o);
        return this;
    }

    public CephServer Clear(string plural)
    {
        _lists[plural].Clear();
        return this;
    }

    /// <summary>What <c>ceph ARGUMENTS</c> answers; the arguments without the way to the cluster, and after another program's name.</summary>
    public CephServer Says(string arguments, string output, int exitCode = 0, string error = "")
        => Starts(arguments, () =>
        {
            var program = new ScriptedProgram();
            if (error.Length > 0) program.Says(2, error);
            if (output.Length > 0) program.Says(1, output);
            return program.Says(3, exitCode == 0 ? ScriptedProgram.Success : ScriptedProgram.ExitCode(exitCode));
        });

    public CephServer Starts(string arguments, Func<ScriptedProgram> program)
    {
        _programs[arguments] = program;
        return this;
    }

    /// <summary>Answers with every file of a recorded state.</summary>
    public CephServer Plays(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.json")) Says(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file));
        return this;
    }

    private static string List(List<JsonObject> all, string where, KubeRequest request)
    {
        var query = Uri.UnescapeDataString(request.PathAndQuery.Split('?', 2) is [_, var q] ? q : "");
        var label = query.Split('&').FirstOrDefault(p => p.StartsWith("labelSelector=", StringComparison.Ordinal))?["labelSelector=".Length..].Split('=', 2);
        var items = all.Where(o => (where.Length == 0 || (string?)o["metadata"]?["namespace"] == where) && (label is null || (string?)o["metadata"]?["labels"]?[label[0]] == label.ElementAtOrDefault(1)));
        return $$$"""{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[{{{string.Join(',', items.Select(o => o.ToJsonString()))}}}]}""";
    }

    private KubeUpgrade Run(KubeRequest request)
    {
        var argv = request.PathAndQuery.Split('?', 2)[1].Split('&').Where(p => p.StartsWith("command=", StringComparison.Ordinal)).Select(p => Uri.UnescapeDataString(p["command=".Length..])).ToList();
        Runs.Add(string.Join(' ', argv));
        var arguments = argv.Skip(argv[0] == "ceph" ? 1 : 0).TakeWhile(a => !a.StartsWith("--", StringComparison.Ordinal) || a is "--force" or "--yes-i-really-mean-it").ToList();
        var program = _programs.GetValueOrDefault(string.Join(' ', arguments)) ?? _programs.GetValueOrDefault(string.Join('-', arguments).Replace('_', '-'))
            ?? (() => new ScriptedProgram().Says(2, "no valid command found; 10 closest matches:\npg stat\nError EINVAL: invalid command\n").Says(3, ScriptedProgram.ExitCode(22)));
        return program().Begin();
    }
}
