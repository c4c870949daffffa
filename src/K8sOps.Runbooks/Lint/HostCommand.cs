namespace K8sOps.Runbooks.Lint;

/// <summary>A command of PowerShell that a runbook may use, as far as it may.</summary>
/// <param name="Name">The name.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Emits">What a verification would see of it.</param>
internal sealed record HostCommand(string Name, IReadOnlyList<string> Parameters, HostEmission Emits)
{
    public bool Has(string parameter) => Parameters.Contains(parameter, StringComparer.OrdinalIgnoreCase);
}
