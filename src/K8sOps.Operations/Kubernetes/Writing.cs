namespace K8sOps.Kube;

/// <summary>Writes that are announced before they are sent, so that what was changed is always known.</summary>
internal static class Writing
{
    /// <summary>
    /// Announces a change, sends it, and tells what became of it: made, refused, or, when the answer broke off, not known.
    /// </summary>
    /// <exception cref="OperationException">What <paramref name="send"/> threw; it translates the client's errors itself (see <see cref="Asking"/>).</exception>
    public static async Task<T> AnnouncedAsync<T>(OperationContext context, Change change, Func<Task<T>> send, Func<T, IReadOnlyList<ChangedField>>? after = null)
    {
        var pending = context.Sink.Changing(change);
        await using var announced = pending.ConfigureAwait(false);
        try
        {
            var result = await send().ConfigureAwait(false);
            pending.Made(after?.Invoke(result) ?? []);
            return result;
        }
        catch (OperationException e) when (WriteOutcome.WasRefused(e))
        {
            pending.Refused(e.Message);
            throw;
        }
        catch (OperationException e)
        {
            // No refusal, so the server may have carried it out: the operator must look before anything is repeated.
            throw new OperationException(e.Id, e.Category, e.Target, $"{e.Message} Whether it took effect is not known.", e.Remedy, e.InnerException ?? e);
        }
    }
}
