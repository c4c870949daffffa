namespace K8sOps.Text;

/// <summary>Reads GitHub-flavoured Markdown.</summary>
public static class Markdown
{
    /// <summary>Reads a text. Every text is Markdown, so this never fails; positions are those of the text as given.</summary>
    public static MarkdownDocument Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new MarkdownTreeReader(text).Read();
    }
}
