namespace K8sOps.Sandbox.Controllers;

/// <summary>What becomes of a container once it has been started.</summary>
/// <param name="ReadyAfter">From start to the first answer that a readiness probe would take.</param>
/// <param name="EndsAfter">From start to its end; null for what runs on.</param>
/// <param name="ExitCode">Its exit code at that end.</param>
/// <param name="IsOutOfMemory">True when the kernel ends it for its memory limit.</param>
/// <param name="Log">The lines that it writes when it starts, or as long as it lasts.</param>
internal sealed record ContainerFate(TimeSpan ReadyAfter, TimeSpan? EndsAfter, int ExitCode, bool IsOutOfMemory, IReadOnlyList<string> Log)
{
    /// <summary>The lines of which it writes one now and then for as long as it runs.</summary>
    public IReadOnlyList<string> Writes { get; init; } = [];

    /// <summary>Whether a simulator tells what it writes after its start.</summary>
    public bool IsTold { get; init; }

    /// <summary>How often it does.</summary>
    public TimeSpan WritesEvery { get; init; } = TimeSpan.FromSeconds(15);
}
