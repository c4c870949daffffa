namespace K8sOps.Runbooks;

/// <summary>Files that a command was asked to write.</summary>
internal static class OutputFile
{
    /// <summary>Writes a text as UTF-8 with LF, and makes the folders that lead there.</summary>
    /// <exception cref="OperationException"><c>FileNotWritten</c>.</exception>
    public static void Write(string path, string text)
    {
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
            File.WriteAllText(path, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new OperationException("FileNotWritten", OperationCategory.WriteError, path, $"Cannot write {path}: {e.Message}", null, e);
        }
    }
}
