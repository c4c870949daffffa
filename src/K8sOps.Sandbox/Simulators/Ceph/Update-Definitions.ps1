<#
.SYNOPSIS
    Writes definitions.json, the CustomResourceDefinitions of Rook in the worlds, from the definitions that Rook publishes.
.DESCRIPTION
    Kept are names, types, defaults, allowed values, patterns, printer columns, subresources, short names and categories, of the kinds
    that the worlds have or that people ask for. Left out are descriptions (they are Rook's text) and CEL rules (the sandbox does not
    evaluate them). Needs the built tests, which bring the reader of YAML: dotnet build tests/K8sOps.Sandbox.Tests
.EXAMPLE
    ./Update-Definitions.ps1 -Definitions /work/shared/crds/rook/crds.yaml
#>
[CmdletBinding()]
param(
    # The file with all definitions.
    [Parameter(Mandatory)] [string] $Definitions,
    # The kinds that the worlds get.
    [string[]] $Kind = @('CephBlockPool', 'CephCluster', 'CephFilesystem', 'CephObjectStore')
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$built = "$PSScriptRoot/../../../../artifacts/bin/K8sOps.Sandbox.Tests/debug"
foreach ($name in 'YamlDotNet', 'K8sOps.Text') { Add-Type -Path "$built/$name.dll" }

# Drops the text and the CEL rules of a schema, in place. A field that is itself called "description" stays.
function Remove-Text([Text.Json.Nodes.JsonNode] $Schema, [bool] $IsMap) {
    if ($Schema -is [Text.Json.Nodes.JsonArray]) {
        foreach ($item in $Schema) { if ($item -is [Text.Json.Nodes.JsonObject]) { Remove-Text $item $false } }
        return
    }
    if (-not $IsMap) {
        foreach ($name in 'description', 'x-kubernetes-validations', 'example') { [void]$Schema.Remove($name) }
    }
    foreach ($name in @($Schema.GetEnumerator() | ForEach-Object { $_.Key })) {
        if (-not $IsMap -and $name -in 'default', 'enum', 'required') { continue }
        $child = $Schema[$name]
        if ($child -is [Text.Json.Nodes.JsonObject] -or $child -is [Text.Json.Nodes.JsonArray]) { Remove-Text $child (-not $IsMap -and $name -eq 'properties') }
    }
}

$all = [Text.Json.Nodes.JsonArray]::new()
$documents = [K8sOps.Text.Yaml]::ParseAll([IO.File]::ReadAllText($Definitions)) | Where-Object { $null -ne $_ }
foreach ($definition in $documents | Sort-Object { $_['metadata']['name'].ToString() }) {
    $spec = $definition['spec'].DeepClone()
    if ($spec['names']['kind'].ToString() -notin $Kind) { continue }
    foreach ($version in $spec['versions']) { Remove-Text $version['schema']['openAPIV3Schema'] $false }
    $metadata = [Text.Json.Nodes.JsonObject]::new()
    $metadata['name'] = $definition['metadata']['name'].ToString()
    $out = [Text.Json.Nodes.JsonObject]::new()
    $out['apiVersion'] = 'apiextensions.k8s.io/v1'
    $out['kind'] = 'CustomResourceDefinition'
    $out['metadata'] = $metadata
    $out['spec'] = $spec
    $all.Add($out)
}

$options = [Text.Json.JsonSerializerOptions]::new()
$options.WriteIndented = $true
$options.IndentSize = 1
$options.Encoder = [Text.Encodings.Web.JavaScriptEncoder]::UnsafeRelaxedJsonEscaping
[IO.File]::WriteAllText("$PSScriptRoot/definitions.json", $all.ToJsonString($options).ReplaceLineEndings("`n") + "`n")
"definitions.json: $($all.Count) definitions"
