using System.Text.RegularExpressions;

namespace K8sOps.Runbooks.Runs;

/// <summary>
/// The last line of defence: texts that are secrets by their shape, whatever command printed them. What a secret is by its type or
/// its place is told apart before (<see cref="JournalText"/>, <see cref="JournalRedaction"/>).
/// </summary>
internal static partial class SecretPattern
{
    public const string Redacted = "(redacted)";

    /// <summary>Names whose value is a secret wherever one is given to them.</summary>
    private const string Strong = "password|passwd|passphrase|client[_-]?key[_-]?data|(?:secret|access|private|api|signing|encryption)[_-]?key"
        + "|(?:client|app|api|auth|oauth2?|consumer|shared|webhook|cookie|session|jwt|hmac)[_-]?secret|dsn|(?-i:SECRET)";

    /// <summary>Names that stand in prose as well ("no token: log in"), so that their value has to look like one.</summary>
    private const string Weak = "token|credentials?(?:[_-]?(?:json|data|string))?";

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>The text with what looks like a secret taken out.</summary>
    public static string Hide(string text)
    {
        if (text.Length < 8) return text;
        try
        {
            text = PrivateKey().Replace(text, Redacted);
            text = Bearer().Replace(text, "${kept}" + Redacted);
            text = WebToken().Replace(text, Redacted);
            text = Token().Replace(text, Redacted);
            text = UrlPassword().Replace(text, "${kept}" + Redacted + "@");
            text = CephKey().Replace(text, "${kept}" + Redacted);
            text = NamedInQuotes().Replace(text, "${kept}" + Redacted);
            text = Named().Replace(text, "${kept}" + Redacted);
            return NamedLikeOne().Replace(text, "${kept}" + Redacted);
        }
        catch (RegexMatchTimeoutException)
        {
            // What cannot be looked through is not written.
            return Redacted;
        }
    }

    /// <summary>Whether a parameter's name says that its value is a secret: <c>ApiPassword</c> does, <c>SecretName</c> is the name of one.</summary>
    public static bool IsNameOfSecret(string name) => SecretName().IsMatch(name);

    /// <summary>Tokens that say themselves what they are.</summary>
    [GeneratedRegex(@"\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeprs]-[A-Za-z0-9-]{10,}|AKIA[0-9A-Z]{16}|hv[sb]\.[\w-]{20,}|age-secret-key-1[a-z0-9]{50,})\b", Options, 2000)]
    internal static partial Regex Token();

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

    // To the closing quote, also one that is escaped since the text is JSON in JSON.
    [GeneratedRegex(@"(?<kept>(?<![\w-])[\w-]*(?:" + Strong + "|" + Weak + @")(?:\\?[""'])?\s*[:=]\s*(?<open>\\?[""']))(?![$(])(?:(?!\k<open>)(?:\\.|[^\r\n])){3,}", Options, 2000)]
    private static partial Regex NamedInQuotes();

    // What is assigned to a variable of that name is a command, and no secret.
    [GeneratedRegex(@"(?<kept>(?<![$\w-])[\w-]*(?:(?:" + Strong + @")(?:\\?[""'])?\s*[:=]\s*|(?:" + Weak + @")=(?!(?:true|false|null|none)\b)))(?![$({[""'\\])[^\s""',;}\]]{3,}", Options, 2000)]
    private static partial Regex Named();

    [GeneratedRegex(@"(?<kept>(?<![$\w-])[\w-]*(?:" + Weak + @")(?:\\?[""'])?\s*[:=]\s*)(?![$({[""'\\])(?=[^\s""',;}\]]{20}|[^\s""',;}\]0-9]*[0-9])[^\s""',;}\]]{8,}", Options, 2000)]
    private static partial Regex NamedLikeOne();

    [GeneratedRegex("(?:password|passwd|passphrase|secret|token|credential|dsn|connectionstring|(?:api|access|private|signing|encryption)_?key).*(?<!name|namespace|ref|file|path|folder|kind|type|count|length|size|id|age|ttl|timeout)$", Options, 2000)]
    private static partial Regex SecretName();
}
