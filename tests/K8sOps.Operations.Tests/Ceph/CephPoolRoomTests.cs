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
        Assert.Contains(plan.Details, d => d.Contains("need 3 of type osd with an OSD that is up and in, and there are 4", StringComparison.Ordinal));
        Assert.Contains("ceph osd pool set scratch size 3", plan.Details);
    }
}
