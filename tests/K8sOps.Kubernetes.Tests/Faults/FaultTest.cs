using System.Diagnostics;

namespace K8sOps.Kubernetes.Tests;

/// <summary>Runs a verb against a faulty server and holds it to what is true of every fault.</summary>
public abstract class FaultTest : IDisposable
{
    // In real time; the longest of the client's own limits are some minutes on the hasty clock, which are seconds.
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    internal TempFolder Folder { get; } = new();

    private protected virtual int Speed => 1000;

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    internal KubeClient Client(int port, string? cluster = null, string user = $"{{token: {Canaries.Token}}}", bool isSilent = false, HastyClock? clock = null)
    {
        var path = Folder.Write(Guid.NewGuid().ToString("N"), $"clusters: [{{name: c, cluster: {{{cluster ?? $"server: 'http://127.0.0.1:{port}'"}}}}}]\nusers: [{{name: u, user: {user}}}]\ncontexts: [{{name: k, context: {{cluster: c, user: u}}}}]");
        clock ??= new HastyClock(Speed);
        // In real time half a second where the server is to be silent; else so long that a busy machine is not taken for that.
        return new KubeClient(KubeConfig.Load(new() { HomeFolder = Folder.Root, ExplicitPath = path }).CreateTransport("k", clock), new() { Clock = clock, RequestTimeout = TimeSpan.FromSeconds(Speed * (isSilent ? 1 : 10)) });
    }

    internal KubeClient SecureClient(int port, bool isSilent = false, HastyClock? clock = null, string user = $"{{token: {Canaries.Token}}}")
        => Client(port, $"server: 'https://localhost:{port}', certificate-authority-data: {TransportTest.AuthorityData}", user, isSilent, clock);

    /// <summary>What came of it: "ok", or the failure as the tables name it. A secret in a text, or an untyped error, fails the test here.</summary>
    internal static Task<(string Outcome, Exception? Error)> OutcomeAsync(Verb verb, KubeClient client, params string[] secrets)
        => OutcomeAsync(verb, client, _ => false, secrets, default);

    /// <summary>The same; and "quiet" when <paramref name="stop"/> ended it, "text" when it came to what <paramref name="isText"/> knows.</summary>
    internal static async Task<(string Outcome, Exception? Error)> OutcomeAsync(Verb verb, KubeClient client, Func<string, bool> isText, string[] secrets, CancellationToken stop)
    {
        using var observed = new Observed();
        var watch = Stopwatch.StartNew();
        Exception? error = null;
        var outcome = "ok";
        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
            end.CancelAfter(s_bound);
            var came = await verb.RunAsync(client, end.Token);
            if (isText(came)) outcome = "text";
            else Assert.Equal(verb.Expected, came);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            outcome = "quiet";
        }
        catch (KubeException e)
        {
            error = e;
        }

        Assert.True(watch.Elapsed < s_bound, $"took {watch.Elapsed}");
        Canaries.AreNowhereIn(error, observed, secrets);
        if (error is not null) Assert.True(error.Message.Length is > 10 and < 600, error.Message);
        return (error switch
        {
            null => outcome,
            KubeApiException api => api.StatusCode.ToString(System.Globalization.CultureInfo.InvariantCulture),
            KubeConnectionException connection => connection.Failure.ToString(),
            KubeWaitTimeoutException => "late",
            _ => error.GetType().Name,
        }, error);
    }
}
