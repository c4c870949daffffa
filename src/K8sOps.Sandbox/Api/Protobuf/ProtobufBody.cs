using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>
/// A request's body in Kubernetes' protobuf: four bytes of magic, then <c>runtime.Unknown</c>, which tells the kind and holds the object
/// (kubernetes.io, API concepts, alternate representations of resources).
/// </summary>
internal static class ProtobufBody
{
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    /// <summary>The object, as it would have come in JSON.</summary>
    /// <exception cref="ApiException">400: the bytes are no object of a kind that has a form in protobuf; 415: no kind of its API version has one.</exception>
    public static JsonObject Decode(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith("k8s\0"u8)) throw Malformed("it does not begin with 6b 38 73 00");
        ReadOnlySpan<byte> raw = default;
        var (apiVersion, kind, encoding, contentType) = ("", "", "", "");
        var reader = new WireReader(body[4..]);
        while (reader.Next(out var number, out var value))
        {
            if (number == 1) (apiVersion, kind) = TypeOf(value.Bytes);
            else if (number == 2) raw = value.Bytes;
            else if (number == 3) encoding = value.Text;
            else if (number == 4) contentType = value.Text;
        }

        if (encoding.Length > 0) throw Malformed($"the object in it is encoded as {encoding}");
        if (contentType.Length > 0 && contentType != MediaType) throw Malformed($"the object in it is {contentType}");
        if (kind.Length == 0) throw Malformed("Object 'Kind' is missing");
        if (apiVersion.Length == 0) throw Malformed("Object 'apiVersion' is missing");
        if (!ProtobufTable.Instance.Knows(apiVersion)) throw ApiException.Unsupported(MediaType, "application/json");
        var message = ProtobufTable.Instance.Find(apiVersion, kind) ?? throw ApiException.BadRequest($"no kind \"{kind}\" is registered for version \"{apiVersion}\"");
        var made = new JsonObject { ["kind"] = kind, ["apiVersion"] = apiVersion };
        ProtobufReader.Read(raw, message, made);
        // Through JSON, so that numbers are held as those of any other body: code reads them as int or as long.
        return JsonNode.Parse(made.ToJsonString())!.AsObject();
    }

    /// <summary>The refusal of bytes that cannot be read.</summary>
    public static ApiException Malformed(string why) => ApiException.BadRequest($"the object provided is unrecognized (must be of type protobuf): {why}");

    private static (string ApiVersion, string Kind) TypeOf(ReadOnlySpan<byte> bytes)
    {
        var (apiVersion, kind) = ("", "");
        var reader = new WireReader(bytes);
        while (reader.Next(out var number, out var value))
        {
            if (number == 1) apiVersion = value.Text;
            else if (number == 2) kind = value.Text;
        }

        return (apiVersion, kind);
    }
}
