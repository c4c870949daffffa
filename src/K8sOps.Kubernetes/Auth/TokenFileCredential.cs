using System.Security.Cryptography.X509Certificates;

namespace K8sOps.Kubernetes;

/// <summary>
/// A token in a file that somebody renews. Read again each minute, and after a 401; as in client-go the file wins over a token
/// beside it, which serves while the file cannot be read.
/// </summary>
internal sealed class TokenFileCredential(string? token, string path, X509Certificate2? certificate, TimeProvider clock) : ICredential
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private CredentialValue? _value;
    private long _readAt;

    public ValueTask<CredentialValue> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_value is not null && clock.GetElapsedTime(_readAt) < s_fresh) return ValueTask.FromResult(_value);
            var read = Read();
            // The same token keeps the same value, so that "refused" can tell a new one from an old one.
            if (_value is null || _value.Authorization != read) _value = new CredentialValue(read, certificate);
            _readAt = clock.GetTimestamp();
            return ValueTask.FromResult(_value);
        }
    }

    public bool Refused(CredentialValue refused)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(refused, _value)) return true;
            var read = Read();
            if (read == refused.Authorization) return false;
            _value = new CredentialValue(read, certificate);
            _readAt = clock.GetTimestamp();
            return true;
        }
    }

    private string Read()
    {
        try
        {
            var text = File.ReadAllText(path).Trim();
            if (text.Length > 0) return "Bearer " + text;
            // Somebody may be writing it at this moment.
            if (_value?.Authorization is { } last) return last;
            if (token is not null) return "Bearer " + token;
            throw new KubeCredentialException($"The token file {path} is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (_value?.Authorization is { } last) return last;
            if (token is not null) return "Bearer " + token;
            throw new KubeCredentialException($"The token file {path} cannot be read: {e.Message}", e);
        }
    }
}
