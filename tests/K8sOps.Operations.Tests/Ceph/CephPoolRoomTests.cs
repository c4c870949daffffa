using K8sOps.Ceph;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Ceph;

/// <summary>Whether there is room for what a pool is to become.</summary>
public class CephPoolRoomTests
{
    private readonly RecordingSink _sink = new();

    [Fact]
    public async Task A_third_copy_goes_where_three_places_are()
    {
        var plan = await new CephPoolResizeService(new CephServer().Plays(Path.Combine(Recordings.Own, "18.2.7/healthy")).Cluster()).PlanAsync("scratch", new CephPoolResizeOptions { Replicas = 3 }, _sink.Context);
        Assert.Null(plan.Refusal);
        Assert.Contains(plan.Details, d => d.Contains("need 3 of type osd under default with an OSD that is up and in, and there are 4", StringComparison.Ordinal));
        Assert.Contains("ceph osd pool set scratch size 3", plan.Details);
    }

    // Two hosts with disks of both classes, one with an hdd only, and a host under another root.
    [Theory]
    [InlineData("default~ssd", "CEPH.RESIZE_PLACES", "need 3 of type host under default with an OSD of class ssd that is up and in, and there are 2")]
    [InlineData("default~ssd", "CEPH.RESIZE_CAPACITY", "class ssd would be 90 % full (now 60 %)")]
    [InlineData("other", "CEPH.RESIZE_PLACES", "need 3 of type host under other with an OSD that is up and in, and there are 1")]
    [InlineData("default~nvme", "CEPH.RESIZE_CAPACITY", "did not say how much of the space of class nvme is used")]
    public async Task Only_the_devices_that_the_pools_rule_takes_count(string takes, string gate, string why)
    {
        var plan = await Resize(Rule(takes));
        Assert.Contains($"{gate} says", plan.Refusal!.Message, StringComparison.Ordinal);
        Assert.Contains(plan.Gates, g => g.Id == gate && g.Status != CheckStatus.Pass && g.Message!.Contains(why, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_class_that_has_room_and_hosts_is_not_held_back_by_the_other()
        => Assert.Null((await Resize(Rule("default~hdd"))).Refusal);

    [Fact]
    public async Task A_rule_that_takes_from_several_places_is_not_judged()
        => Assert.All((await Resize($"{Rule("default~ssd")},{Rule("default~hdd")}")).Gates, g => Assert.Equal(CheckStatus.Unknown, g.Status));

    private static string Rule(string takes) => $$"""{"op":"take","item":-2,"item_name":"{{takes}}"},{"op":"set_chooseleaf_tries","num":5},{"op":"chooseleaf_firstn","num":0,"type":"host"},{"op":"emit"}""";

    private async Task<CephPlan> Resize(string steps)
    {
        static string Osd(int id, string kind) => $$"""{"id":{{id}},"device_class":"{{kind}}","name":"osd.{{id}}","type":"osd","status":"up","reweight":1}""";
        static string Bucket(int id, string type, string name, params int[] children) => $$"""{"id":{{id}},"name":"{{name}}","type":"{{type}}","children":[{{string.Join(',', children)}}]}""";
        string[] nodes =
        [
            Bucket(-1, "root", "default", -3, -5, -7), Bucket(-3, "host", "a", 0, 1), Bucket(-5, "host", "b", 2, 3), Bucket(-7, "host", "c", 4), Bucket(-9, "root", "other", -11), Bucket(-11, "host", "d", 5),
            Osd(0, "ssd"), Osd(1, "hdd"), Osd(2, "ssd"), Osd(3, "hdd"), Osd(4, "hdd"), Osd(5, "hdd"),
        ];
        var server = new CephServer()
            .Says("osd pool ls detail", """[{"pool_id":2,"pool_name":"fast","type":1,"size":2,"min_size":1,"crush_rule":7,"pg_num":8,"options":{}}]""")
            .Says("osd crush rule dump", $$"""[{"rule_id":7,"rule_name":"mine","type":1,"steps":[{{steps}}]}]""")
            .Says("osd tree", $$"""{"nodes":[{{string.Join(',', nodes)}}],"stray":[]}""")
            .Says("osd dump", """{"flags":"","nearfull_ratio":0.85,"osds":[]}""")
            .Says("df detail", """{"stats":{"total_bytes":10000,"total_used_raw_bytes":700},"stats_by_class":{"hdd":{"total_bytes":9000,"total_used_raw_bytes":100},"ssd":{"total_bytes":1000,"total_used_raw_bytes":600}},"pools":[{"name":"fast","id":2,"stats":{"stored":300,"bytes_used":600,"max_avail":1000}}]}""");
        return await new CephPoolResizeService(server.Cluster()).PlanAsync("fast", new CephPoolResizeOptions { Replicas = 3 }, _sink.Context);
    }
}
