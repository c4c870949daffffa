using K8sOps.Console.Serve;

namespace K8sOps.Console.Tests.Serve;

public sealed class ServeTests(ServedWorld world) : IClassFixture<ServedWorld>
{
    [Theory]
    [InlineData("--port")]
    [InlineData("--port", "65536")]
    [InlineData("--speed", "0")]
    [InlineData("--pods", "many")]
    [InlineData("--world", "Ünknown")]
    [InlineData("--colour", "red")]
    public async Task A_wrong_option_is_told_with_the_usage(params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        Assert.Equal(2, await ServeCommand.RunAsync(args, output, errors, CancellationToken.None));
        Assert.Contains("Usage: k8sops serve", errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    [Fact]
    public async Task A_foreign_host_is_refused()
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, world.Address + "/version");
        request.Headers.Host = "evil.example";
        using var response = await client.SendAsync(request);
        Assert.Equal(421, (int)response.StatusCode);
    }

    [Fact]
    public async Task The_kubeconfig_is_for_its_owner_only_and_serving_ends_on_cancellation()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "config");
            using var stop = new CancellationTokenSource();
            using var output = new StringWriter();
            using var errors = new StringWriter();
            var serving = ServeCommand.RunAsync(["--kubeconfig", path], output, errors, stop.Token);
            for (var i = 0; i < 200 && !File.Exists(path); i++) await Task.Delay(25);
            Assert.Contains("server: http://127.0.0.1:", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            await stop.CancelAsync();
            Assert.Equal(0, await serving.WaitAsync(TimeSpan.FromSeconds(10)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
