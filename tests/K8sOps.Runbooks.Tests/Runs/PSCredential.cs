namespace System.Management.Automation;

/// <summary>Bears the engine's name, by which alone the journal knows a credential.</summary>
internal sealed class PSCredential
{
    public string UserName => "al";

    public string Password { get; init; } = "";
}
