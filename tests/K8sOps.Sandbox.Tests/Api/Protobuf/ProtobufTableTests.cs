namespace K8sOps.Sandbox.Tests.Api.Protobuf;

/// <summary>The table of messages against the schemas, which come from another source: the OpenAPI documents.</summary>
public sealed class ProtobufTableTests
{
    [Fact]
    public void The_messages_have_the_fields_of_the_published_schemas()
    {
        var differences = new List<string>();
        var seen = new HashSet<ProtobufMessage>();
        foreach (var kind in new KindTable().All.Where(static kind => ProtobufTable.Instance.Knows(kind.Resource.ApiVersion)))
        {
            var message = ProtobufTable.Instance.Find(kind.Resource.ApiVersion, kind.Resource.Kind);
            if (message is null) differences.Add($"{kind.Resource.Kind} has no message");
            else Compare(kind.Resource.Kind, message, BuiltInSchemas.Find(kind.Resource)!, seen, differences);
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
        Assert.InRange(seen.Count, 200, 1000);
    }

    [Fact]
    public void All_kinds_but_custom_ones_and_the_computed_can_be_sent()
    {
        var without = new KindTable().All.Where(static kind => ProtobufTable.Instance.Find(kind.Resource.ApiVersion, kind.Resource.Kind) is null).Select(static kind => kind.Resource.Group).Distinct();
        Assert.Equal(["metrics.k8s.io", "sandbox.k8sops.io"], without);
        Assert.All(
            ["policy/v1:Eviction", "autoscaling/v1:Scale", "authorization.k8s.io/v1:SelfSubjectAccessReview", "apps/v1:DeleteOptions", "v1:DeleteOptions"],
            static name => Assert.NotNull(ProtobufTable.Instance.Find(name.Split(':')[0], name.Split(':')[1])));
        Assert.Null(ProtobufTable.Instance.Find("example.org/v1", "DeleteOptions"));
    }

    [Fact]
    public void A_table_that_names_a_message_without_telling_it_is_refused()
    {
        var error = Assert.Throws<InvalidOperationException>(static () => ProtobufTable.Parse(new StringReader("v1\n  Pod\n    1 metadata meta/v1:ObjectMeta, 2 spec PodSpec\nmeta/v1\n  ObjectMeta\n    1 name string?\n")));
        Assert.Contains("v1:PodSpec", error.Message, StringComparison.Ordinal);
    }

    private static void Compare(string path, ProtobufMessage message, Schema schema, HashSet<ProtobufMessage> seen, List<string> differences)
    {
        if (!seen.Add(message) || message.Alternatives.Count > 0) return;
        var fields = Flat(message).ToArray();
        var names = fields.Select(static field => field.Name!).ToHashSet(StringComparer.Ordinal);
        differences.AddRange(schema.Fields.Keys.Where(name => name is not ("kind" or "apiVersion") && !names.Contains(name)).Select(name => $"{path}.{name} is in the schema only"));
        foreach (var field in fields)
        {
            if (!schema.Fields.TryGetValue(field.Name!, out var of)) differences.Add($"{path}.{field.Name} is in the table only");
            else if (Inside(field, of) is not { } inside) differences.Add($"{path}.{field.Name} is a {field.Shape} of {field.Type} here and {of.Type} in the schema");
            else if (field.Message is { } next) Compare($"{path}.{field.Name}", next, inside, seen, differences);
        }
    }

    private static IEnumerable<ProtobufField> Flat(ProtobufMessage message) =>
        message.Fields.Values.SelectMany(static field => field.Name is null ? Flat(field.Message!) : [field]);

    /// <summary>What a single value of the field is by the schema; null when that is something else.</summary>
    private static Schema? Inside(ProtobufField field, Schema schema)
    {
        var inside = field.Shape switch { ProtobufShape.List => schema.Items, ProtobufShape.Map => schema.Values, _ => schema };
        if (inside is null || inside.Type == SchemaType.Any || field.Message is { Alternatives.Count: > 0 }) return inside;
        return Types(field.Type).Contains(inside.Type) ? inside : null;
    }

    private static SchemaType[] Types(ProtobufFieldType type) => type switch
    {
        ProtobufFieldType.Message => [SchemaType.Object],
        ProtobufFieldType.String or ProtobufFieldType.Bytes or ProtobufFieldType.Time or ProtobufFieldType.MicroTime => [SchemaType.String],
        ProtobufFieldType.Bool => [SchemaType.Boolean],
        ProtobufFieldType.Int or ProtobufFieldType.Long => [SchemaType.Integer],
        ProtobufFieldType.Double => [SchemaType.Number],
        ProtobufFieldType.Quantity => [SchemaType.Quantity],
        ProtobufFieldType.IntOrString => [SchemaType.IntOrString],
        ProtobufFieldType.Json => [SchemaType.Object, SchemaType.Any],
        ProtobufFieldType.Strings => [SchemaType.Array],
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}
