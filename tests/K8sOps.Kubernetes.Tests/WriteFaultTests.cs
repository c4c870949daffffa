using System.Text;

namespace K8sOps.Kubernetes.Tests;

/// <summary>Writes whose answer does not come as an API server sends it: none of them is reported as done.</summary>
public sealed class WriteFaultTests : ClientTest
{
    private static readonly Dictionary<string, Func<KubeClient, Task>> s_writes = new()
    {
        ["create"] = c => c.CreateAsync(KubeResources.Pods, "n", [], WriteOptions.Default, default),
        ["apply"] = c => c.ApplyAsync(KubeResources.Pods, "n", "x", [], WriteOptions.Default, default),
        ["patch"] = c => c.MergePatchAsync(KubeResources.Pods, "n", "x", [], WriteOptions.Default, default),
        ["delete"] = c => c.DeleteAsync(KubeResources.Pods, "n", "x", new(), default),
        ["evict"] = c => c.EvictAsync("n", "x", new(), default),
    };

    public static TheoryData<string, string> Unreadable()
    {
        var data = new TheoryData<string, string>();
        foreach (var write in s_writes.Keys)
        {
            foreach (var answer in new[] { "<html>Sign in</html>", "", "null", "[]", "{\"metadata\":{\"na", "{}", """{"kind":"Pod","kind":"Pod","metadata":{} }""", "{\"login\":\"https://proxy\"}", """{"kind":"Status","metadata":{},"status":"Failure"}""" }) data.Add(write, answer);
        }

        return data;
    }

    public static TheoryData<string> Writes() => [.. s_writes.Keys];

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task An_answer_with_200_that_is_none_of_an_API_server_is_no_success(string write, string answer)
    {
        Transport.Answer(200, answer, answer.StartsWith('<') ? "text/html" : "application/json");
        var error = await Assert.ThrowsAsync<KubeConnectionException>(() => s_writes[write](Client));
        Assert.Equal(KubeConnectionFailure.Malformed, error.Failure);
        Assert.Single(Transport.Requests);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_connection_that_breaks_before_or_within_the_answer_leaves_the_outcome_open(string write)
    {
        Transport.Fail(KubeConnectionFailure.Interrupted).AnswerStream(new SlowStream(Encoding.UTF8.GetBytes("{\"metadata\":"), 5, SlowStream.Ending.Broken));
        for (var sent = 1; sent <= 2; sent++)
        {
            var error = await Assert.ThrowsAsync<KubeConnectionException>(() => s_writes[write](Client));
            Assert.Equal(KubeConnectionFailure.Interrupted, error.Failure);
            Assert.Equal(sent, Transport.Requests.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_server_that_was_not_reached_is_said_so_and_not_asked_again(string write)
    {
        Transport.Fail(KubeConnectionFailure.Unreachable);
        Assert.Equal(KubeConnectionFailure.Unreachable, (await Assert.ThrowsAsync<KubeConnectionException>(() => s_writes[write](Client))).Failure);
        Assert.Single(Transport.Requests);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_status_of_success_and_the_object_itself_are_success(string write)
    {
        Transport.Answer(201, """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success"}""").Answer(200, Pod("x"));
        await s_writes[write](Client);
        await s_writes[write](Client);
        Assert.Equal(2, Transport.Requests.Count);
    }
}
