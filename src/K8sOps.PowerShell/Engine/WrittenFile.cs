using System.Management.Automation;

namespace K8sOps.Engine;

/// <summary>A file that a command has written, as <c>Get-Item</c> would emit it.</summary>
internal static class WrittenFile
{
    private const string Provider = @"Microsoft.PowerShell.Core\FileSystem::";

    /// <summary>With the properties by which <c>Get-Content</c>, <c>Copy-Item</c> and the like take it from the pipeline.</summary>
    public static PSObject Of(FileInfo file)
    {
        var item = new PSObject(file);
        item.Properties.Add(new PSNoteProperty("PSPath", Provider + file.FullName));
        item.Properties.Add(new PSNoteProperty("PSParentPath", Provider + file.DirectoryName));
        item.Properties.Add(new PSNoteProperty("PSChildName", file.Name));
        return item;
    }
}
