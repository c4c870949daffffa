using System.Management.Automation;

namespace K8sOps.Host;

/// <summary>Where the streams of a pipeline go. Every method is called on the pipeline's thread, except <see cref="HostWarning"/> after a stop.</summary>
public abstract class CommandOutput
{
    /// <summary>An object of the output.</summary>
    public abstract void Output(object? value);

    /// <summary>A non-terminating error.</summary>
    public abstract void Error(ErrorRecord record);

    /// <summary>A warning.</summary>
    public abstract void Warning(string text);

    /// <summary>A line of the story (<c>-Verbose</c>).</summary>
    public abstract void Verbose(string text);

    /// <summary>A line for who looks for a fault (<c>-Debug</c>).</summary>
    public abstract void Debug(string text);

    /// <summary>An information record.</summary>
    public abstract void Information(InformationRecord record);

    /// <summary>How far something is.</summary>
    public abstract void Progress(ProgressRecord record);

    /// <summary>A line straight to the host, such as "What if: …".</summary>
    public abstract void HostLine(string text);

    /// <summary>A warning straight to the host, which is possible even after a stop.</summary>
    public abstract void HostWarning(string text);

    /// <summary>Asks the operator.</summary>
    /// <exception cref="PSInvalidOperationException">There is nobody to ask.</exception>
    public abstract ConfirmAnswer Ask(ConfirmQuestion question);
}
