namespace K8sOps.Runbooks.Tests.Help;

/// <summary>A test that asks the real engine, where there is one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PwshFactAttribute : FactAttribute
{
    public PwshFactAttribute()
    {
        if (Path is null) Skip = "pwsh is not on the PATH; the rendering is compared with the real Get-Help where it is.";
    }

    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .Where(p => p.Length > 0).Select(p => System.IO.Path.Combine(p, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh")).FirstOrDefault(File.Exists);

    /// <summary>The schemas that PowerShell brings along for its help.</summary>
    public static string? Schemas { get; } = Path is null ? null : new[] { new FileInfo(Path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path }
        .Select(p => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(p)!, "Schemas", "PSMaml")).FirstOrDefault(Directory.Exists);
}
