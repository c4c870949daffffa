using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Ceph.Reading;
using K8sOps.Kube;

namespace K8sOps.Ceph;

/// <summary>Judges whether a cluster has room for what a pool is to become.</summary>
internal sealed class CephPoolRoom(Cluster cluster, CephTool tool, CephPool pool, OperationContext context)
{
    private JsonNode? _rules;

    public async Task<IReadOnlyList<CheckResult>> JudgeAsync(CephPoolResizeOptions wanted, CancellationToken cancellationToken)
    {
        var gates = new List<CheckResult>();
        if (wanted.Replicas > pool.Replicas)
        {
            gates.Add(await SpaceAsync(wanted.Replicas.Value, cancellationToken).ConfigureAwait(false));
            gates.Add(await PlacesAsync(wanted.Replicas.Value, cancellationToken).ConfigureAwait(false));
        }

        if (wanted.MaxBytes is > 0 && wanted.MaxBytes <= pool.StoredBytes)
            gates.Add(Result(CephGates.ResizeQuota, CheckStatus.Fail, $"pool {pool.Pool} holds {Bytes(pool.StoredBytes)} already, and would be full at once with a quota of {Bytes(wanted.MaxBytes.Value)}."));
        else if (wanted.MaxBytes is { } bytes and > 0)
            gates.Add(bytes - pool.StoredBytes > pool.MaxAvailableBytes
                ? Result(CephGates.ResizeQuota, CheckStatus.Warn, $"a quota of {Bytes(bytes)} for pool {pool.Pool} is more than fits: {Bytes(pool.StoredBytes)} are in it, and {Bytes(pool.MaxAvailableBytes)} are free.")
                : Result(CephGates.ResizeQuota, CheckStatus.Pass, $"{Bytes(bytes)} fit into pool {pool.Pool}: {Bytes(pool.StoredBytes)} are in it, and {Bytes(pool.MaxAvailableBytes)} are free."));
        if (wanted.MaxObjects is > 0 && wanted.MaxObjects <= pool.Objects)
            gates.Add(Result(CephGates.ResizeQuota, CheckStatus.Fail, string.Create(CultureInfo.InvariantCulture, $"pool {pool.Pool} has {pool.Objects} objects already, and would be full at once with a quota of {wanted.MaxObjects}.")));
        return gates;
    }

    /// <summary>After the change the disks that the pool's rule may use should still be below the ratio at which Ceph begins to warn.</summary>
    private async Task<CheckResult> SpaceAsync(int replicas, CancellationToken cancellationToken)
    {
        try
        {
            if (await RuleAsync(cancellationToken).ConfigureAwait(false) is not { } rule) return NoRule(CephGates.ResizeCapacity);
            var answer = await tool.ReadAsync(new CephCommand("df", "detail"), context, cancellationToken).ConfigureAwait(false);
            var stats = rule.DeviceClass is { } only ? answer.At("stats_by_class", only) : answer.At("stats");
            var map = await OsdMap.ReadAsync(tool, context, cancellationToken).ConfigureAwait(false);
            var where = rule.DeviceClass is null ? "the cluster" : $"class {rule.DeviceClass}";
            if (stats.Count("total_bytes") is not { } total || total <= 0 || stats.Count("total_used_raw_bytes") is not { } used) return Result(CephGates.ResizeCapacity, CheckStatus.Unknown, $"Ceph did not say how much of the space of {where} is used.");
            // What a copy takes now is what another one will take.
            var more = pool.UsedBytes / Math.Max(1, pool.Replicas) * (replicas - pool.Replicas);
            var (before, after) = (100.0 * used / total, 100.0 * (used + more) / total);
            var message = string.Create(CultureInfo.InvariantCulture, $"{replicas} copies of pool {pool.Pool} take {Bytes(more)} more: {where} would be {after:0.#} % full (now {before:0.#} %), and is nearly full at {100 * map.NearFullRatio:0.#} %.");
            return Result(CephGates.ResizeCapacity, after >= 100 * map.NearFullRatio ? CheckStatus.Fail : CheckStatus.Pass, message);
        }
        catch (OperationException e) when (e.Id is "Timeout" or "CephCommandFailed" or "CephAnswerInvalid")
        {
            return Result(CephGates.ResizeCapacity, CheckStatus.Unknown, $"Whether there is room could not be found out: {e.Message}");
        }
    }

    /// <summary>Each copy needs a host (or whatever the rule spreads over) of its own, with an OSD that the rule may use and that is up and in.</summary>
    private async Task<CheckResult> PlacesAsync(int replicas, CancellationToken cancellationToken)
    {
        try
        {
            if (await RuleAsync(cancellationToken).ConfigureAwait(false) is not { } rule) return NoRule(CephGates.ResizePlaces);
            var places = rule.Places(await tool.ReadAsync(new CephCommand("osd", "tree"), context, cancellationToken).ConfigureAwait(false));
            var kind = rule.DeviceClass is null ? "" : $" of class {rule.DeviceClass}";
            var message = string.Create(CultureInfo.InvariantCulture, $"{replicas} copies of pool {pool.Pool} need {replicas} of type {rule.SpreadsOver} under {rule.Root} with an OSD{kind} that is up and in, and there are {places}.");
            return Result(CephGates.ResizePlaces, places < replicas ? CheckStatus.Fail : CheckStatus.Pass, message);
        }
        catch (OperationException e) when (e.Id is "Timeout" or "CephCommandFailed" or "CephAnswerInvalid")
        {
            return Result(CephGates.ResizePlaces, CheckStatus.Unknown, $"Whether there are enough hosts for the copies could not be found out: {e.Message}");
        }
    }

    private async Task<CephRule?> RuleAsync(CancellationToken cancellationToken)
        => CephRule.Find(_rules ??= await tool.ReadAsync(new CephCommand("osd", "crush", "rule", "dump"), context, cancellationToken).ConfigureAwait(false), pool.CrushRule);

    private CheckResult NoRule(string id) => Result(id, CheckStatus.Unknown, $"where the rule {pool.CrushRule ?? "of the pool"} puts copies could not be found out: there is none of that name, or it takes from several places.");

    private CheckResult Result(string id, CheckStatus status, string message) => new()
    {
        Cluster = cluster.Context,
        System = "Rook-Ceph",
        Id = id,
        Status = status,
        Kind = "CephPool",
        Namespace = pool.Namespace,
        TargetName = pool.Pool,
        Message = message,
        Remedy = status == CheckStatus.Pass ? null : CommandText.Line("Get-CephUsage", cluster.Context, ("Namespace", pool.Namespace)),
        ObservedAt = cluster.Clock.GetUtcNow(),
    };

    private static string Bytes(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
        var unit = 0;
        double value = bytes;
        for (; value >= 1024 && unit < units.Length - 1; unit++) value /= 1024;
        return value.ToString(unit == 0 ? "0" : "0.#", CultureInfo.InvariantCulture) + " " + units[unit];
    }
}
