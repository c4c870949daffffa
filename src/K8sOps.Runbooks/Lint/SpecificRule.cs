using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using K8sOps.Runbooks.Runs;

namespace K8sOps.Runbooks.Lint;

/// <summary>Nothing in a runbook belongs to one cluster: no address, no machine's name, no context; and there is no secret anywhere.</summary>
internal static partial class SpecificRule
{
    private static readonly (Regex Shape, string What)[] s_secrets =
    [
        (PrivateKey(), "a private key"),
        (SecretPattern.Token(), "a token"),
        (JsonWebToken(), "a token"),
        (CephKey(), "a key of Ceph"),
        (Password(), "a password"),
    ];

    public static void Check(string text, ProblemList problems)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            foreach (var (shape, what) in s_secrets)
            {
                // What was found is not repeated: a message is read in more places than a runbook.
                if (shape.Match(line) is { Success: true } secret) problems.Add(RunbookRules.Specific, number, secret.Index + 1, $"This looks like {what}: secrets stand in no runbook.");
            }

            foreach (Match address in Version4().Matches(line))
            {
                if (IPAddress.TryParse(address.Value, out var parsed) && !IPAddress.IsLoopback(parsed) && !parsed.Equals(IPAddress.Any)) Add(address, "is an address: it belongs into a parameter or the profile");
            }

            foreach (Match address in Version6().Matches(line))
            {
                // Without a digit it is rather a name with its scope.
                if (address.Value.Any(char.IsAsciiDigit) && IPAddress.TryParse(address.Value, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6 && !IPAddress.IsLoopback(parsed) && !parsed.Equals(IPAddress.IPv6Any)) Add(address, "is an address: it belongs into a parameter or the profile");
            }

            foreach (Match host in Host().Matches(line)) Add(host, "is the name of a machine: it belongs into a parameter or the profile");
            foreach (Match context in Context().Matches(line)) Add(context.Groups[1], "is one cluster's name: write <cluster>");

            void Add(Capture found, string why) => problems.Add(RunbookRules.Specific, number, found.Index + 1, $"\"{found.Value}\" {why}.");
        }
    }

    [GeneratedRegex(@"(?<![\w.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![\w.]?[0-9A-Za-z])")]
    private static partial Regex Version4();

    [GeneratedRegex(@"(?<![\w:.])(?=[0-9a-fA-F:]*[0-9a-fA-F])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])")]
    private static partial Regex Version6();

    [GeneratedRegex(@"(?<![\w.-])(?!(?:[\w-]+\.)*cluster\.local\b)[A-Za-z0-9](?:[\w-]*\.)+(?:local|lan|internal|intra|corp|home\.arpa)(?![\w.-]*\w)")]
    private static partial Regex Host();

    [GeneratedRegex(@"(?:--(?:kube-)?context[= ]|\bCLUSTER=)(?![<$""'{])([A-Za-z0-9][\w.@:/-]*)")]
    private static partial Regex Context();

    [GeneratedRegex("-----BEGIN [A-Z ]*PRIVATE KEY")]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}")]
    private static partial Regex JsonWebToken();

    [GeneratedRegex(@"(?<![A-Za-z0-9+/])AQ[A-Za-z0-9+/]{36}==")]
    private static partial Regex CephKey();

    [GeneratedRegex(@"\b(?:password|passwd|secret|token|api[_-]?key)\b[""']?\s*[:=]\s*[""']?(?![<$(\s{*])(?=[^\s""'`]*[0-9])[^\s""'`,;|]{8,}", RegexOptions.IgnoreCase)]
    private static partial Regex Password();
}
