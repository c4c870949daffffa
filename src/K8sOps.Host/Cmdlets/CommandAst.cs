namespace System.Management.Automation.Language;

/// <summary>Opaque here: our completers take what they need from the bound parameters.</summary>
public class CommandAst
{
    internal CommandAst()
    {
    }
}
