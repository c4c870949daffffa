using K8sOps.Text;

namespace K8sOps.Runbooks;

/// <summary>Collects the blocks of one step.</summary>
internal sealed class StepBlocks(ReadingContext context, RunbookSection section, string id)
{
    public string? Action { get; private set; }

    public string? Manual { get; private set; }

    public string? Verify { get; private set; }

    public string? Rollback { get; private set; }

    public TimeSpan VerifyTimeout { get; private set; }

    public TimeSpan VerifyEvery { get; private set; }

    public int ActionLine { get; private set; }

    public void Take(MarkdownCode code)
    {
        if (!FenceInfo.IsPowerShell(code, context.Problems)) return;
        var fence = FenceInfo.Read(code, context.Problems);
        if (section == RunbookSection.Diagnosis && fence.Kind is RunbookBlockKind.Verify or RunbookBlockKind.Rollback)
        {
            context.Misplaced(code, "A step of the diagnosis looks: it is not verified and not taken back.");
            return;
        }

        var text = context.Claim(code, fence.Kind, section, id);
        if (text.Trim().Length == 0) context.Problems.Add(RunbookRules.Fence, code, "The block is empty.");
        switch (fence.Kind)
        {
            case RunbookBlockKind.Verify:
                if (Verify is not null) Second(code, "verification");
                else if ((Action ?? Manual) is null) context.Problems.Add(RunbookRules.Fence, code, "A verification stands under the block that it verifies.");
                if (Verify is null) (Verify, VerifyTimeout, VerifyEvery) = (text, fence.Timeout, fence.Every);
                break;
            case RunbookBlockKind.Rollback:
                if (Rollback is not null) Second(code, "rollback");
                Rollback ??= text;
                break;
            default:
                if ((Action ?? Manual) is not null)
                {
                    Second(code, "action or manual block");
                    break;
                }

                if (fence.Kind == RunbookBlockKind.Action) Action = text;
                else Manual = text;
                ActionLine = code.TextLine;
                break;
        }
    }

    /// <summary>Says so where there is nothing to do.</summary>
    public void Require(MarkdownBlock where)
    {
        if ((Action ?? Manual) is null) context.Problems.Add(RunbookRules.Step, where, "The step has neither a \"powershell\" nor a \"powershell manual\" block.");
    }

    private void Second(MarkdownCode code, string what) => context.Problems.Add(RunbookRules.Step, code, $"The step has a second {what}; put both into one block, or make two steps of it.");
}
