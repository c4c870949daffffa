using K8sOps.Runbooks.Runs;

namespace K8sOps.Runbooks.Reports;

/// <summary>A run as a document: for a ticket, for a review, for whoever asks what was done.</summary>
public static class RunReport
{
    /// <summary>As GitHub-flavoured Markdown.</summary>
    public static string Markdown(RunRecord record) => new MarkdownReport(new ReportContent(record)).Write();

    /// <summary>As one HTML file that needs nothing else, and prints well.</summary>
    public static string Html(RunRecord record) => new HtmlReport(new ReportContent(record)).Write();
}
