using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Sandbox.Containers;

namespace K8sOps.Sandbox.Simulators.Ceph;

/// <summary><c>rados</c>, of which the one question is answered that comes before a repair: which copies differ, and what is wrong with each.</summary>
internal sealed class RadosProgram(CephWorld ceph) : IContainerProgram
{
    public bool Has(ProgramContainer container, string name) => name == "rados" && CephProgram.IsInImageOf(container);

    public bool IsReading(IReadOnlyList<string> argv) => true;

    public async Task<int> RunAsync(ProgramCall call, CancellationToken cancellationToken)
    {
        var (words, options, _) = CephProgram.Parse(call.Arguments);
        if (CephProgram.WhyNoAccess(call.Container, options) is not null) return await call.FailAsync(1, "couldn't connect to cluster: (2) No such file or directory", cancellationToken).ConfigureAwait(false);
        if (words is not ["list-inconsistent-obj", var id]) return await call.FailAsync(1, $"unrecognized command {words.FirstOrDefault()}; -h or --help for usage", cancellationToken).ConfigureAwait(false);
        var (isThere, json) = call.Container.Read(_ =>
        {
            ceph.Settle();
            return (ceph.IsThere && ceph.HasQuorum, Inconsistent(ceph, id));
        });
        if (!isThere) await call.DelayAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        if (json is null) return await call.FailAsync(1, $"No scrub information available for pg {id}\nerror 2: (2) No such file or directory", cancellationToken).ConfigureAwait(false);
        await call.WriteAsync(json.ToJsonString(), cancellationToken).ConfigureAwait(false);
        return 0;
    }

    /// <summary>What the last deep scrub of a placement group has found; null where none has seen it as it is placed now.</summary>
    public static JsonObject? Inconsistent(CephWorld ceph, string id)
    {
        if (ceph.Groups.Find(group => group.Id == id) is not { } group || (group.ScrubErrors > 0 && !group.Acting.Contains(group.DamagedOsd))) return null;
        return new JsonObject { ["epoch"] = group.MappingEpoch, ["inconsistents"] = group.ScrubErrors == 0 ? [] : new JsonArray(Damage(ceph, group)) };
    }

    private static JsonObject Damage(CephWorld ceph, CephPlacementGroup group)
    {
        string[] own = ["data_digest_mismatch_info", "size_mismatch_info", "obj_size_info_mismatch"];
        var name = string.Create(CultureInfo.InvariantCulture, $"rbd_data.1f2c4e8d7a31.{group.Number:x16}");
        var version = group.Objects * 3;
        JsonObject Info() => new()
        {
            ["oid"] = new JsonObject { ["oid"] = name, ["key"] = "", ["snapid"] = -2, ["hash"] = 3_070_638_494L, ["max"] = 0, ["pool"] = group.Pool.Id, ["namespace"] = "" },
            ["version"] = CephShapes.Say($"{group.MappingEpoch}'{version}"),
            ["prior_version"] = "0'0",
            ["last_reqid"] = "client.4741.0:1",
            ["user_version"] = version,
            ["size"] = 4_194_304,
            ["mtime"] = CephTime.Stamp(ceph.Now - TimeSpan.FromDays(12)),
            ["local_mtime"] = CephTime.Stamp(ceph.Now - TimeSpan.FromDays(12)),
            ["lost"] = 0,
            ["flags"] = CephShapes.Texts(["dirty", "data_digest"]),
            ["truncate_seq"] = 0,
            ["truncate_size"] = 0,
            ["data_digest"] = "0x1bc1fc53",
            ["omap_digest"] = "0xffffffff",
            ["expected_object_size"] = 0,
            ["expected_write_size"] = 0,
            ["alloc_hint_flags"] = 0,
            ["manifest"] = new JsonObject { ["type"] = 0 },
            ["watchers"] = new JsonObject(),
        };
        JsonObject Shard(int osd)
        {
            var isBad = osd == group.DamagedOsd;
            var shard = new JsonObject { ["osd"] = osd, ["primary"] = osd == group.Primary, ["errors"] = CephShapes.Texts(isBad ? own : []), ["size"] = isBad ? 4_190_208 : 4_194_304, ["omap_digest"] = "0xffffffff", ["data_digest"] = isBad ? "0xb9ccf399" : "0x1bc1fc53" };
            if (isBad) shard["object_info"] = Info();
            return shard;
        }

        return new JsonObject
        {
            ["object"] = new JsonObject { ["name"] = name, ["nspace"] = "", ["locator"] = "", ["snap"] = "head", ["version"] = version },
            ["errors"] = CephShapes.Texts(["data_digest_mismatch", "size_mismatch"]),
            ["union_shard_errors"] = CephShapes.Texts(own),
            ["selected_object_info"] = Info(),
            ["shards"] = CephShapes.List(group.Acting.Order().Select(Shard)),
        };
    }
}
