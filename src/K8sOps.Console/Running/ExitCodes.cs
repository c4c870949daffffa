namespace K8sOps.Console.Running;

/// <summary>What the program returns; docs/console.md tells them to users.</summary>
public static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>A command wrote an error.</summary>
    public const int Error = 1;

    /// <summary>The command line could not be understood or bound.</summary>
    public const int Usage = 2;

    /// <summary>A test found something broken, or could not look.</summary>
    public const int Findings = 3;

    /// <summary>Ctrl+C.</summary>
    public const int Interrupted = 130;
}
