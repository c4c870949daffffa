using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Tests.Api.Custom;

public sealed class CustomResourceTests : IDisposable
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private const string Widgets = "/apis/example.org/v1/namespaces/default/widgets";

    private const string Schema = """
        {"type":"object","properties":{
          "spec":{"type":"object","required":["size"],"properties":{
            "size":{"type":"integer","minimum":1,"maximum":9},
            "mode":{"type":"string","enum":["fast","slow"],"default":"slow"},
            "name":{"type":"string","pattern":"^[a-z]+$","minLength":2,"maxLength":5},
            "port":{"x-kubernetes-int-or-string":true},
            "labels":{"type":"object","additionalProperties":{"type":"string"}},
            "at":{"type":"string","format":"date-time"},
            "tags":{"type":"array","maxItems":2,"items":{"type":"string"},"x-kubernetes-list-type":"set"},
            "parts":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["id"],"items":{"type":"object","required":["id"],"properties":{"id":{"type":"string"},"count":{"type":"integer","default":1}}}},
            "free":{"type":"object","x-kubernetes-preserve-unknown-fields":true},
            "template":{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true},
            "source":{"type":"object","properties":{"git":{"type":"string"},"oci":{"type":"string"}},"oneOf":[{"required":["git"]},{"required":["oci"]}]}}},
          "status":{"type":"object","properties":{"replicas":{"type":"integer"},"phase":{"type":"string"}}}}}
        """;

    private const string Definition = """
        {"metadata":{"name":"widgets.example.org"},"spec":{"group":"example.org","scope":"Namespaced","names":{"plural":"widgets","kind":"Widget","shortNames":["wd"],"categories":["all"]},"versions":[
          {"name":"v1","served":true,"storage":true,"subresources":{"status":{},"scale":{"specReplicasPath":".spec.size","statusReplicasPath":".status.replicas"}},"schema":{"openAPIV3Schema":SCHEMA},
           "additionalPrinterColumns":[{"name":"Size","type":"integer","jsonPath":".spec.size"},{"name":"Mode","type":"string","jsonPath":".spec.mode","priority":1},{"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}]},
          {"name":"v1beta1","served":true,"storage":false,"schema":{"openAPIV3Schema":SCHEMA}}]}}
        """;

    private readonly ApiOfWorld _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task A_definition_is_accepted_and_says_so()
    {
        var definition = await Define();
        Assert.Equal(["NamesAccepted=True", "Established=True"], definition["status"]!["conditions"]!.AsArray().Select(static c => $"{c!["type"]}={c["status"]}"));
        Assert.Equal("widget", (string?)definition["status"]!["acceptedNames"]!["singular"]);
        Assert.Equal("v1", (string?)definition["status"]!["storedVersions"]![0]);
    }

    [Theory]
    [InlineData("\"name\":\"widgets.example.org\"", "\"name\":\"other\"", "metadata.name: Invalid value: \"other\": must be spec.names.plural+\".\"+spec.group")]
    [InlineData("\"scope\":\"Namespaced\",", "", "spec.scope: Required value")]
    [InlineData("\"storage\":true", "\"storage\":false", "must have exactly one version marked as storage version")]
    public async Task A_definition_that_is_none_is_refused(string from, string to, string why)
    {
        var (code, status) = await _api.Send("POST", Definitions, Text().Replace(from, to, StringComparison.Ordinal));
        Assert.Equal(422, code);
        Assert.Contains(why, (string?)status["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"size":"x"}""", "spec.size: Invalid value: \"string\": spec.size in body must be of type integer: \"string\"")]
    [InlineData("{}", "spec.size: Required value")]
    [InlineData("""{"size":0}""", "spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1")]
    [InlineData("""{"size":10}""", "spec.size: Invalid value: 10: spec.size in body should be less than or equal to 9")]
    [InlineData("""{"size":1.5}""", "spec.size: Invalid value: \"number\": spec.size in body must be of type integer: \"number\"")]
    [InlineData("""{"size":1,"mode":"odd"}""", "spec.mode: Unsupported value: \"odd\": supported values: \"fast\", \"slow\"")]
    [InlineData("""{"size":1,"name":"AB"}""", "spec.name: Invalid value: \"AB\": spec.name in body should match '^[a-z]+$'")]
    [InlineData("""{"size":1,"name":"a"}""", "spec.name: Invalid value: \"a\": spec.name in body should be at least 2 chars long")]
    [InlineData("""{"size":1,"name":"abcdef"}""", "spec.name: Too long: may not be more than 5 bytes")]
    [InlineData("""{"size":1,"port":true}""", "spec.port: Invalid value: \"boolean\": spec.port in body must be of type integer,string: \"boolean\"")]
    [InlineData("""{"size":1,"labels":{"a":1}}""", "spec.labels.a: Invalid value: \"integer\": spec.labels.a in body must be of type string: \"integer\"")]
    [InlineData("""{"size":1,"at":"yesterday"}""", "spec.at: Invalid value: \"yesterday\": spec.at in body must be of type date-time: \"yesterday\"")]
    [InlineData("""{"size":1,"tags":["a","a"]}""", "spec.tags[1]: Duplicate value: \"a\"")]
    [InlineData("""{"size":1,"tags":["a","b","c"]}""", "spec.tags: Too many: 3: must have at most 2 items")]
    [InlineData("""{"size":1,"parts":[{"id":"a"},{"id":"a"}]}""", "spec.parts[1]: Duplicate value: {\"id\":\"a\"}")]
    [InlineData("""{"size":1,"source":{}}""", "spec.source: Invalid value: \"object\": \"spec.source\" must validate one and only one schema (oneOf). Found none valid")]
    [InlineData("""{"size":1,"source":{"git":"a","oci":"b"}}""", "spec.source: Invalid value: \"object\": \"spec.source\" must validate one and only one schema (oneOf). Found 2 valid alternatives")]
    [InlineData("""{"size":1,"template":{"x":1}}""", "[spec.template.apiVersion: Required value: must not be empty, spec.template.kind: Required value: must not be empty]")]
    public async Task What_does_not_fit_the_schema_is_refused_in_the_servers_words(string spec, string why)
    {
        await Define();
        var (code, status) = await _api.Send("POST", Widgets, Widget(spec));
        Assert.Equal((422, $"Widget.example.org \"w\" is invalid: {why}"), (code, (string?)status["message"]));
    }

    [Fact]
    public async Task Defaults_are_filled_in_and_what_is_unknown_is_pruned()
    {
        await Define();
        var (code, widget) = await _api.Send("POST", Widgets, Widget("""{"size":1,"port":"http","odd":1,"parts":[{"id":"a"}],"free":{"any":{"thing":1}}}"""));
        Assert.Equal(201, code);
        Assert.Equal("""{"size":1,"port":"http","parts":[{"id":"a","count":1}],"free":{"any":{"thing":1}},"mode":"slow"}""", widget["spec"]!.ToJsonString());
        var (strict, status) = await _api.Send("POST", Widgets + "?fieldValidation=Strict", Widget("""{"size":1,"odd":1}"""));
        Assert.Equal((400, "Widget in version \"v1\" cannot be handled as a Widget: strict decoding error: unknown field \"spec.odd\""), (strict, (string?)status["message"]));
    }

    [Fact]
    public async Task Status_and_scale_are_their_own_and_scale_stands_where_the_definition_says()
    {
        await Define();
        await _api.Send("POST", Widgets, Widget("""{"size":1}"""));
        Assert.Equal(3, (int?)(await _api.Patch(Widgets + "/w/scale", """{"spec":{"replicas":3}}""")).Body["spec"]!["replicas"]);
        var (_, widget) = await _api.Patch(Widgets + "/w/status", """{"status":{"replicas":3,"phase":"Done"},"spec":{"size":9}}""");
        Assert.Equal((3, "Done"), ((int?)widget["spec"]!["size"], (string?)widget["status"]!["phase"]));
        Assert.Equal(422, (await _api.Patch(Widgets + "/w/status", """{"status":{"replicas":"x"}}""")).Code);
        Assert.Equal(422, (await _api.Patch(Widgets + "/w/scale", """{"spec":{"replicas":99}}""")).Code);
    }

    [Fact]
    public async Task Every_served_version_shows_the_same_object()
    {
        await Define();
        await _api.Send("POST", Widgets, Widget("""{"size":1}"""));
        var old = await _api.Get(Widgets.Replace("/v1/", "/v1beta1/", StringComparison.Ordinal) + "/w");
        Assert.Equal("example.org/v1beta1", (string?)old["apiVersion"]);
        var (_, changed) = await _api.Patch(Widgets.Replace("/v1/", "/v1beta1/", StringComparison.Ordinal) + "/w", """{"spec":{"size":2}}""");
        Assert.Equal("example.org/v1beta1", (string?)changed["apiVersion"]);
        var now = await _api.Get(Widgets + "/w");
        Assert.Equal(("example.org/v1", 2), ((string?)now["apiVersion"], (int?)now["spec"]!["size"]));
        Assert.Single((await _api.Get(Widgets.Replace("/v1/", "/v1beta1/", StringComparison.Ordinal)))["items"]!.AsArray());
        Assert.Equal(404, (await _api.Text("GET", Widgets.Replace("/v1/", "/v1beta1/", StringComparison.Ordinal) + "/w/status")).Code);
    }

    [Fact]
    public async Task Columns_are_those_of_the_definition()
    {
        await Define();
        await _api.Send("POST", Widgets, Widget("""{"size":4}"""));
        var table = await _api.Get(Widgets, "application/json;as=Table;v=v1;g=meta.k8s.io");
        Assert.Equal(["Name", "Size", "Mode", "Age"], table["columnDefinitions"]!.AsArray().Select(static c => (string?)c!["name"]));
        Assert.Equal("""["w",4,"slow","0s"]""", table["rows"]![0]!["cells"]!.ToJsonString());
    }

    [Fact]
    public async Task Lists_are_owned_by_the_keys_of_the_schema()
    {
        await Define();
        await Apply("a", """{"size":1,"parts":[{"id":"x"}],"tags":["one"]}""");
        var (_, widget) = await Apply("b", """{"parts":[{"id":"y","count":5}],"tags":["two"]}""");
        Assert.Equal(2, widget["spec"]!["parts"]!.AsArray().Count);
        Assert.Equal("""["one","two"]""", widget["spec"]!["tags"]!.ToJsonString());
        var (_, less) = await Apply("b", """{"size":1}""");
        Assert.Equal("""["one"]""", less["spec"]!["tags"]!.ToJsonString());
        var (code, status) = await Apply("c", """{"parts":[{"id":"x"}],"size":2}""");
        Assert.Equal((409, 2), (code, status["details"]!["causes"]!.AsArray().Count));
    }

    [Fact]
    public async Task With_its_definition_a_kind_goes_and_its_objects_too()
    {
        await Define();
        await _api.Send("POST", Widgets, Widget("""{"size":1}"""));
        await _api.Send("DELETE", Definitions + "/widgets.example.org");
        Assert.Equal(404, (await _api.Text("GET", Widgets)).Code);
        await Define();
        Assert.Empty((await _api.Get(Widgets))["items"]!.AsArray());
    }

    [Theory]
    [InlineData(".status.conditions[?(@.type==\"Ready\")].status", "True")]
    [InlineData(".status.conditions[?(@.type=='Ready')].status", "True")]
    [InlineData(".metadata.labels.app\\.kubernetes\\.io/name", "web")]
    [InlineData(".metadata.labels['app.kubernetes.io/name']", "web")]
    [InlineData(".status.conditions[0].type", "Other")]
    [InlineData(".status.conditions[-1:].type", "")]
    [InlineData(".status.conditions[*].type", "Other,Ready")]
    [InlineData(".status.conditions[9].type", "")]
    [InlineData(".status.nothing[0].at.all", "")]
    [InlineData(".status[", "")]
    public void Paths_of_columns_find_what_they_name(string path, string expected)
    {
        var item = JsonNode.Parse("""{"metadata":{"labels":{"app.kubernetes.io/name":"web"}},"status":{"conditions":[{"type":"Other","status":"False"},{"type":"Ready","status":"True"}]}}""")!;
        Assert.Equal(expected, string.Join(',', JsonPathQuery.Find(item, path).Select(static node => node.ToString())));
    }

    private static string Text() => Definition.Replace("SCHEMA", Schema, StringComparison.Ordinal);

    private static string Widget(string spec) => """{"apiVersion":"example.org/v1","kind":"Widget","metadata":{"name":"w"},"spec":SPEC}""".Replace("SPEC", spec, StringComparison.Ordinal);

    private Task<(int Code, JsonObject Body)> Apply(string manager, string spec) => _api.Patch($"{Widgets}/w?fieldManager={manager}", Widget(spec), "application/apply-patch+yaml");

    private async Task<JsonObject> Define()
    {
        var (code, body) = await _api.Send("POST", Definitions, Text());
        Assert.True(code == 201, (string?)body["message"]);
        return body;
    }
}
