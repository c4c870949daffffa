using System.Text.RegularExpressions;

namespace K8sOps.Runbooks.Runs;

/// <summary>
/// The last line of defence: texts that are secrets by their shape, whatever command printed them. What a secret is by its type or
/// its place is told apart before (<see cref="JournalText"/>, <see cref="JournalRedaction"/>).
/// </summary>
internal static partial class SecretPattern
{
    public const string Redacted = "(redacted)";

    /// <summary>The text with what looks like a secret taken out.</summary>
    public static string Hide(string text)
    {
        if (text.Length < 8) return text;
        try
        {
            text = PrivateKey().Replace(text, Redacted);
            text = Bearer().Replace(text, "${kept}" + Redacted);
            text = WebToken().Replace(text, Redacted);
            text = UrlPassword().Replace(text, "${kept}" + Redacted + "@");
            text = CephKey().Replace(text, "${kept}" + Redacted);
            return Named().Replace(text, "${kept}" + Redacted);
        }
        catch (RegexMatchTimeoutException)
        {
            // What cannot be looked through is not written.
            return Redacted;
        }
    }

    [GeneratedRegex("-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----.*?(?:-----END (?:[A-Z0-9]+ )*PRIVATE KEY-----|$)", RegexOptions.Singleline | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"(?<kept>\b(?:bearer|authorization:\s*basic)\s+)[A-Za-z0-9._~+/=-]{16,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Bearer();

    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex WebToken();

    [GeneratedRegex(@"(?<kept>\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@""']{0,128}:)[^\s/@""']{1,256}@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex UrlPassword();

    // A CephX key is 28 bytes that begin with 01 00: forty characters from AQ to ==.
    [GeneratedRegex("(?<kept>^|[^A-Za-z0-9+/])AQ[A-Za-z0-9+/]{36}==", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex CephKey();

    [GeneratedRegex(@"(?<kept>\b[\w-]*(?:password|passwd|secret[_-]?(?:access[_-]?)?key|client[_-]?key[_-]?data|access[_-]?token|api[_-]?key)[""']?\s*[:=]\s*[""']?)(?![$(])[^\s""',;}\]]{3,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Named();
}
