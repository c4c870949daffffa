using System.Text.Json.Nodes;
using K8sOps.Ceph.Reading;
using K8sOps.Kube;

namespace K8sOps.Ceph;

/// <summary>
/// Sets the flags of a Ceph cluster and clears them. Ceph does not remember who set a flag; it is written on the CephCluster, where
/// <c>Get-CephFlag</c> and the next operator find it.
/// </summary>
public sealed class CephFlagChangeService
{
    /// <summary>What a flag is set on that holds everywhere.</summary>
    public const string WholeCluster = "cluster";

    private readonly Cluster _cluster;
    private readonly CephTool _tool;

    /// <summary>Creates the service.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="ns">The namespace of the CephCluster; null for that of the only one there is.</param>
    public CephFlagChangeService(Cluster cluster, string? ns = null) => (_cluster, _tool) = (cluster, new CephTool(cluster, ns));

    /// <summary>
    /// What setting a flag would change: the word on the CephCluster first, then the flag. Of one that we have set already only the word,
    /// and only where another reason is given; of one that somebody else has set nothing, which its remark says, unless it is forced.
    /// Needs <c>create</c> of <c>pods/exec</c>, <c>list</c> and <c>patch</c> of cephclusters.
    /// </summary>
    /// <exception cref="OperationException"><c>UnknownFlag</c>, what Ceph does not answer, and what the cluster refuses.</exception>
    public async Task<CephPlan> PlanSetAsync(string flag, string? reason, bool force, OperationContext context, CancellationToken cancellationToken = default)
    {
        Know(flag);
        var map = await OsdMap.ReadAsync(_tool, context, cancellationToken).ConfigureAwait(false);
        var live = await _tool.ClusterObjectAsync(cancellationToken).ConfigureAwait(false);
        var ns = live.Text("metadata", "namespace") ?? "";
        var isSet = map.IsSet(flag);
        var word = CephFlagWord.Of(live, flag);
        // The same person for the same reason goes on with what an earlier run, or a hand, has begun.
        var isOurs = word is not null && (word.IsOurs || (word.By == CephWrites.Actor && reason is not null && word.Reason == reason));
        if (isSet && !isOurs && !force)
            return new CephPlan(flag, []) { Remarks = [$"{flag} on {_cluster.Context} is set already, {Holder(word)}: it is left as it is, and so is what is written about it. -Force writes a word of your own."] };
        if (isSet && word?.IsOurs == true && (reason is null || word.Reason == reason)) return new CephPlan(flag, []);
        var writes = new CephWrites(_cluster, ns);
        var steps = new List<CephStep> { await WordAsync(writes, live, flag, writes.Word(reason), cancellationToken).ConfigureAwait(false) };
        if (!isSet) steps.Add(writes.Exec(_tool, new CephCommand("osd", "set", flag), "CephFlag", flag, Line("Clear-CephFlag", ns, flag), new ChangedField(flag, null)));
        return new CephPlan(flag, steps) { IsDisruptive = flag == "pause" && !isSet, Remarks = isSet ? [] : [$"{flag}: {CephFlags.Known[flag]}"] };
    }

