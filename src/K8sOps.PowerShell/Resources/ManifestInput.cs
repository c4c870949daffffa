using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace K8sOps.Kube;

/// <summary>
/// Gathers what came down a pipeline and makes manifests of it: what <c>Get-K8sResource</c> gives, objects of <c>ConvertFrom-Json</c>,
/// hash tables, texts of YAML or JSON whole or line by line, and files.
/// </summary>
internal sealed class ManifestInput
{
    private readonly StringBuilder _lines = new();
    private readonly List<Manifest> _manifests = [];
    private int _count;

    /// <summary>Takes one object.</summary>
    /// <exception cref="OperationException"><c>InvalidManifest</c>.</exception>
    public void Add(object? input)
    {
        var value = Unwrap(input);
        switch (value)
        {
            case null:
                break;
            case string line when !line.Contains('\n', StringComparison.Ordinal) && !IsWhole(line):
                // Get-Content without -Raw gives a file line by line.
                _lines.Append(line).Append('\n');
                break;
            case string text:
                Flush();
                _manifests.AddRange(ManifestReader.Read(text, Next()));
                break;
            case FileInfo file:
                AddFile(file.FullName);
                break;
            default:
                Flush();
                var source = Next();
                _manifests.AddRange(ManifestReader.Read(ObjectTree.ToJson(BodyOf(value, source), Unwrap)!, source));
                break;
        }
    }

    /// <summary>Takes a text.</summary>
    /// <exception cref="OperationException"><c>InvalidManifest</c>.</exception>
    public void AddText(string text) => _manifests.AddRange(ManifestReader.Read(text, Next()));

    /// <summary>Takes a file, or every <c>.yaml</c>, <c>.yml</c> and <c>.json</c> of a folder; wildcards in the last part of the path.</summary>
    /// <exception cref="OperationException"><c>FileNotFound</c>, <c>InvalidManifest</c>.</exception>
    public void AddFile(string path)
    {
        Flush();
        foreach (var file in FilesOf(path))
        {
            string text;
            try
            {
                text = File.ReadAllText(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new OperationException("FileNotFound", OperationCategory.ObjectNotFound, file, $"Cannot read {file}: {e.Message}", null, e);
            }

            _manifests.AddRange(ManifestReader.Read(text, Path.GetFileName(file)));
        }
    }

    /// <summary>All that was taken, in its order.</summary>
    /// <exception cref="OperationException"><c>InvalidManifest</c>.</exception>
    public IReadOnlyList<Manifest> Complete()
    {
        Flush();
        return _manifests;
    }

    private static IEnumerable<string> FilesOf(string path)
    {
        if (File.Exists(path)) return [path];
        if (Directory.Exists(path)) return Directory.EnumerateFiles(path).Where(f => Path.GetExtension(f) is ".yaml" or ".yml" or ".json").Order(StringComparer.Ordinal);
        var folder = Path.GetDirectoryName(path);
        var pattern = new NamePattern(Path.GetFileName(path));
        var found = pattern.IsLiteral || !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder).Where(f => pattern.IsMatch(Path.GetFileName(f))).Order(StringComparer.Ordinal).ToList();
        return found.Count > 0 ? found : throw new OperationException("FileNotFound", OperationCategory.ObjectNotFound, path, $"Cannot find {path}: there is no such file or folder.");
    }

    /// <summary>A line that is a whole document: an object as <c>ConvertTo-Json -Compress</c> writes it.</summary>
    private bool IsWhole(string line) => _lines.Length == 0 && line.AsSpan().TrimStart().StartsWith("{") && line.AsSpan().TrimEnd().EndsWith("}");

    private void Flush()
    {
        if (_lines.Length == 0) return;
        var text = _lines.ToString();
        _lines.Clear();
        if (!string.IsNullOrWhiteSpace(text)) _manifests.AddRange(ManifestReader.Read(text, Next()));
    }

    private string Next() => string.Create(CultureInfo.InvariantCulture, $"input {++_count}");

    private static IDictionary BodyOf(object value, string source) => value switch
    {
        K8sResource resource => resource.Object,
        IDictionary map when map.Contains("apiVersion") => map,

        // A resource that went through JSON or remoting still has the object within.
        IDictionary map when map.Contains("Object") && Unwrap(map["Object"]) is IDictionary whole => whole,
        IDictionary map => map,
        _ => throw new OperationException("InvalidManifest", OperationCategory.InvalidData, source, $"Cannot apply a {value.GetType().Name}: it is no manifest.", "Pipe what Get-K8sResource gives, a hash table, or YAML."),
    };

    /// <summary>Takes PowerShell's wrapper off; a custom object becomes a map of its properties.</summary>
    private static object? Unwrap(object? value)
    {
        if (value is not PSObject wrapped) return value;
        if (wrapped.BaseObject is not PSObject && wrapped.BaseObject.GetType().Name != "PSCustomObject") return wrapped.BaseObject;
        var map = new OrderedDictionary(StringComparer.Ordinal);
        foreach (var property in wrapped.Properties) map[property.Name] = property.Value;
        return map;
    }
}
