namespace K8sOps.Runbooks.Tests.Help;

/// <summary>A test that asks the schemas that come with PowerShell, where they are.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MamlSchemaFactAttribute : FactAttribute
{
    public MamlSchemaFactAttribute()
    {
        if (PwshFactAttribute.Schemas is null) Skip = "No pwsh with its folder Schemas/PSMaml is on the PATH; the MAML is checked against them where it is.";
    }
}
