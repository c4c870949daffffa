namespace K8sOps.Host;

/// <summary>A command has enough: what stands before it need not go on.</summary>
internal sealed class StopUpstreamException(PipelineCommand requester) : Exception("A command further down the pipeline has enough.")
{
    public PipelineCommand Requester { get; } = requester;
}
