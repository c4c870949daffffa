namespace K8sOps.Flux.Checks;

/// <summary>The controllers' words, as they fit in a message.</summary>
internal static class FluxWords
{
    private const int Longest = 300;
    private const int Hash = 8;

    /// <summary><c>HealthCheckFailed: timeout waiting for: [Deployment/media/sonarr status: 'InProgress']</c>.</summary>
    public static string Of(FluxVerdict verdict) => (verdict.Reason, verdict.Message) switch
    {
        (null, null) => "its status does not say why",
        (null, { } message) => Short(message),
        ({ } reason, null or "") => reason,
        ({ } reason, { } message) => $"{reason}: {Short(message)}",
    };

    /// <summary>One line, cut where it is very long: the whole stands in the evidence.</summary>
    public static string Short(string text)
    {
        var line = string.Join(" ", text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return line.Length <= Longest ? line : line[..Longest] + "…";
    }

    /// <summary>What did not fit.</summary>
    public static IReadOnlyList<string> Whole(params ReadOnlySpan<string?> texts)
    {
        var lines = new List<string>();
        foreach (var text in texts)
        {
            if (text is { Length: > 0 } && (text.Length > Longest || text.Contains('\n', StringComparison.Ordinal))) lines.AddRange(text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }

        return lines;
    }

    /// <summary>A revision with its hash cut, as <c>flux</c> shows it: <c>main@sha1:6e7be1a2</c>.</summary>
    public static string Revision(string revision)
    {
        var colon = revision.LastIndexOf(':');
        return colon > 0 && revision.Length - colon - 1 > Hash && revision[(colon + 1)..].All(char.IsAsciiHexDigit) ? revision[..(colon + 1 + Hash)] : revision;
    }
}
