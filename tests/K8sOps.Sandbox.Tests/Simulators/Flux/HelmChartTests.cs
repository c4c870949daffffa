using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;
using K8sOps.Text;

namespace K8sOps.Sandbox.Tests.Simulators.Flux;

public sealed class HelmChartTests
{
    private static readonly string[] Versions = ["6.8.0", "6.9.2", "v6.9.3", "6.9.4-rc.1", "7.0.0", "nonsense", "0.3.1", "0.3.9", "0.4.0"];

    [Theory]
    [InlineData("", "7.0.0")]
    [InlineData("*", "7.0.0")]
    [InlineData("6.x", "v6.9.3")]
    [InlineData("6", "v6.9.3")]
    [InlineData("6.8.x", "6.8.0")]
    [InlineData("6.9.3", "v6.9.3")]
    [InlineData("~6.9.1", "v6.9.3")]
    [InlineData("~6.8", "6.8.0")]
    [InlineData("^6.8.0", "v6.9.3")]
    [InlineData("^0.3.0", "0.3.9")]
    [InlineData(">=6.8.0 <6.9.3", "6.9.2")]
    [InlineData(">= 6.8.0, < 6.9.3", "6.9.2")]
    [InlineData("6.8 - 6.9", "v6.9.3")]
    [InlineData("<6.9.0 || =7.0.0", "7.0.0")]
    [InlineData(">=6.9.4-0", "7.0.0")]
    [InlineData("~6.9.4-0", "6.9.4-rc.1")]
    [InlineData("!=7.0.0", "v6.9.3")]
    [InlineData(">6.x", "7.0.0")]
    [InlineData("9.x", null)]
    public void The_newest_version_in_a_range_is_found(string range, string? newest) => Assert.Equal(newest, VersionRange.Parse(range)!.Newest(Versions));

    [Theory]
    [InlineData("latest")]
    [InlineData("=>=1.0.0")]
    [InlineData("1.2.3.4")]
    [InlineData("~")]
    public void What_is_no_range_is_none(string text) => Assert.True(VersionRange.Parse(text) is null || text == "~");

    [Theory]
    [InlineData("1.0.0-alpha", "1.0.0-alpha.1")]
    [InlineData("1.0.0-alpha.1", "1.0.0-alpha.beta")]
    [InlineData("1.0.0-rc.2", "1.0.0-rc.10")]
    [InlineData("1.0.0-rc.10", "1.0.0")]
    [InlineData("1.9.9", "1.10.0")]
    public void Versions_have_the_order_of_semantic_versioning(string lower, string higher) =>
        Assert.True(ChartVersion.Parse(lower)!.OrderAgainst(ChartVersion.Parse(higher)!) < 0 && ChartVersion.Parse(higher)!.OrderAgainst(ChartVersion.Parse(lower)!) > 0);

    [Fact]
    public void Templates_are_filled_from_values_over_those_of_the_chart()
    {
        var chart = Chart("""
            kind: Deployment
            metadata: {name: '{{ .Release.Name }}-app', labels: {version: '{{ .Chart.AppVersion }}'}}
            spec: {replicas: '{{ .Values.size }}', args: ['--in={{.Release.Namespace}}', '{{- .Values.nested.a -}}', '{{ .Values.nested }}']}
            """);
        var rendered = Assert.Single(ChartTemplates.Render(chart.Files, "web", "tools", Map("{size: 3, nested: {b: 2}, old: null}")));
        Assert.Equal("""{"kind":"Deployment","metadata":{"name":"web-app","labels":{"version":"1.2"}},"spec":{"replicas":3,"args":["--in=tools","x",{"a":"x","b":2}]}}""", rendered.ToJsonString());
    }

    [Fact]
    public void A_value_that_is_not_there_is_an_error_that_names_the_template()
    {
        var error = Assert.Throws<InvalidDataException>(static () => ChartTemplates.Render(Chart("{kind: Service, metadata: {name: x}, spec: {type: '{{ .Values.service.type }}'}}").Files, "web", "tools", []));
        Assert.Contains("app/templates/service-x.yaml", error.Message, StringComparison.Ordinal);
        Assert.Contains(".Values.service.type", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_upgrade_takes_away_what_only_the_old_manifest_said_and_leaves_what_neither_says()
    {
        var schema = BuiltInSchemas.Find(K8sOps.Kubernetes.KubeResources.Deployments);
        var live = Map("{metadata: {labels: {a: '1', mine: x}}, spec: {replicas: 5, template: {spec: {containers: [{name: app, image: 'app:1', resources: {limits: {cpu: '1'}}, env: [{name: A, value: '1'}, {name: HAND, value: made}]}, {name: sidecar, image: 's:1'}]}}}}");
        var old = Map("{metadata: {labels: {a: '1', gone: y}}, spec: {template: {spec: {containers: [{name: app, image: 'app:1', resources: {limits: {cpu: '1'}}, env: [{name: A, value: '1'}]}, {name: sidecar, image: 's:1'}]}}}}");
        var now = Map("{metadata: {labels: {a: '2'}}, spec: {template: {spec: {containers: [{name: app, image: 'app:2', env: [{name: B, value: '2'}]}]}}}}");
        var merged = ThreeWayMerge.Merge(live, old, now, schema);
        Assert.Equal("""{"metadata":{"labels":{"a":"2","mine":"x"}},"spec":{"replicas":5,"template":{"spec":{"containers":[{"name":"app","image":"app:2","env":[{"name":"HAND","value":"made"},{"name":"B","value":"2"}]}]}}}}""", merged.ToJsonString());
    }

    private static UpstreamPackage Chart(string template) =>
        UpstreamPackage.OfChart(Map("{name: app, version: 1.0.0, appVersion: '1.2'}"), Map("{size: 1, old: 1, nested: {a: x}}"), [Map(template)], default);

    private static JsonObject Map(string yaml) => (JsonObject)Yaml.Parse(yaml)!;
}
