namespace K8sOps.Engine;

/// <summary>The answer to "may this be changed?".</summary>
internal enum Consent
{
    /// <summary>No: leave the object alone and go on.</summary>
    No = 0,

    /// <summary>Yes: change it.</summary>
    Yes,

    /// <summary>Only ask the server what would happen (<c>-WhatIf</c>, or a rehearsal).</summary>
    WhatIf,
}
