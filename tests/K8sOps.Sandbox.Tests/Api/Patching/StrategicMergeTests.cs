using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Tests.Api.Patching;

public sealed class StrategicMergeTests
{
    [Theory]
    [InlineData("containers merge by name", """{"containers":[{"name":"a","image":"1"},{"name":"b","image":"1"}]}""", """{"containers":[{"name":"b","image":"2"},{"name":"c"}]}""", """{"containers":[{"name":"a","image":"1"},{"name":"b","image":"2"},{"name":"c"}]}""")]
    [InlineData("an element is deleted by its key", """{"containers":[{"name":"a"},{"name":"b"}]}""", """{"containers":[{"name":"a","$patch":"delete"}]}""", """{"containers":[{"name":"b"}]}""")]
    [InlineData("a list is replaced on demand", """{"containers":[{"name":"a"}]}""", """{"containers":[{"name":"b"},{"$patch":"replace"}]}""", """{"containers":[{"name":"b"}]}""")]
    [InlineData("atomic lists are replaced", """{"tolerations":[{"key":"a"}]}""", """{"tolerations":[{"key":"b"}]}""", """{"tolerations":[{"key":"b"}]}""")]
    [InlineData("ports merge by their type's key", """{"containers":[{"name":"a","ports":[{"containerPort":1,"name":"x"}]}]}""", """{"containers":[{"name":"a","ports":[{"containerPort":1,"hostPort":2}]}]}""", """{"containers":[{"name":"a","ports":[{"containerPort":1,"name":"x","hostPort":2}]}]}""")]
    [InlineData("order is set and strangers keep their place", """{"containers":[{"name":"x"},{"name":"a"},{"name":"b"}]}""", """{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}]}""", """{"containers":[{"name":"x"},{"name":"b"},{"name":"a"}]}""")]
    [InlineData("a volume changes its source", """{"volumes":[{"name":"v","emptyDir":{}}]}""", """{"volumes":[{"name":"v","$retainKeys":["name","hostPath"],"hostPath":{"path":"/"}}]}""", """{"volumes":[{"name":"v","hostPath":{"path":"/"}}]}""")]
    [InlineData("a map is replaced on demand", """{"nodeSelector":{"a":"1"}}""", """{"nodeSelector":{"$patch":"replace","b":"2"}}""", """{"nodeSelector":{"b":"2"}}""")]
    [InlineData("a null takes a field away", """{"nodeSelector":{"a":"1","b":"2"}}""", """{"nodeSelector":{"a":null}}""", """{"nodeSelector":{"b":"2"}}""")]
    public void It_merges_as_the_pods_type_says(string what, string target, string patch, string expected)
    {
        Assert.NotEmpty(what);
        var result = StrategicMergePatch.Apply(Parse(target), Parse(patch), BuiltInSchemas.Type("core.v1.PodSpec"));
        Assert.Equal(expected, result.ToJsonString());
    }

    [Fact]
    public void Finalizers_are_a_set_that_values_are_taken_from_by_name()
    {
        var target = Parse("""{"finalizers":["a","b"]}""");
        Assert.Equal("""{"finalizers":["b","c"]}""", StrategicMergePatch.Apply(target, Parse("""{"$deleteFromPrimitiveList/finalizers":["a"],"finalizers":["b","c"]}"""), BuiltInSchemas.ObjectMeta).ToJsonString());
    }

    [Fact]
    public void An_element_without_its_key_is_refused()
    {
        var error = Assert.Throws<ApiException>(() => StrategicMergePatch.Apply(Parse("{}"), Parse("""{"containers":[{"image":"x"}]}"""), BuiltInSchemas.Type("core.v1.PodSpec")));
        Assert.Equal((500, "map: map[image:x] does not contain declared merge key: name"), (error.Code, error.Message));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
