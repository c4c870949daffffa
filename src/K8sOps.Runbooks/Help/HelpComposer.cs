namespace K8sOps.Runbooks.Help;

/// <summary>Puts a page and the metadata of its command together.</summary>
internal static class HelpComposer
{
    /// <summary>The help; without a page it is what metadata alone can say.</summary>
    public static CommandHelp Compose(CommandMetadata command, HelpPage? page, ICollection<HelpProblem> problems)
    {
        var shown = command.Parameters.Where(p => !p.IsHidden).ToList();
        if (page is not null) Compare(command, shown, page, problems);
        return new CommandHelp
        {
            Name = command.Name,
            Synopsis = page?.Synopsis ?? "",
            Description = page?.Description ?? [],
            Syntax = [.. command.ParameterSets.Select(set => command.SyntaxOf(set).Select(m => Parameter(m.Parameter, m.In, []) with { Default = "", Type = m.Parameter.IsSwitch || m.Parameter.Values.Count > 0 ? null : m.Parameter.ShortType, Values = m.Parameter.Values }).ToList())],
            Parameters = [.. shown.OrderBy(p => IsCommon(p.Name)).ThenBy(p => p.Name, StringComparer.OrdinalIgnoreCase).Select(p => Parameter(p, MainSet(command, p), Text(p, page)))],
            Inputs = Inputs(command),
            Outputs = [.. (command.OutputTypes.Count > 0 ? command.OutputTypes : ["System.Object"]).Select(t => new CommandHelpType(t == "System.Void" ? "None" : t, Entry(page?.Outputs, t)?.Text ?? []))],
            Notes = Notes(page),
            Examples = [.. (page?.Examples ?? []).Select((e, i) => e with { Title = $"---------- Example {i + 1}: {e.Title} ----------", Line = 0 })],
            Links = Links(page),
        };
    }

    private static void Compare(CommandMetadata command, List<ParameterMetadata> shown, HelpPage page, ICollection<HelpProblem> problems)
    {
        foreach (var parameter in shown.Where(p => !IsCommon(p.Name) && Entry(page.Parameters, p.Name) is null))
        {
            problems.Add(new HelpProblem(page.File, 1, 1, false, $"The parameter -{parameter.Name} is not described (\"### -{parameter.Name}\" under \"## Parameters\")."));
        }

        foreach (var entry in page.Parameters)
        {
            var parameter = shown.Find(p => string.Equals(p.Name, entry.Name, StringComparison.OrdinalIgnoreCase));
            if (parameter is null) problems.Add(new HelpProblem(page.File, entry.Line, 1, false, $"{command.Name} has no parameter -{entry.Name}."));
            else if (parameter.Name != entry.Name) problems.Add(new HelpProblem(page.File, entry.Line, 1, false, $"The parameter is spelled -{parameter.Name}."));
        }

        foreach (var type in command.OutputTypes.Where(t => t != "System.Void" && Entry(page.Outputs, t) is null))
        {
            problems.Add(new HelpProblem(page.File, 1, 1, false, $"The output type {type} is not described (\"### {type}\" under \"## Outputs\")."));
        }

        foreach (var entry in page.Outputs.Where(e => !command.OutputTypes.Contains(e.Name, StringComparer.Ordinal)))
        {
            problems.Add(new HelpProblem(page.File, entry.Line, 1, false, $"{command.Name} does not declare the output type {entry.Name}."));
        }
    }

    private static HelpEntry? Entry(IReadOnlyList<HelpEntry>? entries, string name) => entries?.FirstOrDefault(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase));

    private static bool IsCommon(string name) => name is "WhatIf" or "Confirm";

    private static IReadOnlyList<string> Text(ParameterMetadata parameter, HelpPage? page) => parameter.Name switch
    {
        "WhatIf" when Entry(page?.Parameters, "WhatIf") is null => ["Tells what the command would do, and changes nothing."],
        "Confirm" when Entry(page?.Parameters, "Confirm") is null => ["Asks before each change. -Confirm:$false does not ask."],
        _ => [.. Entry(page?.Parameters, parameter.Name)?.Text ?? [], .. parameter.Values.Count > 0 ? new[] { $"Accepted values: {string.Join(", ", parameter.Values)}." } : []],
    };

    /// <summary>A parameter that is different from set to set is described as it is in the default set, or in the first that has it.</summary>
    private static ParameterSetMetadata MainSet(CommandMetadata command, ParameterMetadata parameter) =>
        command.ParameterSets.Select(parameter.In).FirstOrDefault(s => s is not null) ?? parameter.Sets[0];

    private static CommandHelpParameter Parameter(ParameterMetadata parameter, ParameterSetMetadata set, IReadOnlyList<string> text) => new()
    {
        Name = parameter.Name,
        Description = text,
        Type = parameter.IsSwitch ? null : parameter.ShortType,
        Values = [],
        IsRequired = set.IsMandatory,
        IsArray = parameter.IsArray,
        SupportsWildcards = parameter.SupportsWildcards,
        PipelineInput = (set.FromPipeline, set.FromPipelineByPropertyName) switch
        {
            (true, true) => "True (ByValue, ByPropertyName)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        },
        Position = set.Position is { } position ? position.ToString(System.Globalization.CultureInfo.InvariantCulture) : "named",
        Aliases = parameter.Aliases.Count > 0 ? string.Join(", ", parameter.Aliases) : "none",
        Default = parameter.Default ?? "None",
    };

    private static List<CommandHelpType> Inputs(CommandMetadata command)
    {
        var inputs = command.Parameters.Where(p => p.Sets.Any(s => s.FromPipeline)).Select(p => p.Type).Distinct(StringComparer.Ordinal).Select(t => new CommandHelpType(t, [])).ToList();
        var names = command.Parameters.Where(p => !p.IsHidden && p.Sets.Any(s => s.FromPipelineByPropertyName)).Select(p => p.Name).ToList();
        if (names.Count > 0) inputs.Add(new CommandHelpType("System.Object", [$"An object's properties of these names bind: {string.Join(", ", names)}."]));
        if (inputs.Count == 0) inputs.Add(new CommandHelpType("None", []));
        return inputs;
    }

    private static List<string> Notes(HelpPage? page)
    {
        if (page is null) return [];
        var notes = new List<string>(page.Notes);
        if (page.Permissions.Count > 0)
        {
            notes.Add("PERMISSIONS");
            notes.AddRange(page.Permissions);
        }

        return notes;
    }

    private static List<HelpLink> Links(HelpPage? page)
    {
        if (page is null) return [];
        // Get-Help -Online opens the first link that has an address.
        return page.Online is null ? [.. page.Related] : [new HelpLink("Online version", page.Online), .. page.Related];
    }
}
