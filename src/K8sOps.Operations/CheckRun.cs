namespace K8sOps;

/// <summary>A check that is ready to be made.</summary>
/// <param name="Info">Id, title and symptom.</param>
/// <param name="WhenAllIsWell">What to say when nothing is wrong.</param>
/// <param name="LookAsync">Looks, and returns one result for each affected object; what it cannot look at it throws as an <see cref="OperationException"/>.</param>
internal sealed record CheckRun(CheckInfo Info, string WhenAllIsWell, Func<CancellationToken, Task<IReadOnlyList<CheckResult>>> LookAsync);
