using System.Globalization;

namespace K8sOps.Kube.Checks;

/// <summary>A duration in a message, in the two largest units at most, as kubectl writes ages.</summary>
internal static class AgeText
{
    public static string Of(TimeSpan age)
    {
        if (age < TimeSpan.Zero) age = TimeSpan.Zero;
        return age switch
        {
            { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalSeconds}s"),
            { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalMinutes}m"),
            { TotalDays: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalHours}h{(age.Minutes == 0 ? "" : age.Minutes + "m")}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalDays}d{(age.Hours == 0 ? "" : age.Hours + "h")}"),
        };
    }
}
