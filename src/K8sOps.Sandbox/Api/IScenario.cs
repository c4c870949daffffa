namespace K8sOps.Sandbox;

/// <summary>Breaks something in a world, in a named way. What cures it is what would cure it in reality.</summary>
public interface IScenario
{
    /// <summary>The name to start it by, such as <c>crash-loop</c>.</summary>
    string Name { get; }

    /// <summary>What breaks, for an operator who chooses one, in a sentence.</summary>
    string Description { get; }

    /// <summary>What cures it, in a sentence.</summary>
    string Cure { get; }

    /// <summary>Breaks it. Called under the world's lock.</summary>
    void Start(IWorldStore store);

    /// <summary>How far the world's clock runs on after <see cref="Start"/>, so that whoever looks next sees the symptoms.</summary>
    TimeSpan Settle { get; }

    /// <summary>
    /// Called, under the world's lock, when somebody turns the started scenario off (<c>spec.active: false</c>): does what
    /// <see cref="Cure"/> says happens outside of the API, such as restarting a machine's kubelet; nothing where the API is where the cure happens.
    /// </summary>
    void TurnOff(IWorldStore store)
    {
    }

    /// <summary>
    /// Whether the fault that this scenario made is still in the world (the cause, not its symptoms). Called under the world's lock.
    /// </summary>
    bool IsBroken(IWorldStore store);
}
