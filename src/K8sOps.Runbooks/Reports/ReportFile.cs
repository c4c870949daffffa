using System.Text;
using K8sOps.Runbooks.Runs;

namespace K8sOps.Runbooks.Reports;

/// <summary>Where a report goes: into a file that is named, or into a folder under the run's id.</summary>
public sealed class ReportFile
{
    private readonly string _path;
    private readonly ReportFormat _format;
    private readonly bool _isFolder;

    /// <summary>Creates it. A path is a folder's when there is one, when it ends like one, or when several reports go there.</summary>
    public ReportFile(string path, ReportFormat format, bool isForSeveral = false)
    {
        _path = path;
        _isFolder = isForSeveral || Directory.Exists(path) || Path.EndsInDirectorySeparator(path);
        _format = format != ReportFormat.Auto ? format
            : !_isFolder && Path.GetExtension(path).ToLowerInvariant() is ".html" or ".htm" ? ReportFormat.Html : ReportFormat.Markdown;
    }

    /// <summary>Writes a run's report, over a former one of the same run, and over nothing else.</summary>
    /// <exception cref="OperationException"><c>AlreadyExists</c>, or <c>FileNotWritten</c>.</exception>
    public FileInfo Write(RunRecord record)
    {
        var path = _isFolder ? Path.Combine(_path, record.Run + (_format == ReportFormat.Html ? ".html" : ".md")) : _path;
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
            if (File.Exists(path) && !File.ReadAllText(path).Contains(record.Run, StringComparison.Ordinal))
            {
                throw new OperationException("AlreadyExists", OperationCategory.ResourceExists, path, $"Cannot write the report of {record.Run}: {path} is there, and is no report of this run.", "Give another -Path.");
            }

            File.WriteAllText(path, _format == ReportFormat.Html ? RunReport.Html(record) : RunReport.Markdown(record), new UTF8Encoding(false));
            return new FileInfo(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new OperationException("FileNotWritten", OperationCategory.WriteError, path, $"Cannot write the report of {record.Run}: {e.Message}", "Give another -Path.", e);
        }
    }
}
