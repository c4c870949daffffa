using System.Text;
using System.Text.Json.Nodes;

namespace K8sOps.Kubernetes.Tests;

/// <summary>One thing that a client can be asked to do, and what it comes to with a server in good health.</summary>
/// <param name="Name">Its name in the tables.</param>
/// <param name="Kind">The column of the tables in which it stands.</param>
/// <param name="Expected">What <see cref="RunAsync"/> comes to in health.</param>
/// <param name="RunAsync">Does it.</param>
internal sealed record Verb(string Name, VerbKind Kind, string Expected, Func<KubeClient, CancellationToken, Task<string>> RunAsync)
{
    private static readonly KubeResource s_secrets = new("", "v1", "secrets", "Secret", IsNamespaced: true);
    private static readonly WriteOptions s_write = WriteOptions.Default;

    public static readonly IReadOnlyList<Verb> All =
    [
        new("get", VerbKind.Get, "x", async (c, t) => NameOf(await c.GetAsync(s_secrets, "n", "x", t))),
        new("list", VerbKind.List, "x", ListAsync),
        new("watch", VerbKind.Watch, "7", WatchAsync),
        new("wait", VerbKind.Wait, "7", async (c, t) => VersionOf((await c.WaitAsync(s_secrets, "n", "x", KubeJson.Object, o => o is not null && VersionOf(o) == "7", TimeSpan.FromMinutes(40), t))!)),
        new("create", VerbKind.Write, "x", async (c, t) => NameOf(await c.CreateAsync(s_secrets, "n", Body(), s_write, t))),
        new("apply", VerbKind.Write, "x", async (c, t) => NameOf(await c.ApplyAsync(s_secrets, "n", "x", Body(), s_write, t))),
        new("merge patch", VerbKind.Write, "x", async (c, t) => NameOf(await c.MergePatchAsync(s_secrets, "n", "x", Body(), s_write, t))),
        new("json patch", VerbKind.Write, "x", async (c, t) => NameOf(await c.JsonPatchAsync(s_secrets, "n", "x", [new JsonObject { ["op"] = "add", ["path"] = "/data/k", ["value"] = Canaries.SecretBody }], s_write, t))),
        new("delete", VerbKind.Write, "done", async (c, t) =>
        {
            await c.DeleteAsync(s_secrets, "n", "x", new(), t);
            return "done";
        }),
        new("evict", VerbKind.Write, "done", async (c, t) =>
        {
            await c.EvictAsync("n", "x", new(), t);
            return "done";
        }),
        new("log", VerbKind.Log, "one|two", (c, t) => LogAsync(c, isFollowed: false, t)),
        new("followed log", VerbKind.Follow, "one|two", (c, t) => LogAsync(c, isFollowed: true, t)),
        new("exec", VerbKind.Exec, "0:out", ExecAsync),
    ];

    /// <summary>Whether it may change something, so that it must not be sent twice.</summary>
    public bool Changes => Kind is VerbKind.Write or VerbKind.Exec;

    /// <summary>Whether a request is the verb itself, and not what prepares it.</summary>
    public bool IsAsked(RawRequest request) => Kind switch
    {
        VerbKind.Watch or VerbKind.Wait => request.Asks("watch=true"),
        VerbKind.Log or VerbKind.Follow => request.Path.EndsWith("/log", StringComparison.Ordinal),
        _ => true,
    };

    private static JsonObject Body() => new() { ["kind"] = "Secret", ["metadata"] = new JsonObject { ["name"] = "x" }, ["stringData"] = new JsonObject { ["k"] = Canaries.SecretBody } };

    private static string NameOf(JsonObject o) => (string?)o["metadata"]?["name"] ?? "no name";

    private static string VersionOf(JsonObject o) => (string?)o["metadata"]?["resourceVersion"] ?? "no version";

    private static async Task<string> ListAsync(KubeClient client, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var item in client.ListAsync(s_secrets, new() { Namespace = "n" }, KubeJson.Object, cancellationToken)) names.Add(NameOf(item));
        return string.Join('|', names);
    }

    private static async Task<string> WatchAsync(KubeClient client, CancellationToken cancellationToken)
    {
        await foreach (var change in client.WatchAsync(s_secrets, new() { Namespace = "n" }, KubeJson.Object, cancellationToken))
        {
            if (change.Type == WatchEventType.Modified && VersionOf(change.Object) == "7") return "7";
        }

        return "ended";
    }

    private static async Task<string> LogAsync(KubeClient client, bool isFollowed, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        await foreach (var line in client.LogAsync("n", "x", new() { Follow = isFollowed }, cancellationToken)) lines.Add(line.Text);
        return string.Join('|', lines);
    }

    private static async Task<string> ExecAsync(KubeClient client, CancellationToken cancellationToken)
    {
        var output = new StringBuilder();
        var options = new ExecOptions
        {
            Command = ["sh", "-c", Canaries.Argument],
            Input = new MemoryStream(Encoding.UTF8.GetBytes(Canaries.Input)),
            // Of the hasty clock: five seconds of ours, in which 50 MB come through on a busy machine too.
            Timeout = TimeSpan.FromMinutes(80),
        };
        var code = await client.ExecAsync("n", "x", options, (_, data, _) =>
        {
            output.Append(Encoding.UTF8.GetString(data.Span));
            return default;
        }, cancellationToken);
        return $"{code}:{output}";
    }
}
