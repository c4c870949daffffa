namespace K8sOps.Sandbox;

/// <summary>How the clock of a world moves.</summary>
public enum SandboxTime
{
    /// <summary>With the real one, and on to the next thing due whenever a caller waits.</summary>
    Jumping = 0,

    /// <summary>With the real one, times the world's speed; never by itself.</summary>
    RealTime,

    /// <summary>Only when it is stepped.</summary>
    Held,
}
