namespace K8sOps.Operations.Tests.Support;

/// <summary>A test that needs kubectl; it is skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KubectlFactAttribute : FactAttribute
{
    public KubectlFactAttribute()
    {
        var name = OperatingSystem.IsWindows() ? "kubectl.exe" : "kubectl";
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(p => File.Exists(Path.Combine(p, name)))) Skip = "kubectl is not on the PATH.";
    }
}
