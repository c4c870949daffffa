using FsCheck;
using FsCheck.Fluent;

namespace K8sOps.Sandbox.Tests.Api.Protobuf;

/// <summary>Bytes that are no body, or nearly one: an object or a refusal, never anything else, and never without end.</summary>
public sealed class MalformedProtobufTests
{
    [Fact]
    public void A_body_that_is_cut_anywhere_is_an_object_or_a_400()
    {
        foreach (var body in KubectlBody.All.Select(static body => body.Body))
        {
            for (var length = 0; length < body.Length; length++) Assert.True(IsReadOrRefused(body[..length]), $"{Convert.ToBase64String(body)} cut to {length}");
        }
    }

    [Fact]
    public void A_body_with_any_bytes_changed_is_an_object_or_a_refusal()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(Changed().ToArbitrary(), IsReadOrRefused));

    [Fact]
    public void Any_bytes_after_the_magic_are_an_object_or_a_refusal()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(Bytes().ArrayOf().ToArbitrary(), static bytes => IsReadOrRefused([.. "k8s\0"u8, .. bytes])));

    [Fact]
    public void Any_bytes_as_an_object_of_a_kind_are_an_object_or_a_refusal()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(Bytes().ArrayOf().ToArbitrary(), static bytes => IsReadOrRefused(ProtobufBytes.Body("v1", "Pod", new ProtobufBytes().Raw(bytes)))));

    [Theory]
    [InlineData("", "it does not begin with 6b 38 73 00")]
    [InlineData("azhz", "it does not begin with 6b 38 73 00")]
    [InlineData("e30=", "it does not begin with 6b 38 73 00")]
    [InlineData("azhzAA==", "Object 'Kind' is missing")]
    [InlineData("azhzAAoGEgRQb2Q=", "it ends inside a field")]
    [InlineData("azhzAAoFEgNQb2Q=", "Object 'apiVersion' is missing")]
    [InlineData("azhzAAr/////////////AQ==", "a number is longer than 64 bits")]
    [InlineData("azhzAAr///////////8B", "it ends inside a field")]
    [InlineData("azhzAAA=", "0 is no number of a field")]
    [InlineData("azhzAAwA", "a field has wire type EndGroup")]
    [InlineData("azhzAA4A", "a field has wire type 6")]
    [InlineData("azhzAAgB", "a field has wire type Varint where Bytes is expected")]
    [InlineData("azhzACsrKys=", "it ends inside a field")]
    public void What_is_wrong_is_told(string body, string why)
    {
        var error = Assert.Throws<ApiException>(() => ProtobufBody.Decode(Convert.FromBase64String(body)));
        Assert.Equal((400, $"the object provided is unrecognized (must be of type protobuf): {why}"), (error.Code, error.Message));
    }

    [Fact]
    public void A_kind_that_is_none_is_a_400_and_an_API_version_that_has_no_form_in_protobuf_a_415()
    {
        var error = Assert.Throws<ApiException>(static () => ProtobufBody.Decode(ProtobufBytes.Body("apps/v1", "Pod", new ProtobufBytes())));
        Assert.Equal((400, "no kind \"Pod\" is registered for version \"apps/v1\""), (error.Code, error.Message));
        Assert.Equal(415, Assert.Throws<ApiException>(static () => ProtobufBody.Decode(ProtobufBytes.Body("sandbox.k8sops.io/v1", "Scenario", new ProtobufBytes()))).Code);
    }

    [Fact]
    public void An_object_that_is_packed_or_not_in_protobuf_is_refused()
    {
        Assert.Contains("gzip", Assert.Throws<ApiException>(static () => ProtobufBody.Decode(ProtobufBytes.Body("v1", "Pod", new ProtobufBytes(), new ProtobufBytes().Text(3, "gzip")))).Message, StringComparison.Ordinal);
        Assert.Contains("application/json", Assert.Throws<ApiException>(static () => ProtobufBody.Decode(ProtobufBytes.Body("v1", "Pod", new ProtobufBytes(), new ProtobufBytes().Text(4, "application/json")))).Message, StringComparison.Ordinal);
        Assert.Equal("Pod", (string?)ProtobufBody.Decode(ProtobufBytes.Body("v1", "Pod", new ProtobufBytes(), new ProtobufBytes().Text(4, "application/vnd.kubernetes.protobuf")))["kind"]);
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(40, false)]
    [InlineData(5000, false)]
    public void A_body_may_nest_as_deep_as_one_in_JSON(int levels, bool isRead)
    {
        var schema = new ProtobufBytes().Text(5, "object");
        for (var level = 0; level < levels; level++) schema = new ProtobufBytes().Message(30, new ProtobufBytes().Number(1, 1).Message(2, schema));
        var body = ProtobufBytes.Body("apiextensions.k8s.io/v1", "CustomResourceDefinition", new ProtobufBytes().Message(2, new ProtobufBytes().Message(7, new ProtobufBytes().Message(4, new ProtobufBytes().Message(1, schema)))));
        if (isRead) Assert.NotNull(ProtobufBody.Decode(body));
        else Assert.Contains("nests deeper", Assert.Throws<ApiException>(() => ProtobufBody.Decode(body)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void JSON_inside_counts_to_the_depth()
    {
        static byte[] Revision(int levels) => ProtobufBytes.Body("apps/v1", "ControllerRevision", new ProtobufBytes().Message(2, new ProtobufBytes().Text(1, new string('[', levels) + new string(']', levels))));
        Assert.NotNull(ProtobufBody.Decode(Revision(60)));
        Assert.Equal(400, Assert.Throws<ApiException>(() => ProtobufBody.Decode(Revision(64))).Code);
    }

    private static Gen<byte> Bytes() => Gen.Choose(0, 255).Select(static number => (byte)number);

    private static Gen<byte[]> Changed() =>
        from body in Gen.Elements(KubectlBody.All.Select(static body => body.Body))
        from changes in (from at in Gen.Choose(4, body.Length - 1) from to in Bytes() select (at, to)).ArrayOf(3)
        select Change(body, changes);

    private static byte[] Change(byte[] body, IEnumerable<(int At, byte To)> changes)
    {
        var changed = body.ToArray();
        foreach (var (at, to) in changes) changed[at] = to;
        return changed;
    }

    private static bool IsReadOrRefused(byte[] body)
    {
        try
        {
            return ProtobufBody.Decode(body).ToJsonString().Length > 0;
        }
        catch (ApiException error)
        {
            return error.Code is 400 or 415;
        }
    }
}
