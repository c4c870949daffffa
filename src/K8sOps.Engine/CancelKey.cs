namespace K8sOps.Engine;

/// <summary>
/// Hears Ctrl+C at the terminal. PowerShell calls <c>StopProcessing</c> once: a second Ctrl+C, while a stopped command still takes things
/// back, reaches nobody but those who listen to the terminal themselves.
/// </summary>
internal sealed class CancelKey : IDisposable
{
    private readonly Action _pressed;

    public CancelKey(Action pressed)
    {
        _pressed = pressed;
        Console.CancelKeyPress += OnPressed;
    }

    public void Dispose() => Console.CancelKeyPress -= OnPressed;

    private void OnPressed(object? sender, ConsoleCancelEventArgs e)
    {
        // The key is for the run, and not the end of the process.
        e.Cancel = true;
        _pressed();
    }
}
