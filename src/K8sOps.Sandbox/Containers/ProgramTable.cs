namespace K8sOps.Sandbox.Containers;

/// <summary>Which program a call means.</summary>
internal static class ProgramTable
{
    /// <summary>The first that the container has under that name; null when it has none.</summary>
    public static IContainerProgram? Find(IReadOnlyList<IContainerProgram> programs, ProgramCall call)
    {
        if (call.Name is not { Length: > 0 } name) return null;
        return programs.FirstOrDefault(program => program.Has(call.Container, name));
    }
}
