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
. "$PSScriptRoot/../Definitions.ps1"

$all = [Text.Json.Nodes.JsonArray]::new()
foreach ($published in Read-Definition $Definitions | Sort-Object { $_['metadata']['name'].ToString() }) {
    if ($published['spec']['names']['kind'].ToString() -in $Kind) { $all.Add((ConvertTo-Definition $published)) }
}

Write-Definition $all "$PSScriptRoot/definitions.json"
