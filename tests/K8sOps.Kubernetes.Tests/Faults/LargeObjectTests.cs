using System.Text;

namespace K8sOps.Kubernetes.Tests;

/// <summary>An object of 50 MB, which no real one is: it is read, or ends typed, and is never half an object.</summary>
public sealed class LargeObjectTests : ClientTest
{
    private static readonly string s_data = new('x', 50_000_000);

    private static string Large => $$"""{"metadata":{"name":"a","namespace":"n","uid":"u","resourceVersion":"1"},"data":"{{s_data}}"}""";

    [Fact]
    public async Task It_is_read_whole_alone_and_in_a_list()
    {
        Transport.AnswerStream(new SlowStream(Encoding.UTF8.GetBytes(Large), 1 << 20));
        Assert.Equal(s_data.Length, ((string)(await Client.GetAsync(KubeResources.Pods, "n", "a", default))["data"]!).Length);
        Transport.AnswerStream(new SlowStream(Encoding.UTF8.GetBytes(List("9", null, Large, Pod("b"))), 1 << 20));
        Assert.Equal(["a", "b"], await NamesAsync());
    }

    [Fact]
    public async Task Half_of_it_is_no_object()
    {
        var half = Encoding.UTF8.GetBytes(Large)[..25_000_000];
        Transport.AnswerStream(new SlowStream(half, 1 << 20));
        Assert.Equal(KubeConnectionFailure.Malformed, (await Assert.ThrowsAsync<KubeConnectionException>(() => Client.GetAsync(KubeResources.Pods, "n", "a", default))).Failure);
    }
}
