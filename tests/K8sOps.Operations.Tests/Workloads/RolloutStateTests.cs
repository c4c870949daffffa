using K8sOps.Kube;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Workloads;

public class RolloutStateTests
{
    private static RolloutState Of(string kind, string spec, string status, int generation = 2)
        => RolloutState.Of(Sample.Parse($$$"""{"kind":"{{{kind}}}","metadata":{"generation":{{{generation}}} },"spec":{ {{{spec}}} },"status":{ {{{status}}} } }"""));

    [Theory]
    [InlineData("\"replicas\":3", "\"observedGeneration\":1,\"replicas\":3,\"updatedReplicas\":3,\"availableReplicas\":3", "Progressing", "not yet seen")]
    [InlineData("\"replicas\":3", "\"observedGeneration\":2,\"replicas\":3,\"updatedReplicas\":1,\"availableReplicas\":3", "Progressing", "1 of 3 pods are new")]
    [InlineData("\"replicas\":3", "\"observedGeneration\":2,\"replicas\":4,\"updatedReplicas\":3,\"availableReplicas\":4", "Progressing", "1 old pods")]
    [InlineData("\"replicas\":3", "\"observedGeneration\":2,\"replicas\":3,\"updatedReplicas\":3,\"availableReplicas\":2", "Progressing", "2 of 3 new pods are available")]
    [InlineData("\"replicas\":3", "\"observedGeneration\":2,\"replicas\":3,\"updatedReplicas\":3,\"availableReplicas\":3", "Complete", "3 of 3")]
    [InlineData("\"replicas\":0", "\"observedGeneration\":2", "Complete", "0 of 0")]
    [InlineData("\"paused\":true,\"replicas\":3", "\"observedGeneration\":2,\"replicas\":3,\"updatedReplicas\":1,\"availableReplicas\":3", "Paused", "paused")]
    [InlineData("\"paused\":true,\"replicas\":1", "\"observedGeneration\":2,\"replicas\":1,\"updatedReplicas\":1,\"availableReplicas\":1", "Complete", "1 of 1")]
    [InlineData("\"replicas\":3", "\"observedGeneration\":2,\"replicas\":4,\"updatedReplicas\":1,\"availableReplicas\":3,\"conditions\":[{\"type\":\"Progressing\",\"status\":\"False\",\"reason\":\"ProgressDeadlineExceeded\",\"message\":\"ReplicaSet x has timed out progressing.\"}]", "Failed", "timed out")]
    [InlineData("\"replicas\":3", "\"observedGeneration\":1,\"conditions\":[{\"type\":\"Progressing\",\"status\":\"False\",\"reason\":\"ProgressDeadlineExceeded\"}]", "Progressing", "not yet seen")]
    [InlineData("", "", "Progressing", "not yet seen")]
    [InlineData("\"replicas\":\"three\"", "\"observedGeneration\":2,\"replicas\":{},\"updatedReplicas\":1,\"availableReplicas\":1,\"conditions\":7", "Complete", "1 of 1")]
    public void A_Deployment_rolls_out_by_kubectls_rules(string spec, string status, string stage, string message) => Is(Of("Deployment", spec, status), stage, message);

    [Theory]
    [InlineData("\"replicas\":3", "\"replicas\":3", "Progressing", "not yet seen")]
    [InlineData("\"replicas\":3", "\"observedGeneration\":2,\"readyReplicas\":2,\"updatedReplicas\":3,\"currentRevision\":\"b\",\"updateRevision\":\"b\"", "Progressing", "2 of 3 pods are ready")]
    [InlineData("\"replicas\":3", "\"observedGeneration\":2,\"readyReplicas\":3,\"updatedReplicas\":1,\"currentRevision\":\"a\",\"updateRevision\":\"b\"", "Progressing", "1 of 3 pods are new")]
    [InlineData("\"replicas\":3", "\"observedGeneration\":2,\"readyReplicas\":3,\"updatedReplicas\":3,\"currentRevision\":\"b\",\"updateRevision\":\"b\"", "Complete", "3 of 3")]
    [InlineData("\"replicas\":3,\"updateStrategy\":{\"rollingUpdate\":{\"partition\":2}}", "\"observedGeneration\":2,\"readyReplicas\":3,\"updatedReplicas\":0", "Progressing", "0 of 1")]
    [InlineData("\"replicas\":3,\"updateStrategy\":{\"rollingUpdate\":{\"partition\":2}}", "\"observedGeneration\":2,\"readyReplicas\":3,\"updatedReplicas\":1", "Complete", "partition 2")]
    [InlineData("\"replicas\":3,\"updateStrategy\":{\"rollingUpdate\":{\"partition\":5}}", "\"observedGeneration\":2,\"readyReplicas\":3", "Complete", "partition 5")]
    [InlineData("\"updateStrategy\":{\"type\":\"OnDelete\"}", "\"observedGeneration\":2", "OnDelete", "deleted")]
    public void A_StatefulSet_rolls_out_by_kubectls_rules(string spec, string status, string stage, string message) => Is(Of("StatefulSet", spec, status), stage, message);

    [Theory]
    [InlineData("", "\"observedGeneration\":1,\"desiredNumberScheduled\":3,\"updatedNumberScheduled\":3,\"numberAvailable\":3", "Progressing", "not yet seen")]
    [InlineData("", "\"observedGeneration\":2,\"desiredNumberScheduled\":3,\"updatedNumberScheduled\":1,\"numberAvailable\":3", "Progressing", "1 of 3 pods are new")]
    [InlineData("", "\"observedGeneration\":2,\"desiredNumberScheduled\":3,\"updatedNumberScheduled\":3,\"numberAvailable\":2", "Progressing", "2 of 3")]
    [InlineData("", "\"observedGeneration\":2,\"desiredNumberScheduled\":3,\"updatedNumberScheduled\":3,\"numberAvailable\":3", "Complete", "3 of 3")]
    [InlineData("\"updateStrategy\":{\"type\":\"OnDelete\"}", "\"observedGeneration\":2", "OnDelete", "deleted")]
    public void A_DaemonSet_rolls_out_by_kubectls_rules(string spec, string status, string stage, string message) => Is(Of("DaemonSet", spec, status), stage, message);

    [Fact]
    public void What_has_no_roll_out_is_unknown() => Assert.Equal(RolloutStage.Unknown, Of("ConfigMap", "", "").Stage);

    private static void Is(RolloutState state, string stage, string message)
    {
        Assert.Equal(stage, state.Stage.ToString());
        Assert.Contains(message, state.Message, StringComparison.Ordinal);
    }
}
