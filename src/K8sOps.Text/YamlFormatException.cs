namespace K8sOps.Text;

/// <summary>A text is no YAML that JSON could hold. The message carries the place.</summary>
public sealed class YamlFormatException : FormatException
{
    /// <summary>Creates the exception.</summary>
    public YamlFormatException(string message, int line, int column, Exception? inner = null)
        : base($"line {line}, column {column}: {message}", inner)
    {
        Line = line;
        Column = column;
    }

    /// <summary>The line, counted from 1.</summary>
    public int Line { get; }

    /// <summary>The column, counted from 1.</summary>
    public int Column { get; }
}
