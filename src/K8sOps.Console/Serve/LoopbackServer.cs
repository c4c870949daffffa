using System.Net;
using K8sOps.Kubernetes;
using K8sOps.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace K8sOps.Console.Serve;

/// <summary>A world behind Kestrel, on 127.0.0.1 only: each HTTP request becomes one exchange with the world.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly IClusterTransport _world;

    private LoopbackServer(WebApplication web, IClusterTransport world)
    {
        _web = web;
        _world = world;
    }

    /// <summary>Where it listens, such as <c>http://127.0.0.1:40123</c>.</summary>
    public string Address => _web.Urls.First();

    /// <summary>Starts serving.</summary>
    public static async Task<LoopbackServer> StartAsync(SandboxWorld world, int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o =>
        {
            o.Listen(IPAddress.Loopback, port, l => l.Protocols = HttpProtocols.Http1AndHttp2);
            // A slow reader is a test of the client, not an attack on us.
            o.Limits.MinResponseDataRate = null;
            o.Limits.MaxRequestBodySize = 64 * 1024 * 1024;
            o.AddServerHeader = false;
        });
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        var transport = world.CreateTransport();
        var web = builder.Build();
        // The tests of a client that goes silent want silence; kubectl keeps its own connection alive.
        web.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        web.Run(context => ServeAsync(context, transport));
        await web.StartAsync(cancellationToken).ConfigureAwait(false);
        return new LoopbackServer(web, transport);
    }

    /// <summary>Waits until the process is asked to end (SIGINT, SIGTERM) or the token is cancelled.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _web.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync().ConfigureAwait(false);
        await _world.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task ServeAsync(HttpContext context, IClusterTransport world)
    {
        // Nobody's web page may talk to it by a name that it has pointed at this machine.
        if (context.Request.Host.Host is not ("127.0.0.1" or "localhost" or "[::1]"))
        {
            context.Response.StatusCode = 421;
            await context.Response.WriteAsync("This sandbox answers to loopback names only.\n", context.RequestAborted).ConfigureAwait(false);
            return;
        }

        try
        {
            if (context.WebSockets.IsWebSocketRequest)
            {
                await UpgradeAsync(context, world).ConfigureAwait(false);
                return;
            }

            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
            var streaming = context.Request.Query.ContainsKey("watch") || context.Request.Query.ContainsKey("follow");
            var request = RequestOf(context) with
            {
                Body = body.GetBuffer().AsMemory(0, (int)body.Length),
                ContentType = context.Request.ContentType,
                Streaming = streaming,
            };
            var response = await world.SendAsync(request, context.RequestAborted).ConfigureAwait(false);
            await using (response.ConfigureAwait(false)) await AnswerAsync(context, response, streaming).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to answer.
        }
    }

    private static KubeRequest RequestOf(HttpContext context) => new()
    {
        Method = new HttpMethod(context.Request.Method),
        // As it came: the world unescapes it itself.
        PathAndQuery = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
        Accept = context.Request.Headers.Accept.ToString() is { Length: > 0 } accept ? accept : "application/json",
    };

    private static async Task UpgradeAsync(HttpContext context, IClusterTransport world)
    {
        var upgrade = await world.UpgradeAsync(RequestOf(context), [.. context.WebSockets.WebSocketRequestedProtocols], context.RequestAborted).ConfigureAwait(false);
        if (upgrade.Refusal is { } refusal)
        {
            await using (refusal.ConfigureAwait(false)) await AnswerAsync(context, refusal, streaming: false).ConfigureAwait(false);
            return;
        }

        using var far = upgrade.Socket!;
        using var near = await context.WebSockets.AcceptWebSocketAsync(far.SubProtocol).ConfigureAwait(false);
        await SocketBridge.RunAsync(near, far, context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task AnswerAsync(HttpContext context, KubeResponse response, bool streaming)
    {
        context.Response.StatusCode = response.StatusCode;
        foreach (var (name, values) in response.Headers)
        {
            if (!name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)) context.Response.Headers[name] = values.ToArray();
        }

        if (!streaming)
        {
            await response.Body.CopyToAsync(context.Response.Body, 128 * 1024, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        // A watcher sees the response begin before the first event, and each event as it happens.
        await context.Response.StartAsync(context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await response.Body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false)) > 0)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
    }
}
