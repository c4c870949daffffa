namespace K8sOps.Sandbox.Tests.Api;

public sealed class JsonBodyTests
{
    [Theory]
    [InlineData("""{"metadata":{"name":"m"},"data":{"a":"\ud800"}}""")]
    [InlineData("""{"metadata":{"name":"m"},"data":{"\udc00":"a"}}""")]
    [InlineData("""{"metadata":{"name":"m"},"data":{"a":"1"}} and more""")]
    public async Task JSON_that_nobody_can_read_is_a_400_and_makes_nothing(string body)
    {
        using var api = new ApiOfWorld();
        var (code, status) = await api.Send("POST", "/api/v1/namespaces/default/configmaps", body);
        Assert.Equal((400, "BadRequest"), (code, (string?)status["reason"]));
        Assert.StartsWith("the object provided is unrecognized (must be of type json): ", (string?)status["message"], StringComparison.Ordinal);
        Assert.Equal(0, api.World.WriteCount);
    }
}
