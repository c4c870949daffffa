namespace K8sOps.Host;

/// <summary>A command line that cannot be read.</summary>
public sealed class CommandLineException(string message, int position) : Exception(message)
{
    /// <summary>Where in the line, counted from 0.</summary>
    public int Position { get; } = position;
}
