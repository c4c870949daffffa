using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace K8sOps.Kubernetes;

/// <summary>Runs a credential plugin: an argument vector, never a shell; its stdout is parsed and never shown, for it is the secret.</summary>
internal sealed class ExecPlugin(ExecSettings exec, ServerSettings server, bool isInteractive, TimeSpan? limit = null)
{
    /// <summary>Long enough for a person at a browser.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(3);

    private readonly TimeSpan _limit = limit ?? s_longest;

    public async Task<(CredentialValue Value, DateTimeOffset? Expires)> RunAsync(CancellationToken cancellationToken)
    {
        var withTerminal = isInteractive && exec.InteractiveMode != "Never";
        if (exec.InteractiveMode == "Always" && !withTerminal)
        {
            throw new KubeCredentialException($"The credential plugin '{exec.Command}' needs a terminal (interactiveMode Always), and there is none here.");
        }

        var (exitCode, output, errors) = await StartAsync(withTerminal, cancellationToken).ConfigureAwait(false);
        if (exitCode != 0)
        {
            throw new KubeCredentialException($"The credential plugin '{exec.Command}' failed with exit code {exitCode}{Said(errors)}") { Hint = exec.InstallHint };
        }

        if (errors.Trim().Length > 0) KubeObserver.Current?.Decided($"credential plugin {exec.Command}: {errors.Trim()}");
        return Parse(output);
    }

    private async Task<(int ExitCode, string Output, string Errors)> StartAsync(bool withTerminal, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(exec.Command) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = !withTerminal, UseShellExecute = false };
        foreach (var argument in exec.Arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in exec.Environment) start.Environment[name] = value;
        start.Environment["KUBERNETES_EXEC_INFO"] = Info(withTerminal);
        KubeObserver.Current?.Decided($"Asking the credential plugin {exec.Command}");
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new KubeCredentialException($"The credential plugin '{exec.Command}' cannot be started: {e.Message}", e) { Hint = exec.InstallHint };
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(_limit);
        try
        {
            if (!withTerminal) process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(ending.Token);
            var errors = process.StandardError.ReadToEndAsync(ending.Token);
            await process.WaitForExitAsync(ending.Token).ConfigureAwait(false);
            return (process.ExitCode, await output.ConfigureAwait(false), await errors.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new KubeCredentialException($"The credential plugin '{exec.Command}' did not answer within {_limit.TotalSeconds:0} s and was ended.");
        }
    }

    private string Info(bool withTerminal)
    {
        var spec = new JsonObject { ["interactive"] = withTerminal };
        if (exec.ProvideClusterInfo)
        {
            var cluster = new JsonObject { ["server"] = server.Address };
            if (server.TlsServerName is not null) cluster["tls-server-name"] = server.TlsServerName;
            if (server.SkipVerification) cluster["insecure-skip-tls-verify"] = true;
            if (server.AuthorityBytes is not null) cluster["certificate-authority-data"] = Convert.ToBase64String(server.AuthorityBytes);
            if (server.ProxyText is not null) cluster["proxy-url"] = server.ProxyText;
            if (server.DisableCompression) cluster["disable-compression"] = true;
            if (server.ExecExtension is not null) cluster["config"] = server.ExecExtension.DeepClone();
            spec["cluster"] = cluster;
        }

        return new JsonObject { ["apiVersion"] = exec.ApiVersion, ["kind"] = "ExecCredential", ["spec"] = spec }.ToJsonString();
    }

    private (CredentialValue Value, DateTimeOffset? Expires) Parse(string output)
    {
        JsonObject? answer;
        try
        {
            answer = JsonNode.Parse(output) as JsonObject;
        }
        catch (JsonException)
        {
            // The exception could quote what it could not read, and that may be a token.
            answer = null;
        }

        if (answer is null) throw new KubeCredentialException($"The credential plugin '{exec.Command}' answered something that is no ExecCredential.");
        var version = KubeConfigEntry.Text(answer, "apiVersion");
        if (version != exec.ApiVersion) throw new KubeCredentialException($"The credential plugin '{exec.Command}' answered in {version ?? "no apiVersion"}, and was asked in {exec.ApiVersion}.");
        var status = answer["status"] as JsonObject ?? throw new KubeCredentialException($"The credential plugin '{exec.Command}' answered without a status.");
        var token = KubeConfigEntry.Text(status, "token");
        var certificate = KubeConfigEntry.Text(status, "clientCertificateData");
        var key = KubeConfigEntry.Text(status, "clientKeyData");
        if (certificate is null != (key is null)) throw new KubeCredentialException($"The credential plugin '{exec.Command}' answered a certificate and no key, or a key and no certificate.");
        if (token is null && certificate is null) throw new KubeCredentialException($"The credential plugin '{exec.Command}' answered neither a token nor a certificate.");
        DateTimeOffset? expires = null;
        if (KubeConfigEntry.Text(status, "expirationTimestamp") is { } text)
        {
            expires = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? at
                : throw new KubeCredentialException($"The credential plugin '{exec.Command}' answered an expirationTimestamp that is no time.");
        }

        try
        {
            return (new CredentialValue(token is null ? null : "Bearer " + token, certificate is null ? null : UserSettings.PemPair(certificate, key!)), expires);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new KubeCredentialException($"The credential plugin '{exec.Command}' answered a certificate and key that cannot be used together.");
        }
    }

    private static string Said(string errors)
    {
        var text = errors.Trim();
        return text.Length == 0 ? "." : ": " + (text.Length > 300 ? text[..300] + "…" : text);
    }
}
