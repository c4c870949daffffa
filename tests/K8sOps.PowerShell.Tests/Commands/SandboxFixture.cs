using K8sOps.Engine;
using K8sOps.Host;
using K8sOps.Kube;
using K8sOps.Sandbox;

namespace K8sOps.PowerShell.Tests.Commands;

/// <summary>The commands on the process's own sandbox, fresh for each test. Tests of this collection run one after the other.</summary>
public sealed class SandboxFixture
{
    public SandboxFixture()
    {
        World = SandboxWorlds.World("sandbox-infra");
        World.Reset();
        Host = new CommandHost(typeof(GetK8sPodCommand).Assembly);
    }

    public SandboxWorld World { get; }

    public CommandHost Host { get; }

    public CommandResult Run(string line, ConfirmAnswer? answer = null) => Host.Invoke(line, answer: answer is { } a ? _ => a : null);

    /// <summary>The objects of a command that must not fail.</summary>
    public IReadOnlyList<T> Get<T>(string line)
    {
        var result = Run(line, ConfirmAnswer.Yes);
        Assert.Null(result.Failure);
        Assert.Empty(result.Errors);
        return result.Of<T>();
    }
}

[CollectionDefinition("sandbox", DisableParallelization = true)]
public sealed class SandboxGroup;
