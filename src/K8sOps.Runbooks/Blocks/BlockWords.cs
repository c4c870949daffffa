namespace K8sOps.Runbooks.Blocks;

/// <summary>The words that mean something, and those that are refused, each with the reason.</summary>
internal static class BlockWords
{
    /// <summary>Statements that PowerShell has and the block language has not.</summary>
    public static IReadOnlyDictionary<string, string> RefusedStatements { get; } = Table(
        ("exit", "exit closes the operator's session"),
        ("return", "return leaves what runs the block; let the verification say whether it went well"),
        ("break", "break leaves what runs the block"),
        ("continue", "continue leaves what runs the block; use if, or Where-Object"),
        ("trap", "errors stop the step by themselves"),
        ("try", "errors stop the step by themselves"),
        ("catch", "errors stop the step by themselves"),
        ("finally", "errors stop the step by themselves"),
        ("throw", "a step fails when its verification does"),
        ("function", "what needs functions becomes a command of the module"),
        ("filter", "what needs functions becomes a command of the module"),
        ("class", "what needs classes becomes a command of the module"),
        ("enum", "what needs types becomes a command of the module"),
        ("using", "the module is loaded already"),
        ("param", "parameters stand in the runbook's table"),
        ("dynamicparam", "parameters stand in the runbook's table"),
        ("begin", "a block has no parts"),
        ("process", "a block has no parts"),
        ("end", "a block has no parts"),
        ("clean", "a block has no parts"),
        ("data", "a block has no parts"),
        ("while", "a verification repeats itself with timeout= and every=; for objects there is foreach"),
        ("do", "a verification repeats itself with timeout= and every=; for objects there is foreach"),
        ("until", "a verification repeats itself with timeout= and every=; for objects there is foreach"),
        ("for", "for objects there is foreach"),
        ("switch", "use if"),
        ("elseif", "there is no if before it"),
        ("else", "there is no if before it"),
        ("in", "it belongs into a foreach"),
        ("workflow", "workflows are gone"),
        ("parallel", "steps run one after another"),
        ("sequence", "steps run one after another"),
        ("inlinescript", "workflows are gone"),
        ("configuration", "what needs configurations becomes a command of the module"),
        ("define", "the word is reserved"),
        ("from", "the word is reserved"),
        ("var", "the word is reserved"),
        ("type", "the word is reserved"),
        ("module", "the word is reserved"),
        ("namespace", "the word is reserved"),
        ("interface", "the word is reserved"),
        ("static", "the word is reserved"),
        ("hidden", "the word is reserved"),
        ("base", "the word is reserved"),
        ("public", "the word is reserved"),
        ("private", "the word is reserved"),
        ("assembly", "the word is reserved"),
        ("command", "the word is reserved"));

    /// <summary>Commands that are refused by name, whatever they are given.</summary>
    public static IReadOnlyDictionary<string, string> RefusedCommands { get; } = Table(
        ("Invoke-Expression", "what it runs cannot be read beforehand"),
        ("iex", "what it runs cannot be read beforehand"),
        ("Invoke-Command", "commands run here, one after another"),
        ("icm", "commands run here, one after another"),
        ("Start-Job", "a job outlives its step"),
        ("sajb", "a job outlives its step"),
        ("Start-ThreadJob", "a job outlives its step"),
        ("Start-Process", "native commands stand in a bash block, to be read"),
        ("Set-Variable", "a variable is assigned with ="),
        ("New-Variable", "a variable is assigned with ="),
        ("Import-Module", "the module is loaded already"));

    /// <summary>Parameters that are refused on every command.</summary>
    public static IReadOnlyDictionary<string, string> RefusedParameters { get; } = Table(
        ("WhatIf", "the runner rehearses with its own -WhatIf"),
        ("Confirm", "the runner asks, or is told not to"),
        ("Parallel", "commands run one after another"),
        ("AsJob", "a job outlives its step"),
        ("ConfirmId", "nobody but a person at the prompt confirms that"),
        ("ErrorAction", "an error that is not seen would pass for success"),
        ("ErrorVariable", "an error stops the step by itself"),
        ("WarningAction", "warnings are for the operator"),
        ("WarningVariable", "warnings are for the operator"),
        ("InformationAction", "the runner decides what is shown"),
        ("InformationVariable", "a variable is assigned with ="),
        ("ProgressAction", "the runner decides what is shown"),
        ("Verbose", "the runner decides what is shown"),
        ("Debug", "the runner decides what is shown"),
        ("OutVariable", "a variable is assigned with ="),
        ("OutBuffer", "objects come when they come"),
        ("PipelineVariable", "use ForEach-Object, or foreach"));

    private static readonly Dictionary<string, int> s_binary = Operators();

    /// <summary>How tightly a binary operator binds, from 1; 0 for a word that is none.</summary>
    public static int Binding(string word) => s_binary.GetValueOrDefault(word);

    private static Dictionary<string, int> Operators()
    {
        var operators = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["-and"] = 1, ["-or"] = 1, ["-xor"] = 1, ["-band"] = 2, ["-bor"] = 2, ["-bxor"] = 2, ["-shl"] = 3, ["-shr"] = 3 };
        foreach (var word in (string[])["eq", "ne", "gt", "ge", "lt", "le", "like", "notlike", "match", "notmatch", "replace", "contains", "notcontains", "in", "notin", "split"])
        {
            operators["-" + word] = operators["-c" + word] = operators["-i" + word] = 3;
        }

        operators["-join"] = 3;
        operators["+"] = operators["-"] = 4;
        operators["*"] = operators["/"] = operators["%"] = 5;
        operators["-f"] = 6;
        operators[".."] = 7;
        return operators;
    }

    private static Dictionary<string, string> Table(params (string Word, string Reason)[] words) => words.ToDictionary(w => w.Word, w => w.Reason, StringComparer.OrdinalIgnoreCase);
}
