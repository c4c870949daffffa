using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Ceph.Reading;

/// <summary>What <c>Set-CephFlag</c> wrote about a flag on the CephCluster; Ceph itself does not remember who set one.</summary>
internal sealed record CephFlagWord(string? By, DateTimeOffset? Since, string? Reason, string? Run)
{
    /// <summary>The word on a flag; null where there is none, or one that somebody wrote by hand and that says nothing.</summary>
    public static CephFlagWord? Of(JsonObject? cluster, string flag)
        => cluster.Text("metadata", "annotations", CephMarks.Flag(flag)) is { } text && CephJson.Parse(text) is JsonObject note
            ? new CephFlagWord(note.Text("by"), CephFields.Time(note.Text("at")), note.Text("reason"), note.Text("run")) : null;

    /// <summary>Whether who acts now wrote it: the run that is under way, or where none is, the same user by hand.</summary>
    public bool IsOurs => OperationScope.Current?.Run is { } run ? Run == run : Run is null && By == CephWrites.Actor;

    /// <summary><c>by root@vm, since 2026-01-15T03:01:00Z, for kernel update, in run …</c>.</summary>
    public override string ToString()
        => $"by {By ?? "somebody who is not known"}{(Since is { } at ? ", since " + KubeTime.Format(at) : "")}{(Reason is null ? "" : ", for " + Reason)}{(Run is null ? "" : ", in run " + Run)}";
}
