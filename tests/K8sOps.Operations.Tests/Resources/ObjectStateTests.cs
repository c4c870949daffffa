using K8sOps.Kube;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Resources;

public class ObjectStateTests
{
    [Theory]
    [InlineData("""{"kind":"ConfigMap"}""", "", false)]
    [InlineData("""{"kind":"X","metadata":{"deletionTimestamp":"2026-01-15T03:00:00Z","finalizers":["a/b"]},"status":{"phase":"Active"}}""", "Terminating", false)]
    [InlineData("""{"kind":"X","status":{"conditions":[{"type":"Ready","status":"True"}]}}""", "Ready", true)]
    [InlineData("""{"kind":"X","status":{"conditions":[{"type":"Ready","status":"False","reason":"BuildFailed"}]}}""", "BuildFailed", false)]
    [InlineData("""{"kind":"X","status":{"conditions":[{"type":"Ready","status":"Unknown"}]}}""", "NotReady", false)]
    [InlineData("""{"kind":"X","metadata":{"generation":3},"status":{"observedGeneration":2,"conditions":[{"type":"Ready","status":"True"}]}}""", "Updating", false)]
    [InlineData("""{"kind":"X","metadata":{"generation":3},"status":{"conditions":[{"type":"Ready","status":"True","observedGeneration":2}]}}""", "NotReady", false)]
    [InlineData("""{"kind":"X","status":{"conditions":[{"type":"Stalled","status":"True","reason":"NoSource"},{"type":"Ready","status":"True"}]}}""", "NoSource", false)]
    [InlineData("""{"kind":"Job","status":{"conditions":[{"type":"Failed","status":"True"},{"type":"Complete","status":"False"}]}}""", "Failed", false)]
    [InlineData("""{"kind":"PersistentVolumeClaim","status":{"phase":"Pending"}}""", "Pending", false)]
    [InlineData("""{"kind":"PersistentVolumeClaim","status":{"phase":"Bound"}}""", "Bound", true)]
    [InlineData("""{"kind":"X","status":"odd"}""", "", false)]
    [InlineData("""{"kind":"X","status":{"conditions":[7,{"type":1}],"phase":[]}}""", "", false)]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"status":{"phase":7}}""", "Unknown", false)]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{},"status":{"phase":"Pending"}}""", "Pending", false)]
    public void The_state_is_what_was_seen_and_never_guessed(string json, string status, bool ready)
    {
        var state = ObjectState.Of(Sample.Parse(json), ScriptedServer.Now);
        Assert.Equal((status, ready), (state.Status, state.Ready));
    }
}
