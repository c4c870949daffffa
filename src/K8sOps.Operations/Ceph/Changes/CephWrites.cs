using System.Text.Json;
using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Ceph;

/// <summary>Makes the steps of a plan: commands of Ceph, and patches and deletions of what Rook and Kubernetes keep.</summary>
internal sealed class CephWrites(Cluster cluster, string ns)
{
    /// <summary>A command of Ceph.</summary>
    public CephStep Exec(CephTool tool, CephCommand command, string kind, string name, string? compensation = null, params IReadOnlyList<ChangedField> fields) => new(command.ToString(), [], (context, ct) =>
        tool.ChangeAsync(command, new Change { Command = context.Command, Cluster = cluster.Context, Kind = kind, Namespace = ns, Name = name, Verb = "exec", Fields = fields, Compensation = compensation }, context, ct));

    /// <summary>A command that takes something away which may be gone already: Ceph's word for that (ENOENT) is as good.</summary>
    public CephStep Remove(CephTool tool, CephCommand command, string kind, string name) => new(command.ToString(), [], async (context, ct) =>
    {
        const int missing = 2;
        var change = new Change { Command = context.Command, Cluster = cluster.Context, Kind = kind, Namespace = ns, Name = name, Verb = "exec" };
        var answer = await tool.ChangeAsync(command with { AcceptsFailure = true }, change, context, ct).ConfigureAwait(false);
        if (answer.ExitCode is not (0 or missing)) throw CephErrors.Failed(cluster, await tool.FindAsync(ct).ConfigureAwait(false), command, answer);
    });

    /// <summary>A merge patch, tried in a dry run first; its object's uid is a precondition.</summary>
    /// <exception cref="OperationException">What the cluster refuses.</exception>
    public async Task<CephStep> PatchAsync(KubeResource resource, JsonObject live, JsonObject patch, string verb, string? compensation, CancellationToken cancellationToken)
    {
        var (where, name) = (live.Text("metadata", "namespace"), live.Text("metadata", "name") ?? "");
        var target = $"{resource.Kind} {where}/{name}";
        // What was listed does not say what it is; what the server answers does.
        live["apiVersion"] ??= resource.ApiVersion;
        live["kind"] ??= resource.Kind;
        if (patch["metadata"] is not JsonObject metadata) patch["metadata"] = metadata = [];
        metadata["uid"] = live.Text("metadata", "uid");
        Task<JsonObject> Send(WriteOptions options, CancellationToken ct) => Asking.For(cluster.Client.MergePatchAsync(resource, where, name, patch, options, ct), cluster, $"change {target}", $"{where}/{name}");
        var changes = ObjectDiff.Compare(live, await Send(new WriteOptions { DryRun = true }, cancellationToken).ConfigureAwait(false));
        return new CephStep(target, changes, async (context, ct) =>
        {
            if (changes.Count == 0) return;
            var change = Change(context, resource.Kind, where, live, verb) with { Fields = [.. changes.Select(c => c.ToField() with { After = null })], Compensation = compensation };
            await Writing.AnnouncedAsync(context, change, () => Send(WriteOptions.Default, ct), _ => [.. changes.Select(c => c.ToField())]).ConfigureAwait(false);
        });
    }

    /// <summary>A deletion of this very object; one that is gone meanwhile is as good.</summary>
    public CephStep Delete(KubeResource resource, JsonObject live)
    {
        var (where, name) = (live.Text("metadata", "namespace"), live.Text("metadata", "name") ?? "");
        var options = new DeleteOptions { Uid = live.Text("metadata", "uid"), PropagationPolicy = resource == KubeResources.Pods ? null : "Background" };
        return new CephStep($"delete {resource.Kind} {where}/{name}", [], (context, ct) => Writing.AnnouncedAsync(context, Change(context, resource.Kind, where, live, "delete"), async () =>
        {
            try
            {
                await cluster.Client.DeleteAsync(resource, where, name, options, ct).ConfigureAwait(false);
            }
            catch (KubeApiException e) when (e is { Reason: "NotFound", HasStatus: true })
            {
                context.Sink.Note($"{resource.Kind} {where}/{name} on {cluster.Context} is gone already.");
            }
            catch (KubeException e)
            {
                throw OperationErrors.From(e, cluster.Context, $"delete {resource.Kind} {where}/{name}", $"{where}/{name}");
            }

            return true;
        }));
    }

    /// <summary>Who makes changes here, as their words say it.</summary>
    public static string Actor => $"{Environment.UserName}@{Environment.MachineName}";

    /// <summary>Who makes a change, when, why and in which run, as an annotation's value.</summary>
    public string Word(string? reason = null)
    {
        var word = new JsonObject { ["by"] = Actor, ["at"] = KubeTime.Format(cluster.Clock.GetUtcNow()) };
        if (reason is not null) word["reason"] = reason;
        if (OperationScope.Current?.Run is { } run) word["run"] = run;
        return word.ToJsonString(s_readable);
    }

    /// <summary>An object, or null where there is none of that name.</summary>
    /// <exception cref="OperationException">What the cluster refuses.</exception>
    public async Task<JsonObject?> FindAsync(KubeResource resource, string where, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await cluster.Client.GetAsync(resource, where, name, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e is { Reason: "NotFound", HasStatus: true })
        {
            return null;
        }
        catch (KubeException e)
        {
            throw OperationErrors.From(e, cluster.Context, $"get {resource.Kind} {where}/{name}", $"{where}/{name}");
        }
    }

    /// <summary>All objects of a kind in a namespace that bear the labels.</summary>
    /// <exception cref="OperationException">What the cluster refuses.</exception>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(KubeResource resource, string where, string? labels, CancellationToken cancellationToken)
    {
        var found = new List<JsonObject>();
        var list = cluster.Client.ListAsync(resource, new ListOptions { Namespace = where, LabelSelector = labels }, KubeJson.Object, cancellationToken);
        await foreach (var item in Asking.ForEach(list, cluster, $"list {resource.QualifiedName} in namespace {where}", cancellationToken).ConfigureAwait(false)) found.Add(item);
        return found;
    }

    private static readonly JsonSerializerOptions s_readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = KubeJson.Object.Options.TypeInfoResolver };

    private Change Change(OperationContext context, string kind, string? where, JsonObject live, string verb) => new()
    {
        Command = context.Command,
        Cluster = cluster.Context,
        Kind = kind,
        Namespace = where,
        Name = live.Text("metadata", "name") ?? "",
        Uid = live.Text("metadata", "uid"),
        Verb = verb,
    };
}
