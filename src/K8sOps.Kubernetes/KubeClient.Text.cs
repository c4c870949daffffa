using System.Text;

namespace K8sOps.Kubernetes;

/// <content>What is not an object, such as <c>/readyz</c>.</content>
public sealed partial class KubeClient
{
    private const int MaximumText = 1 << 20;

    /// <summary>GET of any path as text. No status code throws, and nothing is tried again: the answer is what is being looked at.</summary>
    /// <param name="pathAndQuery">The path from the server's root, such as <c>/readyz?verbose</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="KubeConnectionException">The server was not reached, fell silent, or its answer broke off.</exception>
    /// <exception cref="KubeCredentialException">The kubeconfig's credential could not be obtained.</exception>
    public async Task<KubeText> GetTextAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        var request = new KubeRequest { Method = HttpMethod.Get, PathAndQuery = pathAndQuery, Accept = "application/json, */*" };
        var response = await _sender.ExchangeAsync(request, cancellationToken).ConfigureAwait(false);
        await using (response.ConfigureAwait(false))
        {
            var buffer = new MemoryStream();
            var chunk = new byte[8192];
            int read;
            while (buffer.Length < MaximumText && (read = await response.Body.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0) buffer.Write(chunk, 0, read);
            return new KubeText(response.StatusCode, Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)Math.Min(buffer.Length, MaximumText)));
        }
    }
}
