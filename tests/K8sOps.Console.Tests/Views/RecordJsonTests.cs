namespace K8sOps.Console.Views;

public class RecordJsonTests
{
    [Fact]
    public void A_file_that_was_written_is_its_path()
    {
        var path = Path.GetFullPath("report.html");
        Assert.Equal(path, RecordJson.ToNode(new FileInfo(path))!.GetValue<string>());
        Assert.Equal(path, RecordJson.ToNode(new { File = (FileSystemInfo)new DirectoryInfo(path) })!["File"]!.GetValue<string>());
    }
}
