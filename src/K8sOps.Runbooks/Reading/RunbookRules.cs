namespace K8sOps.Runbooks;

/// <summary>The ids of the rules that a runbook is held to.</summary>
public static class RunbookRules
{
    /// <summary>The result for a runbook that keeps to all of them.</summary>
    public const string Valid = "RUNBOOK.VALID";

    /// <summary>Sections and headings: all there, spelled so, in this order.</summary>
    public const string Section = "RUNBOOK.SECTION";

    /// <summary>The bold labels: all there, spelled so, in this order, with something behind them.</summary>
    public const string Label = "RUNBOOK.LABEL";

    /// <summary>Tables have their columns, and cells that say something.</summary>
    public const string Table = "RUNBOOK.TABLE";

    /// <summary>Parameters: names, types, defaults; each is used.</summary>
    public const string Parameter = "RUNBOOK.PARAMETER";

    /// <summary>The words behind a fence, and where a block may stand.</summary>
    public const string Fence = "RUNBOOK.FENCE";

    /// <summary>Steps: numbered, named, with an action or a manual block.</summary>
    public const string Step = "RUNBOOK.STEP";

    /// <summary>Each step of a procedure is verified, by something that can prove it.</summary>
    public const string Verify = "RUNBOOK.VERIFY";

    /// <summary>Each procedure can be taken back, or says why not.</summary>
    public const string Rollback = "RUNBOOK.ROLLBACK";

    /// <summary>A block keeps to the block language.</summary>
    public const string Language = "RUNBOOK.LANGUAGE";

    /// <summary>Every command exists, with those parameters.</summary>
    public const string Command = "RUNBOOK.COMMAND";

    /// <summary>What only looks, changes nothing.</summary>
    public const string Changes = "RUNBOOK.CHANGES";

    /// <summary>Every variable is known.</summary>
    public const string Variable = "RUNBOOK.VARIABLE";

    /// <summary>Nothing belongs to one cluster, and there is no secret.</summary>
    public const string Specific = "RUNBOOK.SPECIFIC";

    /// <summary>Every check exists, and leads to the symptom that names it.</summary>
    public const string Check = "RUNBOOK.CHECK";

    /// <summary>Every alert is spelled as in the table of alerts.</summary>
    public const string Alert = "RUNBOOK.ALERT";

    /// <summary>Every link leads somewhere.</summary>
    public const string Link = "RUNBOOK.LINK";

    /// <summary>No line of text begins with a dot and a word.</summary>
    public const string Help = "RUNBOOK.HELP";

    /// <summary>All rules, with what each holds, in the order of the documentation.</summary>
    public static IReadOnlyList<CheckInfo> All { get; } =
    [
        new(Section, "Sections and headings are all there, spelled as in the format, in its order"),
        new(Label, "Labels are all there, spelled as in the format, in its order, and say something"),
        new(Table, "Tables have the columns of the format, and no empty cells"),
        new(Parameter, "Parameters have a name, a known type and a default of that type, and are used"),
        new(Fence, "Fences are closed, carry only known words, and stand where they mean something"),
        new(Step, "Steps are numbered, named, and have one action or manual block"),
        new(Verify, "Each step of a procedure has a verification that can prove something"),
        new(Rollback, "Each procedure can be taken back, or says why not"),
        new(Language, "Blocks keep to the block language"),
        new(Command, "Commands exist, with those parameters"),
        new(Changes, "Diagnoses and verifications change nothing"),
        new(Variable, "Variables are $Cluster, parameters, or assigned before"),
        new(Specific, "Nothing belongs to one cluster, and there are no secrets"),
        new(Check, "Checks exist, and lead to the symptom that names them"),
        new(Alert, "Alerts are spelled as in the table of alerts"),
        new(Link, "Links and anchors lead somewhere"),
        new(Help, "No line of text begins with a dot and a word"),
    ];
}
