using System.Text;

namespace K8sOps.Sandbox.Tests.Api.Schemas;

public sealed class BuiltInSchemaTests
{
    [PublishedFact]
    public void The_table_of_built_in_types_is_what_the_published_documents_say()
    {
        var derived = PublishedSchemas.Derive(PublishedSchemas.Folder!);
        // K8SOPS_WRITE_SCHEMAS=<path of built-in.json> writes the table anew, for a newer Kubernetes.
        if (Environment.GetEnvironmentVariable("K8SOPS_WRITE_SCHEMAS") is { Length: > 0 } path) File.WriteAllText(path, derived);
        using var stream = typeof(SandboxWorld).Assembly.GetManifestResourceStream("Api/Schemas/built-in.json")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        Assert.Equal(derived, reader.ReadToEnd());
    }

    [Fact]
    public void Every_served_kind_has_a_schema_and_every_type_can_be_read()
    {
        var seen = new HashSet<string>();
        var todo = new Stack<Schema>();
        foreach (var kind in new KindTable().All) todo.Push(BuiltInSchemas.Find(kind.Resource) ?? throw new InvalidDataException($"{kind.Resource.ApiVersion} {kind.Resource.Kind} has no schema."));
        while (todo.TryPop(out var schema))
        {
            if (schema.TypeName is { } name && !seen.Add(name)) continue;
            foreach (var field in schema.Fields.Values) todo.Push(field);
            if (schema.Items is { } items) todo.Push(items);
            if (schema.Values is { } values) todo.Push(values);
        }

        Assert.InRange(seen.Count, 200, 1000);
    }

    [Fact]
    public void Lists_have_the_keys_of_their_type_not_of_their_name()
    {
        Assert.Equal(["containerPort", "protocol"], BuiltInSchemas.Type("core.v1.Container").Fields["ports"].ListKeys);
        Assert.Equal(["port", "protocol"], BuiltInSchemas.Type("core.v1.ServiceSpec").Fields["ports"].ListKeys);
        Assert.Equal("containerPort", BuiltInSchemas.Type("core.v1.Container").Fields["ports"].MergeKey);
        Assert.Equal("port", BuiltInSchemas.Type("core.v1.ServiceSpec").Fields["ports"].MergeKey);
        Assert.Equal(ListType.Atomic, BuiltInSchemas.Type("core.v1.Container").Fields["args"].ListType);
        Assert.Equal(ListType.Set, BuiltInSchemas.ObjectMeta.Fields["finalizers"].ListType);
        Assert.True(BuiltInSchemas.Type("apps.v1.DeploymentSpec").Fields["selector"].IsAtomic);
        Assert.Equal("TCP", (string?)BuiltInSchemas.Type("core.v1.ContainerPort").Fields["protocol"].Default);
    }
}
