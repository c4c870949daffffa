using System.Collections.Concurrent;
using System.Text;

namespace K8sOps.Kubernetes;

/// <summary>
/// A credential that a plugin hands out (<c>client.authentication.k8s.io</c> v1 and v1beta1). One for each plugin and cluster in
/// the process, however many clients use it; the plugin runs once at a time, and again when its credential has expired or was refused.
/// </summary>
#pragma warning disable CA1001 // Lives as long as the process; a semaphore whose wait handle nobody asks for holds nothing to dispose.
internal sealed class ExecCredential : ICredential
#pragma warning restore CA1001
{
    private static readonly ConcurrentDictionary<string, ExecCredential> s_all = new(StringComparer.Ordinal);
    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(10);
    private readonly ExecPlugin _plugin;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _one = new(1, 1);
    private CredentialValue? _value;
    private DateTimeOffset? _expires;
    private DateTimeOffset _obtained;

    internal ExecCredential(ExecPlugin plugin, TimeProvider clock)
    {
        _plugin = plugin;
        _clock = clock;
    }

    /// <summary>The process's one credential of this plugin and cluster.</summary>
    public static ExecCredential For(ExecSettings exec, ServerSettings server, bool isInteractive, TimeProvider clock)
        => s_all.GetOrAdd(Key(exec, server), _ => new ExecCredential(new ExecPlugin(exec, server, isInteractive), clock));

    public async ValueTask<CredentialValue> GetAsync(CancellationToken cancellationToken)
    {
        if (Current() is { } current) return current;
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Another request may have asked while this one waited.
            if (Current() is { } meanwhile) return meanwhile;
            var (value, expires) = await _plugin.RunAsync(cancellationToken).ConfigureAwait(false);
            _expires = expires;
            _obtained = _clock.GetUtcNow();
            _value = value;
            return value;
        }
        finally
        {
            _one.Release();
        }
    }

    public bool Refused(CredentialValue refused)
    {
        // Only the one that was refused is thrown away: another request may have a new one already.
        Interlocked.CompareExchange(ref _value, null, refused);
        return true;
    }

    // One that had expired when it was handed out (clocks differ) is used for a moment all the same: the server says whether it is good.
    private CredentialValue? Current()
    {
        var now = _clock.GetUtcNow();
        return _value is { } value && (_expires is not { } expires || now < expires || (now - _obtained).Duration() < s_moment) ? value : null;
    }

    private static string Key(ExecSettings exec, ServerSettings server)
    {
        var key = new StringBuilder(server.Address).Append('\n').Append(exec.ApiVersion).Append('\n').Append(exec.Command);
        foreach (var a in exec.Arguments) key.Append('\n').Append(a.Length).Append(':').Append(a);
        foreach (var (n, v) in exec.Environment) key.Append("\n$").Append(n).Append('=').Append(v);
        return key.ToString();
    }
}
