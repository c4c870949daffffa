using System.Management.Automation.Host;

namespace System.Management.Automation;

public class EngineIntrinsics
{
    internal EngineIntrinsics(PSHost host) => Host = host;

    public PSHost Host { get; }
}
