using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Ceph.Reading;
using K8sOps.Kube;

namespace K8sOps.Ceph;

/// <content>What has to hold before an OSD is touched.</content>
public sealed partial class CephService
{
    /// <summary>The check that data stays available while OSDs are stopped.</summary>
    public const string OkToStop = CephGates.OkToStop;

    /// <summary>The check that nothing is lost with OSDs.</summary>
    public const string SafeToDestroy = "CEPH.SAFE_TO_DESTROY";

    /// <summary>
    /// Whether these OSDs may be stopped now, <b>all of them together</b>: every placement group would still have enough copies to serve its
    /// clients. One result for each; where together they may not, it says whether this one alone may.
    /// </summary>
    public async Task<IReadOnlyList<CheckResult>> TestOkToStopAsync(IReadOnlyList<int> ids, OperationContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var at = await AtAsync(cancellationToken).ConfigureAwait(false);
        int[] all = [.. ids.Distinct().Order()];
        var together = await AskOkToStopAsync(all, OkToStop, at, context, cancellationToken).ConfigureAwait(false);
        if (all.Length == 1 || together.Status != CheckStatus.Fail) return [.. all.Select(id => About(together, id))];
        var results = new List<CheckResult>();
        foreach (var id in all)
        {
            var alone = await AskOkToStopAsync([id], OkToStop, at, context, cancellationToken).ConfigureAwait(false);
            var message = alone.Status == CheckStatus.Pass ? $"may be stopped alone, and not together with {Names(all.Where(i => i != id))}: {together.Message}" : alone.Message;
            results.Add(About(together, id) with { Message = message, Evidence = [.. together.Evidence, .. alone.Evidence] });
        }

        return results;
    }

    /// <summary>Whether these OSDs can be destroyed without any loss: none of their data is needed any more. One result for each.</summary>
    public async Task<IReadOnlyList<CheckResult>> TestSafeToDestroyAsync(IReadOnlyList<int> ids, OperationContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var at = await AtAsync(cancellationToken).ConfigureAwait(false);
        int[] all = [.. ids.Distinct().Order()];
        var began = Stopwatch.GetTimestamp();
        JsonNode answer;
        try
        {
            answer = await AskAsync(new CephCommand(["osd", "safe-to-destroy", .. Texts(all)]) { AcceptsFailure = true }, context, cancellationToken).ConfigureAwait(false);
            if (answer.At("safe_to_destroy") is not JsonArray) throw at.Invalid("osd safe-to-destroy", "it has no verdict.");
        }
        catch (OperationException e) when (e.Id is not "Forbidden")
        {
            return [.. all.Select(id => Gate(at, SafeToDestroy, CheckStatus.Unknown, id, e.Message) with { Remedy = e.Remedy, Elapsed = Stopwatch.GetElapsedTime(began) })];
        }

        return [.. all.Select(id => Verdict(id) with { Elapsed = Stopwatch.GetElapsedTime(began), Evidence = [answer.ToJsonString()] })];

        CheckResult Verdict(int id)
        {
            bool Is(string list) => answer.Numbers(list).Contains(id);
            if (Is("safe_to_destroy")) return Gate(at, SafeToDestroy, CheckStatus.Pass, id, "nothing is lost with it: no placement group needs it");
            if (Is("active")) return Gate(at, SafeToDestroy, CheckStatus.Fail, id, "placement groups are still placed on it") with { Remedy = Line("Set-CephOsd", id) + " -Out" };
            if (Is("stored_pgs") || answer.Items("stored_pgs").Any(p => p.Small("osd") == id)) return Gate(at, SafeToDestroy, CheckStatus.Fail, id, "it holds copies that are needed until the placement groups are clean") with { Remedy = Line("Get-CephOsd", id) };
            return Gate(at, SafeToDestroy, CheckStatus.Unknown, id, "it has not told what it holds, and not all placement groups are active and clean: whether something is lost with it is not known")
                with
            { Remedy = CommandText.Line("Get-CephPlacementGroup", at.Cluster, ("Namespace", at.Namespace)) + " -Unhealthy" };
        }

        string Line(string command, int id) => CommandText.Line(command, at.Cluster, ("Namespace", at.Namespace), ("OsdId", id.ToString(CultureInfo.InvariantCulture)));
    }

    private static IEnumerable<string> Texts(IEnumerable<int> ids) => ids.Select(i => i.ToString(CultureInfo.InvariantCulture));

    private static string Names(IEnumerable<int> ids) => string.Join(", ", Texts(ids).Select(i => "osd." + i));

    private static CheckResult About(CheckResult together, int id)
        => together with { TargetName = "osd." + id.ToString(CultureInfo.InvariantCulture), Parameters = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase) { ["OsdId"] = id, ["Namespace"] = together.Namespace! } };

    private static CheckResult Gate(CephReadingContext at, string check, CheckStatus status, int id, string message) => About(
        new CheckResult
        {
            Cluster = at.Cluster,
            System = CephNaming.System,
            Id = check,
            Status = status,
            Kind = "CephOsd",
            Namespace = at.Namespace,
            Message = message,
            ObservedAt = at.Now,
        },
        id);

    private Task<JsonNode> AskAsync(CephCommand command, OperationContext context, CancellationToken cancellationToken) => _tool.ReadAsync(command, context, cancellationToken);

    private async Task<CheckResult> AskOkToStopAsync(int[] ids, string check, CephReadingContext at, OperationContext context, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            var answer = await AskAsync(new CephCommand(["osd", "ok-to-stop", .. Texts(ids)]) { AcceptsFailure = true }, context, cancellationToken).ConfigureAwait(false);
            if (answer.At("ok_to_stop") is null) throw at.Invalid("osd ok-to-stop", "it has no verdict.");
            var bad = answer.Words("bad_become_inactive").Concat(answer.Words("bad_already_inactive")).ToList();
            var (status, message) = answer.Flag("ok_to_stop")
                ? (CheckStatus.Pass, answer.Small("num_ok_pgs") is { } ok and > 0 ? string.Create(CultureInfo.InvariantCulture, $"may be stopped: {ok} placement groups would have fewer copies, and all serve on") : "may be stopped: it serves no placement group")
                : (CheckStatus.Fail, string.Create(CultureInfo.InvariantCulture, $"may not be stopped now: {answer.Small("num_not_ok_pgs") ?? bad.Count} placement groups would serve nothing, or do not already{(bad.Count == 0 ? "" : " (" + string.Join(", ", bad.Take(5)) + (bad.Count > 5 ? " …)" : ")"))}"));
            return Gate(at, check, status, ids[0], message) with
            {
                Remedy = status == CheckStatus.Pass ? null : CommandText.Line("Get-CephPlacementGroup", at.Cluster, ("Namespace", at.Namespace)) + " -Unhealthy",
                Evidence = [answer.ToJsonString()],
                Elapsed = Stopwatch.GetElapsedTime(began),
            };
        }
        catch (OperationException e) when (e.Id is not "Forbidden")
        {
            return Gate(at, check, CheckStatus.Unknown, ids[0], e.Message) with { Remedy = e.Remedy, Elapsed = Stopwatch.GetElapsedTime(began) };
        }
    }
}
