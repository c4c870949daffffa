using K8sOps.Runbooks.Running;

namespace K8sOps.Tests.Running;

/// <summary>An engine whose blocks are answered by the test, by their text.</summary>
internal sealed class ScriptedEngine : IBlockEngine
{
    private readonly Dictionary<string, Func<BlockCall, BlockResult>> _blocks = new(StringComparer.Ordinal);

    public List<string> Ran { get; } = [];

    public List<BlockCall> Calls { get; } = [];

    public ScriptedEngine On(string code, params object?[] output) => On(code, _ => new BlockResult { Output = output });

    public ScriptedEngine On(string code, Func<BlockCall, BlockResult> answer)
    {
        _blocks[code] = answer;
        return this;
    }

    public ScriptedEngine Fails(string code, string message = "it broke", OperationCategory category = OperationCategory.InvalidOperation)
        => On(code, _ => new BlockResult { Failed = true, Errors = [new BlockError(message, category)] });

    public void Prepare(BlockCall call)
    {
    }

    public BlockResult Invoke(BlockCall call, CancellationToken stop)
    {
        if (stop.IsCancellationRequested) return new BlockResult { Failed = true, Stopped = true };
        Ran.Add(call.Code);
        Calls.Add(call);
        return _blocks.TryGetValue(call.Code, out var answer) ? answer(call) : new BlockResult { Output = [true] };
    }

    public void Dispose()
    {
    }
}
