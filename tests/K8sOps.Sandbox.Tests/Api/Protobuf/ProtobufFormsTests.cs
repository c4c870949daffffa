using System.Text;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Tests.Api.Protobuf;

/// <summary>The forms of values, from bytes made by hand.</summary>
public sealed class ProtobufFormsTests
{
    [Theory]
    [InlineData(1_768_446_000, 999_999_999, "2026-01-15T03:00:00Z", "2026-01-15T03:00:00.999999Z")]
    [InlineData(0, 0, "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000000Z")]
    [InlineData(-1, 5_000, "1969-12-31T23:59:59Z", "1969-12-31T23:59:59.000005Z")]
    public void Moments_are_told_to_the_second_or_to_the_microsecond(long seconds, int nanos, string second, string microsecond)
    {
        var moment = new ProtobufBytes().Number(1, seconds).Number(2, nanos);
        var lease = Decode("coordination.k8s.io/v1", "Lease", new ProtobufBytes().Message(1, new ProtobufBytes().Message(8, moment)).Message(2, new ProtobufBytes().Message(4, moment)));
        Assert.Equal(second, (string?)lease["metadata"]!["creationTimestamp"]);
        Assert.Equal(microsecond, (string?)lease["spec"]!["renewTime"]);
    }

    [Theory]
    [InlineData(long.MaxValue, 0)]
    [InlineData(long.MinValue, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 1_000_000_000)]
    public void What_is_no_moment_is_refused(long seconds, int nanos) =>
        Refused("v1", "Pod", new ProtobufBytes().Message(1, new ProtobufBytes().Message(8, new ProtobufBytes().Number(1, seconds).Number(2, nanos))), "are no moment");

    [Fact]
    public void Numbers_may_be_negative_and_large()
    {
        var pod = Decode("v1", "Pod", new ProtobufBytes().Message(2, new ProtobufBytes().Number(25, -1000).Number(4, long.MinValue)));
        Assert.Equal(-1000, (int?)pod["spec"]!["priority"]);
        Assert.Equal(long.MinValue, (long?)pod["spec"]!["terminationGracePeriodSeconds"]);
    }

    [Fact]
    public void A_number_can_be_read_as_int_and_as_long_as_from_JSON()
    {
        var web = Decode("apps/v1", "Deployment", new ProtobufBytes().Message(2, new ProtobufBytes().Number(1, 3)));
        Assert.Equal((3, 3L), ((int?)web["spec"]!["replicas"], (long?)web["spec"]!["replicas"]));
    }

    [Fact]
    public void A_zero_is_kept_where_Go_has_a_pointer_and_left_out_where_it_has_omitempty()
    {
        var web = Decode("apps/v1", "Deployment", new ProtobufBytes().Message(1, new ProtobufBytes().Text(1, "web").Text(2, "").Number(7, 0)).Message(2, new ProtobufBytes().Number(1, 0).Number(5, 0).Number(7, 0)));
        Assert.Equal("""{"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"web"},"spec":{"replicas":0}}""", web.ToJsonString());
    }

    [Fact]
    public void The_last_value_counts_and_a_message_in_pieces_is_put_together()
    {
        var map = Decode("v1", "ConfigMap", new ProtobufBytes().Message(1, new ProtobufBytes().Text(1, "a").Text(1, "b")).Message(1, new ProtobufBytes().Text(3, "default")).Message(1, new ProtobufBytes().Text(3, "")));
        Assert.Equal("""{"name":"b"}""", map["metadata"]!.ToJsonString());
    }

    [Fact]
    public void Entries_of_maps_may_lack_their_key_or_their_value()
    {
        var map = Decode("v1", "ConfigMap", new ProtobufBytes().Message(2, new ProtobufBytes().Text(1, "only")).Message(2, new ProtobufBytes().Text(2, "keyless")).Message(3, new ProtobufBytes().Text(1, "b").Bytes(2, 0, 255)));
        Assert.Equal("""{"kind":"ConfigMap","apiVersion":"v1","data":{"only":"","":"keyless"},"binaryData":{"b":"AP8="}}""", map.ToJsonString());
    }

    [Fact]
    public void Lists_of_numbers_come_packed_or_one_by_one()
    {
        var pod = Decode("v1", "Pod", new ProtobufBytes().Message(2, new ProtobufBytes().Message(14, new ProtobufBytes().Number(4, 7).Bytes(4, 1, 0x80, 0x02))));
        Assert.Equal("[7,1,256]", pod["spec"]!["securityContext"]!["supplementalGroups"]!.ToJsonString());
    }

    [Fact]
    public void Fields_and_groups_that_nobody_knows_are_passed_over()
    {
        var group = new byte[] { 0xF3, 0x07, 0x0B, 0x08, 0x01, 0x12, 0x01, 0x41, 0x0C, 0xF4, 0x07 };
        var map = Decode("v1", "ConfigMap", new ProtobufBytes().Number(500, 1).Double(501, 1).Text(502, "new").Raw(group).Raw(0x2D, 1, 2, 3, 4).Message(1, new ProtobufBytes().Text(1, "m")));
        Assert.Equal("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"m"}}""", map.ToJsonString());
    }

