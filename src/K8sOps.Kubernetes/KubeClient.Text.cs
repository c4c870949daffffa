using System.Text;

namespace K8sOps.Kubernetes;

/// <content>What is not an object: <c>/readyz</c>, <c>/version</c>, whether an API group is served.</content>
public sealed partial class KubeClient
{
    private const int MaximumText = 1 << 20;

    /// <summary>GET of any path as text. No status code throws, and nothing is tried again: the answer is what is being looked at.</summary>
    /// <param name="pathAndQuery">The path from the server's root, such as <c>/readyz?verbose</c>.</param>
    /// <param name="cancellationToken">Ends the wait; the caller sets the time limit.</param>
    /// <exception cref="KubeConnectionException">The server was not reached, or its answer broke off.</exception>
    /// <exception cref="KubeCredentialException">The kubeconfig's credential could not be obtained.</exception>
    public async Task<KubeText> GetTextAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        var request = new KubeRequest { Method = HttpMethod.Get, PathAndQuery = pathAndQuery, Accept = "application/json, */*" };
        var started = _options.Clock.GetTimestamp();
        try
        {
            var response = await _transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
            await using var owned = response.ConfigureAwait(false);
            var buffer = new MemoryStream();
            var chunk = new byte[8192];
            int read;
            while (buffer.Length < MaximumText && (read = await response.Body.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0) buffer.Write(chunk, 0, read);
            KubeObserver.Current?.Requested("GET", pathAndQuery, response.StatusCode, _options.Clock.GetElapsedTime(started));
            return new KubeText(response.StatusCode, Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)Math.Min(buffer.Length, MaximumText)));
        }
        catch (IOException e)
        {
            KubeObserver.Current?.Requested("GET", pathAndQuery, 0, _options.Clock.GetElapsedTime(started));
            throw new KubeConnectionException($"The answer to GET {pathAndQuery} broke off: {e.Message}", KubeConnectionFailure.Interrupted, e);
        }
    }
}
