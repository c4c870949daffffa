using System.Text;

namespace K8sOps.Kube;

/// <summary>Writes command lines that can be pasted into PowerShell as they stand.</summary>
internal static class CommandText
{
    /// <summary><c> -Cluster NAME</c>, to append to a command.</summary>
    public static string Cluster(Cluster cluster) => " -Cluster " + Quote(cluster.Context);

    /// <summary>A command with <c>-Cluster</c> and further named parameters, those without a value left out.</summary>
    public static string Line(string command, string cluster, params ReadOnlySpan<(string Parameter, string? Value)> arguments)
    {
        var line = new StringBuilder(command).Append(" -Cluster ").Append(Quote(cluster));
        foreach (var (parameter, value) in arguments)
        {
            if (value is not null) line.Append(" -").Append(parameter).Append(' ').Append(Quote(value));
        }

        return line.ToString();
    }

    /// <summary>An argument, in single quotes where PowerShell would read something else than a plain word.</summary>
    public static string Quote(string value)
    {
        var plain = value.Length > 0 && (char.IsAsciiLetterOrDigit(value[0]) || value[0] is '/' or '.') && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '/' or '@' or '+');
        return plain ? value : "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";
    }
}
