using System.Globalization;
using System.Text;
using System.Text.Json;

namespace K8sOps.Kubernetes;

/// <summary>Makes exceptions of answers.</summary>
internal static class KubeErrors
{
    private const int KeptText = 300;

    public static KubeConnectionException Malformed(string what, Exception? inner = null)
        => new($"The server's answer cannot be read: {what}.", KubeConnectionFailure.Malformed, inner);

    /// <summary>The exception for an answer that is not 2xx; <paramref name="body"/> is all of it, or its beginning.</summary>
    public static KubeApiException FromResponse(KubeRequest request, KubeResponse response, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var path = request.PathAndQuery.Split('?', 2)[0];
        var asked = $"{request.Method.Method} {path}";
        return FromStatus(asked, response.StatusCode, body, RetryAfter(response.Header("Retry-After"), now))
            ?? WithoutStatus(asked, path, response, body, RetryAfter(response.Header("Retry-After"), now));
    }

    /// <summary>The exception for an answer that is not 2xx and whose text did not come to its end.</summary>
    public static KubeApiException FromBrokenResponse(KubeRequest request, KubeResponse response, DateTimeOffset now)
    {
        var path = request.PathAndQuery.Split('?', 2)[0];
        var asked = $"{request.Method.Method} {path}";
        var reason = ReasonOf(response.StatusCode);
        return new($"{asked} was answered with {response.StatusCode} {reason}; why was not to be read.", response.StatusCode, reason)
        {
            RetryAfter = RetryAfter(response.Header("Retry-After"), now),
            Request = asked,
        };
    }

    /// <summary>The exception for a <c>Status</c> object, or null when <paramref name="json"/> is none.</summary>
    public static KubeApiException? FromStatus(string asked, int statusCode, ReadOnlySpan<byte> json, TimeSpan? retryAfter = null)
    {
        Wire.StatusWire? status;
        try
        {
            status = json.TrimStart(" \t\r\n"u8).StartsWith("{"u8) ? JsonSerializer.Deserialize(json, KubeJsonContext.Default.StatusWire) : null;
        }
        catch (JsonException)
        {
            return null; // Not a Status: the caller says what the code says.
        }

        if (status is not { Kind: "Status" }) return null;
        var code = statusCode > 0 ? statusCode : status.Code ?? 500;
        var reason = string.IsNullOrEmpty(status.Reason) ? ReasonOf(code) : status.Reason;
        var message = string.IsNullOrEmpty(status.Message) ? $"{asked} was answered with {code} {reason}." : status.Message;
        var details = status.Details;
        return new KubeApiException(message, code, reason)
        {
            HasStatus = true,
            Kind = NullIfEmpty(details?.Kind),
            Group = NullIfEmpty(details?.Group),
            Name = NullIfEmpty(details?.Name),
            Causes = [.. (details?.Causes ?? []).Select(c => new KubeStatusCause(c.Reason, c.Message, c.Field))],
            RetryAfter = retryAfter ?? (details?.RetryAfterSeconds is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null),
            Continue = NullIfEmpty(status.Metadata?.Continue),
            Request = asked,
        };
    }

    /// <summary>The wait that <c>Retry-After</c> asks for, in seconds or as a date; null when it is absent or unreadable.</summary>
    public static TimeSpan? RetryAfter(string? header, DateTimeOffset now)
    {
        if (int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return TimeSpan.FromSeconds(seconds);
        if (!DateTimeOffset.TryParseExact(header, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var when)) return null;
        return when > now ? when - now : TimeSpan.Zero;
    }

    private static KubeApiException WithoutStatus(string asked, string path, KubeResponse response, ReadOnlySpan<byte> body, TimeSpan? retryAfter)
    {
        var code = response.StatusCode;
        var text = Shorten(Encoding.UTF8.GetString(body[..Math.Min(body.Length, KeptText * 4)]));
        var message = code == 404 && ServedAt(path) is { } api
            ? $"The cluster does not serve {api}: its CRD or API server is not installed, or the version is another ({asked})."
            : $"{asked} was answered with {code} {ReasonOf(code)}, and not by a Kubernetes API server: {(text.Length == 0 ? "no text" : text)}";
        return new KubeApiException(message, code, ReasonOf(code)) { Group = GroupOf(path), RetryAfter = retryAfter, Request = asked };
    }

    // "/apis/g/v/namespaces/n/plural/x" → "plural.g/v".
    private static string? ServedAt(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (group, version, rest) = parts switch
        {
            ["apis", var g, var v, .. var r] => (g, v, r),
            ["api", var v, .. var r] => ("", v, r),
            _ => (null, null, []),
        };
        if (group is null) return null;
        var plural = rest is ["namespaces", _, var p, ..] ? p : rest is [var first, ..] ? first : "";
        return (plural, group) switch
        {
            ("", "") => version,
            ("", _) => $"{group}/{version}",
            (_, "") => $"{plural} ({version})",
            _ => $"{plural}.{group} ({version})",
        };
    }

    private static string? GroupOf(string path)
        => path.Split('/', StringSplitOptions.RemoveEmptyEntries) is ["apis", var group, ..] ? group : null;

    private static string ReasonOf(int code) => code switch
    {
        400 => "BadRequest",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        409 => "Conflict",
        410 => "Gone",
        413 => "RequestEntityTooLarge",
        415 => "UnsupportedMediaType",
        422 => "Invalid",
        429 => "TooManyRequests",
        500 => "InternalError",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "Timeout",
        _ => "Unknown",
    };

    /// <summary>Foreign text as one line of bearable length, without what a terminal would take for a command.</summary>
    public static string Shorten(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        line = string.Concat(line.Where(c => !char.IsControl(c)));
        return line.Length <= KeptText ? line : line[..KeptText] + "…";
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
