using System.Text;

namespace K8sOps.Kubernetes.Http;

/// <summary>Reads <c>Warning</c> headers as API servers send them (RFC 7234, 5.5; only code 299 is for people).</summary>
internal static class WarningHeader
{
    /// <summary>The texts in one header value, which may carry several warnings.</summary>
    public static IEnumerable<string> Texts(string header)
    {
        var at = 0;
        while (at < header.Length)
        {
            at = Skip(header, at, " ,");
            var code = Word(header, ref at);
            Word(header, ref at);
            if (at >= header.Length || header[at] != '"') yield break;
            var text = Quoted(header, ref at);
            at = Skip(header, at, " ");
            if (at < header.Length && header[at] == '"') Quoted(header, ref at);
            if (code == "299" && text.Length > 0) yield return text;
        }
    }

    private static int Skip(string text, int at, string what)
    {
        while (at < text.Length && what.Contains(text[at], StringComparison.Ordinal)) at++;
        return at;
    }

    private static string Word(string text, ref int at)
    {
        var end = text.IndexOf(' ', at);
        if (end < 0) end = text.Length;
        var word = text[at..end];
        at = Skip(text, end, " ");
        return word;
    }

    private static string Quoted(string text, ref int at)
    {
        var result = new StringBuilder();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length) at++;
            result.Append(text[at]);
        }

        at++;
        return result.ToString();
    }
}
