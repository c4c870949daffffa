namespace K8sOps.Runbooks.Reports;

/// <summary>A line of the timeline.</summary>
/// <param name="At">When.</param>
/// <param name="Since">How long after the run's start.</param>
/// <param name="Text">What.</param>
/// <param name="Tone">Whether that is good, bad, to be looked at, or nothing of these.</param>
internal sealed record ReportMoment(DateTimeOffset At, TimeSpan Since, string Text, string Tone);
