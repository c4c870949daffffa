namespace K8sOps.Console.Views;

/// <summary>Writes objects in one form, as they come.</summary>
internal interface IRecordWriter
{
    void Write(object? value);

    /// <summary>Writes what must stand after the last one.</summary>
    void Finish();
}
