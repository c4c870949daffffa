using System.Collections;
using System.Collections.Specialized;
using K8sOps.Kube;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Resources;

public class ObjectTreeTests
{
    [Theory]
    [InlineData("""{"a":1,"A":2,"list":[{"x":"y"},null,[1,2]],"empty":{},"none":[],"text":"zeile\n","yes":true,"nothing":null}""")]
    [InlineData("""{"whole":9223372036854775807,"exact":1.10,"small":-0.5,"one":1.0}""")]
    [InlineData("{}")]
    public void What_goes_in_unchanged_comes_out_unchanged(string json)
    {
        var node = Sample.Parse(json);
        Assert.Equal(node.ToJsonString(), ObjectTree.ToJson(ObjectTree.From(node))!.ToJsonString());
    }

    [Fact]
    public void Fields_are_reached_by_key_in_their_own_case()
    {
        var tree = ObjectTree.From(Sample.Parse("""{"spec":{"replicas":3,"Replicas":4}}"""));
        Assert.Equal((3L, 4L), (((IDictionary)tree["spec"]!)["replicas"], ((IDictionary)tree["spec"]!)["Replicas"]));
    }

    [Fact]
    public void Times_that_a_script_made_of_texts_are_texts_again()
        => Assert.Equal("""{"at":"2026-01-15T03:00:00Z"}""", ObjectTree.ToJson(new OrderedDictionary { ["at"] = new DateTime(2026, 1, 15, 3, 0, 0, DateTimeKind.Utc) })!.ToJsonString());

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_number_that_JSON_cannot_hold_is_refused(double number)
        => Assert.Equal("InvalidManifest", Assert.Throws<OperationException>(() => ObjectTree.ToJson(new Hashtable { ["x"] = number })).Id);

    [Fact]
    public void What_contains_itself_is_refused_and_does_not_run_for_ever()
    {
        var map = new Hashtable();
        map["self"] = map;
        Assert.Equal("InvalidManifest", Assert.Throws<OperationException>(() => ObjectTree.ToJson(map)).Id);
    }

    [Fact]
    public void What_is_no_data_is_refused() => Assert.Equal("InvalidManifest", Assert.Throws<OperationException>(() => ObjectTree.ToJson(new Hashtable { ["x"] = new Version(1, 0) })).Id);
}
