using K8sOps.Runbooks.Help;

namespace K8sOps.Runbooks.Tests.Help;

/// <summary>The compiled commands that the tests read, and pages for them.</summary>
internal static class Fixture
{
    public static string Assembly { get; } = Path.Combine(AppContext.BaseDirectory, "HelpFixture", "HelpFixture.dll");

    public static IReadOnlyList<CommandMetadata> Commands { get; } = CommandMetadataReader.Read(Assembly);

    public static CommandMetadata Get { get; } = Commands.Single(c => c.Name == "Get-Thing");

    /// <summary>A page that has everything a page can have, ugly characters included.</summary>
    public const string GetPage = """
        ---
        online: https://example.com/get-thing
        ---

        # Get-Thing

        ## Synopsis

        Gets things & more <now> | later.

        ## Description

        One paragraph, wrapped
        over two lines, with `a | b`, **bold** and [a link](https://k8s.io).

        Another one.

        - first
        - second
          - inner

        | Status | Meaning |
        | --- | --- |
        | `Pass` | all that was looked at is well, and nothing needs to be done by anybody |
        | `a \| b` | x |

        > **Warning:** this destroys.

        ```yaml
        rules:
          - apiGroups: [""]
        ```

        ## Examples

        ### Get all

        ```powershell
        Get-Thing -Name x |
            Out-Null

        Get-Thing -All
        ```

        Gets them.

        ```text
        Name  Age
           x    1
        ```

        ### Nothing said

        ```powershell
        Get-Thing -Id 1
        ```

        ## Parameters

        ### -Name

        The names.

        Second paragraph.

        ### -Id

        The id.

        ### -Place

        Where.

        ### -Status

        Which.

        ### -Not

        Which not.

        ### -Type

        What type.

        ### -All

        Everything.

        ### -Timeout

        How long.

        ### -Pause

        How long between.

        ### -Limit

        How many.

        ### -Share

        How much.

        ### -Home

        Where from.

        ### -Cluster

        Where.

        ### -ThrottleLimit

        How many.

        ## Outputs

        ### K8sOps.CheckResult

        One for each.

        ### System.Boolean

        One.

        ## Permissions

        None.

        ## Notes

        A note.

        ## Related

        - [Remove-Thing](Remove-Thing.md)
        - [Kubernetes](https://kubernetes.io)
        - about_Thing
        """;

    /// <summary>A page with one parameter and one example.</summary>
    public const string RemovePage = """
        # Remove-Thing

        ## Synopsis

        Removes a thing.

        ## Description

        It is gone then.

        ## Examples

        ### Remove one

        ```powershell
        Remove-Thing -Name x
        ```

        ## Parameters

        ### -Name

        The name.
        """;

    /// <summary>A folder of pages, deleted at the end.</summary>
    public static DocsFolder Docs(params (string Path, string Text)[] pages) => new(pages);

    public static DocsFolder GoodDocs() => Docs(("cmdlets/Get-Thing.md", GetPage), ("cmdlets/Remove-Thing.md", RemovePage), ("about/about_Thing.md", AboutTests.Page));
}
