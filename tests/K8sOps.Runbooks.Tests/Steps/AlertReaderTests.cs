using System.Text.Json.Nodes;

namespace K8sOps.Runbooks.Tests.Steps;

public class AlertReaderTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 3, 0, 0, TimeSpan.Zero);

    private static IReadOnlyList<CheckResult> Read(string json) => AlertReader.Read(JsonNode.Parse(json), "infra", s_now);

    [Theory]
    [InlineData("""{"labels":{"alertname":"A"}}""")]
    [InlineData("""[{"labels":{"alertname":"A"}},{"labels":{}},7,null,{"labels":"x"}]""")]
    [InlineData("""{"version":"4","status":"firing","alerts":[{"status":"firing","labels":{"alertname":"A"}}]}""")]
    [InlineData("""{"status":"success","data":{"alerts":[{"labels":{"alertname":"A"},"state":"firing"}]}}""")]
    [InlineData("""{"status":"success","data":[{"labels":{"alertname":"A"}}]}""")]
    public void Alerts_are_found_in_what_the_tools_write(string json)
    {
        var alert = Assert.Single(Read(json));
        Assert.Equal(("A", "Alertmanager", "infra", CheckStatus.Fail), (alert.Id, alert.System, alert.Cluster, alert.Status));
    }

    [Theory]
    [InlineData("""{"labels":{"alertname":"A"},"status":"resolved"}""")]
    [InlineData("""{"labels":{"alertname":"A"},"status":{"state":"active"},"endsAt":"2026-03-01T02:59:00Z"}""")]
    public void One_that_is_resolved_has_passed(string json) => Assert.Equal(CheckStatus.Pass, Assert.Single(Read(json)).Status);

    [Fact]
    public void One_without_an_end_fires_and_says_since_when_and_what()
    {
        var alert = Assert.Single(Read("""{"labels":{"alertname":"A","severity":"warning","pod":"x-0"},"annotations":{"description":" x is down "},"startsAt":"2026-03-01T02:00:00Z","endsAt":"0001-01-01T00:00:00Z"}"""));
        Assert.Equal((CheckStatus.Warn, "x is down", TimeSpan.FromHours(1)), (alert.Status, alert.Message, alert.SourceAge));
        Assert.Equal(["pod=x-0", "severity=warning"], alert.Evidence);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("""{"labels":{"alertname":""}}""")]
    [InlineData("""{"labels":{"alertname":{"x":1}}}""")]
    [InlineData("""{"alerts":{"alerts":{"alerts":{"alerts":{"alerts":{"labels":{"alertname":"A"}}}}}}}""")]
    public void What_is_no_alert_is_left_out(string json) => Assert.False(AlertReader.IsAlert(JsonNode.Parse(json)));

    [Fact]
    public void Labels_are_for_parameters_of_their_name_and_those_of_an_exporter_step_back()
    {
        RunbookParameter[] parameters = [new("Namespace", "string", null, ""), new("PodName", "string", null, ""), new("OsdId", "int", null, ""), new("PersistentVolumeClaim", "string", null, "")];
        var labels = new Dictionary<string, object> { ["namespace"] = "monitoring", ["exported_namespace"] = "media", ["pod"] = "sonarr-0", ["job"] = "x", ["persistent_volume_claim"] = "data" };
        Assert.Equal([("Namespace", "media"), ("PodName", "sonarr-0"), ("PersistentVolumeClaim", "data")], AlertReader.Parameters(parameters, labels).Select(p => (p.Key, (string)p.Value)));
    }
}
