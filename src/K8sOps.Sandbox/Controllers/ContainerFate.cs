namespace K8sOps.Sandbox.Controllers;

/// <summary>What becomes of a container once it has been started.</summary>
/// <param name="ReadyAfter">From start to the first answer that a readiness probe would take.</param>
/// <param name="EndsAfter">From start to its end; null for what runs on.</param>
/// <param name="ExitCode">Its exit code at that end.</param>
/// <param name="IsOutOfMemory">True when the kernel ends it for its memory limit.</param>
/// <param name="Log">The lines that it writes.</param>
internal sealed record ContainerFate(TimeSpan ReadyAfter, TimeSpan? EndsAfter, int ExitCode, bool IsOutOfMemory, IReadOnlyList<string> Log);
