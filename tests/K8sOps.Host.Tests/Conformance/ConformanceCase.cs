using System.Text.Json;

namespace K8sOps.Host.Conformance;

/// <summary>A command line and what the engine does with it.</summary>
public sealed record ConformanceCase
{
    public required string Name { get; init; }

    public required string Line { get; init; }

    public IReadOnlyList<string> Answers { get; init; } = [];

    public IReadOnlyList<string> Output { get; init; } = [];

    public IReadOnlyList<string> Errors { get; init; } = [];

    public string? Failure { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    public IReadOnlyList<string> Verbose { get; init; } = [];

    public IReadOnlyList<string> Debug { get; init; } = [];

    public IReadOnlyList<string> Information { get; init; } = [];

    public IReadOnlyList<string> Progress { get; init; } = [];

    public IReadOnlyList<string> Host { get; init; } = [];

    public static IReadOnlyList<ConformanceCase> Read()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "cases.json"));
        return JsonSerializer.Deserialize<Table>(file, JsonSerializerOptions.Web)!.Cases;
    }

    /// <summary>Everything that came out, one line each, to be compared as text.</summary>
    public string Told()
    {
        IEnumerable<string> All(string stream, IReadOnlyList<string> lines) => lines.Select(l => $"{stream}: {l}");
        return string.Join('\n', All("output", Output)
            .Concat(All("error", Errors))
            .Concat(Failure is null ? [] : [$"failure: {Failure}"])
            .Concat(All("warning", Warnings))
            .Concat(All("verbose", Verbose))
            .Concat(All("debug", Debug))
            .Concat(All("information", Information))
            .Concat(All("progress", Progress))
            .Concat(All("host", Host)));
    }

    private sealed record Table(IReadOnlyList<ConformanceCase> Cases);
}
