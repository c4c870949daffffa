using System.Text.Json.Nodes;

namespace K8sOps.Ceph;

/// <summary>Reads what <c>ceph</c> wrote: JSON after an empty line, or whatever else came.</summary>
internal static class CephText
{
    private const int Shown = 200;

    /// <summary>The JSON in an output; null when it is none.</summary>
    public static JsonNode? Json(string output)
    {
        var text = output.AsSpan().Trim('\uFEFF').Trim();
        return text.IsEmpty || text[0] is not ('{' or '[') ? null : CephJson.Parse(text.ToString());
    }

    /// <summary>The start of an output, for an error.</summary>
    public static string Start(string output)
    {
        var text = string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length > Shown ? text[..Shown] + "…" : text;
    }

    /// <summary>
    /// What Ceph says went wrong: its line that begins with <c>Error</c> (without the list of closest matches before it), or else the
    /// last line that is no line of its log.
    /// </summary>
    public static string Reason(string error, string output)
    {
        var lines = (error + "\n" + output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var line = lines.LastOrDefault(l => l.StartsWith("Error ", StringComparison.Ordinal)) ?? lines.LastOrDefault(l => !IsLog(l)) ?? lines.LastOrDefault() ?? "it said nothing";
        // A "closest matches" answer names the line before: which word it did not know.
        if (line == "Error EINVAL: invalid command" && lines.FirstOrDefault(l => l.StartsWith("Invalid command:", StringComparison.Ordinal)) is { } why) line = why;
        return line.Length > 500 ? line[..500] + "…" : line;
    }

    /// <summary>Whether the program ended because no monitor answered it.</summary>
    public static bool IsUnreachable(int exitCode, string error)
        => exitCode is not 0 && (error.Contains("(error connecting to the cluster)", StringComparison.Ordinal)
            || error.Contains("Error initializing cluster client", StringComparison.Ordinal)
            || error.Split('\n').Any(l => l.Trim() == "timed out"));

    // 2026-11-21T03:59:46.561+0000 7fbdc27fc6c0 -1 monclient(hunting): …
    private static bool IsLog(string line) => line.Length > 24 && char.IsAsciiDigit(line[0]) && line[4] == '-' && line[10] == 'T';
}