    [Fact]
    public void Text_that_is_no_UTF8_gets_replacement_characters()
    {
        var map = Decode("v1", "ConfigMap", new ProtobufBytes().Message(2, new ProtobufBytes().Text(1, "k").Bytes(2, 0x41, 0xFF)));
        Assert.Equal("A\uFFFD", (string?)map["data"]!["k"]);
    }

    [Theory]
    [InlineData(0, "8080")]
    [InlineData(1, "\"http\"")]
    public void A_port_is_a_number_or_a_name(int type, string json)
    {
        var port = new ProtobufBytes().Number(1, type).Number(2, 8080).Text(3, "http");
        var service = Decode("v1", "Service", new ProtobufBytes().Message(2, new ProtobufBytes().Message(1, new ProtobufBytes().Number(3, 80).Message(4, port))));
        Assert.Equal(json, service["spec"]!["ports"]![0]!["targetPort"]!.ToJsonString());
    }

    [Fact]
    public void Amounts_are_text_and_fields_of_inner_messages_stand_among_their_neighbours()
    {
        var quantity = new ProtobufBytes().Text(1, "10Gi");
        var volume = Decode("v1", "PersistentVolume", new ProtobufBytes().Message(2, new ProtobufBytes()
            .Message(1, new ProtobufBytes().Text(1, "storage").Message(2, quantity)).Message(2, new ProtobufBytes().Message(3, new ProtobufBytes().Text(1, "/data").Text(2, "")))));
        Assert.Equal("""{"capacity":{"storage":"10Gi"},"hostPath":{"path":"/data"}}""", volume["spec"]!.ToJsonString().Replace(",\"type\":\"\"", "", StringComparison.Ordinal));
    }

    [Fact]
    public void JSON_inside_stays_as_it_is()
    {
        Assert.Equal("""{"a":[1,null,1.50]}""", Revision("""{"a":[1,null,1.50]}""")["data"]!.ToJsonString());
        Assert.Equal("2", Revision("""{"a":1,"a":2}""")["data"]!["a"]!.ToJsonString());
        Assert.False(Revision("null").ContainsKey("data"));
        Assert.False(Revision("").ContainsKey("data"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("k8s\0")]
    [InlineData("""{"a":"\ud800"}""")]
    public void JSON_inside_that_is_none_is_refused(string json) => Refused("apps/v1", "ControllerRevision", Data(json), "JSON inside it is none");

    [Fact]
    public void The_schema_of_a_definition_is_read_in_all_its_forms()
    {
        ProtobufBytes Schema(string type) => new ProtobufBytes().Text(5, type);
        var properties = new ProtobufBytes().Message(29, Property("list", Schema("array").Message(24, new ProtobufBytes().Message(1, Schema("string")))))
            .Message(29, Property("open", Schema("object").Message(30, new ProtobufBytes().Number(1, 1))))
            .Message(29, Property("map", Schema("object").Message(30, new ProtobufBytes().Number(1, 0).Message(2, Schema("integer")))))
            .Message(29, Property("closed", new ProtobufBytes().Message(30, new ProtobufBytes().Number(1, 0)).Message(32, Property("x", new ProtobufBytes().Text(2, "y")))))
            .Message(29, Property("one", Schema("number").Double(9, 1.5).Message(8, new ProtobufBytes().Text(1, "1")).Message(20, new ProtobufBytes().Text(1, "\"a\"")).Number(38, 1)));
        var version = new ProtobufBytes().Text(1, "v1").Number(2, 1).Number(3, 1).Message(4, new ProtobufBytes().Message(1, properties));
        var definition = Decode("apiextensions.k8s.io/v1", "CustomResourceDefinition", new ProtobufBytes().Message(2, new ProtobufBytes().Message(7, version)));
        Assert.Equal(
            """{"list":{"type":"array","items":{"type":"string"}},"open":{"type":"object","additionalProperties":true},"map":{"type":"object","additionalProperties":{"type":"integer"}},"closed":{"additionalProperties":false,"dependencies":{"x":["y"]}},"one":{"type":"number","maximum":1.5,"default":1,"enum":["a"],"x-kubernetes-preserve-unknown-fields":true}}""",
            definition["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!["properties"]!.ToJsonString());

        static ProtobufBytes Property(string name, ProtobufBytes schema) => new ProtobufBytes().Text(1, name).Message(2, schema);
    }

    private static JsonObject Revision(string json) => Decode("apps/v1", "ControllerRevision", Data(json));

    private static ProtobufBytes Data(string json) => new ProtobufBytes().Message(2, new ProtobufBytes().Bytes(1, Encoding.UTF8.GetBytes(json)));

    private static JsonObject Decode(string apiVersion, string kind, ProtobufBytes raw) => ProtobufBody.Decode(ProtobufBytes.Body(apiVersion, kind, raw));

    private static void Refused(string apiVersion, string kind, ProtobufBytes raw, string why)
    {
        var error = Assert.Throws<ApiException>(() => Decode(apiVersion, kind, raw));
        Assert.Equal(400, error.Code);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }
}
