using System.Management.Automation;

namespace K8sOps.Engine;

/// <summary>The one place where an <see cref="OperationException"/> becomes an <see cref="ErrorRecord"/>.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord From(OperationException e)
    {
        // The names of our categories are the engine's (a test holds them equal).
        var category = Enum.Parse<ErrorCategory>(e.Category.ToString());
        var record = new ErrorRecord(e, e.Id, category, e.Target);
        if (e.Remedy is null) return record;
        // The engine shows the recommendation in a line of its own below the message, and Get-Error as a property.
        record.ErrorDetails = new ErrorDetails(e.Message) { RecommendedAction = e.Remedy };
        return record;
    }
}
