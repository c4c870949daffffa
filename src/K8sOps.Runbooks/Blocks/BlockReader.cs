namespace K8sOps.Runbooks.Blocks;

/// <summary>
/// Reads the language of a runbook's blocks: the small part of PowerShell that every reader understands and that needs no engine.
/// What PowerShell itself would read in more than one way, depending on where it stands, is refused with what to write instead;
/// so whatever is read without a problem means the same to PowerShell's own parser.
/// </summary>
public static class BlockReader
{
    /// <summary>Reads code. It never fails, and goes on after a problem at the next statement.</summary>
    /// <param name="code">The code.</param>
    /// <param name="line">The line of its first line in the file, from 1.</param>
    /// <param name="column">The column at which its lines begin, from 1.</param>
    public static BlockReading Read(string code, int line = 1, int column = 1)
    {
        ArgumentNullException.ThrowIfNull(code);
        return new BlockParser(new BlockSource(code, line, column)).Read();
    }
}