    /// <summary>
    /// What clearing a flag would change: the flag first, then the word on it. Of one that somebody else has set a run of a runbook clears
    /// nothing, which its remark says, unless it is forced; by hand it is asked for with the name of who has.
    /// </summary>
    /// <param name="flag">The flag.</param>
    /// <param name="scope">What it is set on: <see cref="WholeCluster"/>, or an OSD, a host, a device class, as <see cref="CephFlag.Scope"/> has it.</param>
    /// <param name="force">True to clear it whoever has set it.</param>
    /// <param name="context">Notes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException"><c>UnknownFlag</c>, what Ceph does not answer, and what the cluster refuses.</exception>
    public async Task<CephPlan> PlanClearAsync(string flag, string scope, bool force, OperationContext context, CancellationToken cancellationToken = default)
    {
        Know(flag);
        if (scope != WholeCluster) return await PlanClearGroupAsync(flag, scope, context, cancellationToken).ConfigureAwait(false);
        var map = await OsdMap.ReadAsync(_tool, context, cancellationToken).ConfigureAwait(false);
        var live = await _tool.ClusterObjectAsync(cancellationToken).ConfigureAwait(false);
        var ns = live.Text("metadata", "namespace") ?? "";
        var writes = new CephWrites(_cluster, ns);
        var steps = new List<CephStep>();
        var word = CephFlagWord.Of(live, flag);
        // Half of a pause is one too.
        var isSet = map.IsSet(flag) || (flag == "pause" && map.Flags.Any(f => f is "pauserd" or "pausewr"));
        var isOthers = isSet && !force && word?.IsOurs != true;
        // Nobody stands by who could ask the other: what a run takes back is what it has set itself.
        if (isOthers && OperationScope.Current?.Run is not null)
            return new CephPlan(flag, []) { Remarks = [$"{flag} on {_cluster.Context} was set {Holder(word)}, and not by this run: it stays set. -Force clears it."] };
        if (isSet) steps.Add(writes.Exec(_tool, new CephCommand("osd", "unset", flag), "CephFlag", flag, Line("Set-CephFlag", ns, flag, word?.Reason), new ChangedField(flag, "true")));
        if (live.Text("metadata", "annotations", CephMarks.Flag(flag)) is not null) steps.Add(await WordAsync(writes, live, flag, null, cancellationToken).ConfigureAwait(false));
        return new CephPlan(flag, steps) { IsDisruptive = isOthers, Remarks = isOthers ? [$"{flag} was set {Holder(word)}"] : [] };
    }

    /// <summary>A flag of one OSD, host or device class; Ceph says itself when there is none of that name.</summary>
    private async Task<CephPlan> PlanClearGroupAsync(string flag, string scope, OperationContext context, CancellationToken cancellationToken)
    {
        var ns = await _tool.NamespaceAsync(cancellationToken).ConfigureAwait(false);
        var set = await new CephService(_cluster, _tool).GetFlagsAsync([NamePattern.Escape(flag)], context, null, cancellationToken).ConfigureAwait(false);
        if (!set.Any(f => f.Scope == scope)) return new CephPlan($"{flag} of {scope}", []);
        return new CephPlan($"{flag} of {scope}", [new CephWrites(_cluster, ns).Exec(_tool, new CephCommand("osd", "unset-group", flag, scope), "CephFlag", flag, compensation: null, new ChangedField($"{scope} {flag}", "true"))]);
    }

    /// <summary>Carries a plan out.</summary>
    /// <exception cref="OperationException">What Ceph or the cluster refuses, with what was done before.</exception>
    public Task ExecuteAsync(CephPlan plan, OperationContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.SendAsync(_cluster, context, cancellationToken);
    }

    private static Task<CephStep> WordAsync(CephWrites writes, JsonObject live, string flag, string? word, CancellationToken cancellationToken)
        => writes.PatchAsync(CephKinds.Clusters, live, new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [CephMarks.Flag(flag)] = word } } }, "patch", compensation: null, cancellationToken);

    private static string Holder(CephFlagWord? word) => word?.ToString() ?? "by somebody who is not known";

    private void Know(string flag)
    {
        if (CephFlags.Known.ContainsKey(flag)) return;
        throw new OperationException("UnknownFlag", OperationCategory.InvalidArgument, flag, $"Cannot change the flag {flag} on {_cluster.Context}: Ceph's flags for a whole cluster are {string.Join(", ", CephFlags.Known.Keys)}.");
    }

    private string Line(string command, string ns, string flag, string? reason = null) => CommandText.Line(command, _cluster.Context, ("Namespace", ns), ("Flag", flag), ("Reason", reason));
}
