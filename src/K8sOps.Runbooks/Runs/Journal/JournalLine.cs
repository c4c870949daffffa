using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace K8sOps.Runbooks.Runs;

/// <summary>
/// A line of a journal: <c>{"prev":"…","event":"…",…,"hash":"…"}</c>. The hash is SHA-256 over all that stands before <c>,"hash":</c>, and
/// <c>prev</c> is the hash of the line before, so a line proves itself and all that stands above it.
/// </summary>
internal static class JournalLine
{
    /// <summary>What stands as <c>prev</c> in the first line.</summary>
    public static readonly string Origin = new('0', 64);

    private const string HashStart = ",\"hash\":\"";

    private const string HashEnd = "\"}";

    private static readonly int s_sealLength = HashStart.Length + 64 + HashEnd.Length;

    private static readonly JsonSerializerOptions s_options = Options(RunSecrets.None);

    /// <summary>How the lines of a run with those secrets are written.</summary>
    public static JsonSerializerOptions Options(RunSecrets secrets) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        AllowOutOfOrderMetadataProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(), new PlainTextConverter(secrets), new ArgumentValueConverter(secrets), new ArgumentsConverter<object>(), new ArgumentsConverter<string>() },
    };

    /// <summary>The line for an event, without its newline, and its hash.</summary>
    public static (byte[] Line, string Hash) Write(RunEvent e, string previous, JsonSerializerOptions options)
    {
        var json = JsonSerializer.Serialize(e, options);
        var body = $"{{\"prev\":\"{previous}\",{json.AsSpan(1, json.Length - 2)}";
        var bytes = Encoding.UTF8.GetBytes(body);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return ([.. bytes, .. Encoding.ASCII.GetBytes($"{HashStart}{hash}{HashEnd}")], hash);
    }

    /// <summary>The hash that a line proves itself with, and the one of the line before; null when it does not.</summary>
    public static (string Hash, string Previous)? Prove(ReadOnlySpan<byte> line)
    {
        const string before = "{\"prev\":\"";
        if (line.Length < before.Length + 64 + s_sealLength) return null;
        var seal = Encoding.ASCII.GetString(line[^s_sealLength..]);
        var hash = Convert.ToHexStringLower(SHA256.HashData(line[..^s_sealLength]));
        if (seal != $"{HashStart}{hash}{HashEnd}") return null;
        var start = Encoding.ASCII.GetString(line[..(before.Length + 64)]);
        return start.StartsWith(before, StringComparison.Ordinal) ? (hash, start[before.Length..]) : null;
    }

    /// <summary>Whether a whole line, proven, stands at the beginning of what has no newline: something else was put in its place.</summary>
    public static bool HoldsWholeLine(ReadOnlySpan<byte> tail)
    {
        var at = tail.LastIndexOf(Encoding.ASCII.GetBytes(HashStart));
        var end = at + s_sealLength;
        return at > 0 && end < tail.Length && Prove(tail[..end]) is not null;
    }

    /// <summary>The event of a proven line.</summary>
    /// <exception cref="JsonException">It is none that this version knows.</exception>
    public static RunEvent Read(ReadOnlySpan<byte> line)
        => JsonSerializer.Deserialize<RunEvent>(line, s_options) ?? throw new JsonException("The line has no event.");
}
