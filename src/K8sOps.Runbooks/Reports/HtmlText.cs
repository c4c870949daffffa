using System.Net;
using System.Text;

namespace K8sOps.Runbooks.Reports;

/// <summary>HTML that is put together; what stands between the tags is always text, never markup.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _html = new();

    /// <summary>Markup of ours.</summary>
    public HtmlText Raw(string markup)
    {
        _html.Append(markup);
        return this;
    }

    /// <summary>Text of anybody.</summary>
    public HtmlText Text(string? text)
    {
        _html.Append(WebUtility.HtmlEncode(ReportText.Visible(text ?? "")));
        return this;
    }

    /// <summary>An element with text in it, on a line of its own.</summary>
    public HtmlText Element(string name, string? text, string? cssClass = null)
    {
        Open(name, cssClass);
        return Text(text).Raw($"</{name}>\n");
    }

    public HtmlText Open(string name, string? cssClass = null) => Raw(cssClass is null ? $"<{name}>" : $"<{name} class=\"{cssClass}\">");

    /// <summary>A headed block of code or output; nothing for nothing.</summary>
    public HtmlText Block(string heading, string? text)
        => string.IsNullOrWhiteSpace(text) ? this : Element("h4", heading).Element("pre", text.TrimEnd());

    public override string ToString() => _html.ToString();
}
