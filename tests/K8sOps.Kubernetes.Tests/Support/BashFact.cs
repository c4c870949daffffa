namespace K8sOps.Kubernetes.Tests;

/// <summary>A fact that runs a small bash script as a credential plugin.</summary>
public sealed class BashFactAttribute : FactAttribute
{
    public BashFactAttribute() => Skip = BashTheoryAttribute.Reason!;
}

/// <summary>A theory that runs a small bash script as a credential plugin.</summary>
public sealed class BashTheoryAttribute : TheoryAttribute
{
    internal static readonly string? Reason = OperatingSystem.IsWindows() || !File.Exists("/bin/bash") ? "needs /bin/bash" : null;

    public BashTheoryAttribute() => Skip = Reason!;
}
