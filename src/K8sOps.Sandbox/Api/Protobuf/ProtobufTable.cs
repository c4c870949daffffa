using System.Globalization;

namespace K8sOps.Sandbox;

/// <summary>The messages that the sandbox reads in protobuf: those of <c>messages.txt</c>, read when the first body comes.</summary>
internal sealed class ProtobufTable
{
    private static readonly Lazy<ProtobufTable> Lazy = new(Load);
    private readonly Dictionary<string, ProtobufMessage> _messages = new(StringComparer.Ordinal);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sections = new(StringComparer.Ordinal);

    private ProtobufTable()
    {
    }

    public static ProtobufTable Instance => Lazy.Value;

    public int Count => _messages.Count;

    /// <summary>Whether any kind of the API version has a form in protobuf; those of CustomResourceDefinitions have none.</summary>
    public bool Knows(string apiVersion) => _sections.Contains(apiVersion);

    /// <summary>The message of a kind. DeleteOptions belong to each API version.</summary>
    public ProtobufMessage? Find(string apiVersion, string kind) =>
        _messages.GetValueOrDefault(kind == "DeleteOptions" && Knows(apiVersion) ? "meta/v1:DeleteOptions" : $"{apiVersion}:{kind}");

    /// <summary>Reads the table.</summary>
    /// <exception cref="InvalidOperationException">A field is of a message that the table does not tell.</exception>
    public static ProtobufTable Parse(TextReader text)
    {
        var table = new ProtobufTable();
        var section = "";
        var message = new ProtobufMessage();
        while (text.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            if (line.StartsWith("    ", StringComparison.Ordinal))
            {
                foreach (var field in line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) table.Add(message, section, field.Split(' '));
            }
            else if (line.StartsWith(' '))
            {
                message = table.Message(section, line);
            }
            else
            {
                table._sections.Add(section = line);
            }
        }

        var missing = table._messages.Keys.Where(name => !table._told.Contains(name)).ToArray();
        return missing.Length == 0 ? table : throw new InvalidOperationException($"The table of messages does not tell {string.Join(", ", missing)}.");
    }

    private static ProtobufTable Load()
    {
        using var reader = new StreamReader(typeof(ProtobufTable).Assembly.GetManifestResourceStream("Api/Protobuf/messages.txt")!);
        return Parse(reader);
    }

    private ProtobufMessage Message(string section, string line)
    {
        var parts = line.Split(':', '|').Select(static part => part.Trim()).ToArray();
        var name = $"{section}:{parts[0]}";
        _told.Add(name);
        var message = Reference(name);
        message.Alternatives = parts[1..];
        return message;
    }

    /// <summary>Adds a field from its number, its name and its type.</summary>
    private void Add(ProtobufMessage message, string section, string[] parts)
    {
        var type = parts[2].Trim('[', ']', '{', '}', '?');
        var isForm = char.IsAsciiLetterLower(type[0]) && !type.Contains(':', StringComparison.Ordinal);
        message.Fields.Add(int.Parse(parts[0], CultureInfo.InvariantCulture), new ProtobufField(
            parts[1] == "+" ? null : parts[1],
            isForm ? Enum.Parse<ProtobufFieldType>(type, ignoreCase: true) : ProtobufFieldType.Message,
            parts[2][0] switch { '[' => ProtobufShape.List, '{' => ProtobufShape.Map, _ => ProtobufShape.Single },
            isForm ? null : Reference(type.Contains(':', StringComparison.Ordinal) ? type : $"{section}:{type}"),
            parts[2].EndsWith('?')));
    }

    private ProtobufMessage Reference(string name)
    {
        if (!_messages.TryGetValue(name, out var message)) _messages[name] = message = new ProtobufMessage();
        return message;
    }
}
