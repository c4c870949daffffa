<#
.SYNOPSIS
    Writes definitions.json, the CustomResourceDefinitions of Flux in the worlds, from the definitions that Flux publishes.
.DESCRIPTION
    Kept are names, types, defaults, allowed values, patterns, printer columns, subresources, short names and categories. Left out are
    descriptions (they are Flux's text) and CEL rules (the sandbox does not evaluate them). Labels are those of an installation by
    flux bootstrap: the controller's component, the version, and the Kustomization that applies them.
    Needs the built tests, which bring the reader of YAML: dotnet build tests/K8sOps.Sandbox.Tests
.EXAMPLE
    ./Update-Definitions.ps1 -Definitions /work/shared/crds/flux
#>
[CmdletBinding()]
param(
    # The folder with one YAML file a definition.
    [Parameter(Mandatory)] [string] $Definitions,
    # The version that the label of the definitions tells: that of the worlds' controllers.
    [string] $FluxVersion = 'v2.7.5'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/../Definitions.ps1"

# The controller that brings a group's kinds, where it is not named like the group.
$components = @{ 'source.extensions' = 'source-watcher'; 'image' = 'image-automation-controller' }
$reflectors = 'ImagePolicy', 'ImageRepository'

function Get-Component([string] $Group, [string] $Kind) {
    $name = $Group -replace '(\.toolkit)?\.fluxcd\.io$'
    if ($Kind -in $reflectors) { return 'image-reflector-controller' }
    if ($components.ContainsKey($name)) { return $components[$name] }
    "$name-controller"
}

$all = [Text.Json.Nodes.JsonArray]::new()
foreach ($file in Get-ChildItem $Definitions -Filter *.yaml | Sort-Object Name) {
    $published = Read-Definition $file.FullName | Select-Object -First 1
    $all.Add((ConvertTo-Definition $published ([ordered]@{
                'app.kubernetes.io/component' = Get-Component $published['spec']['group'].ToString() $published['spec']['names']['kind'].ToString()
                'app.kubernetes.io/instance' = 'flux-system'
                'app.kubernetes.io/part-of' = 'flux'
                'app.kubernetes.io/version' = $FluxVersion
                'kustomize.toolkit.fluxcd.io/name' = 'flux-system'
                'kustomize.toolkit.fluxcd.io/namespace' = 'flux-system'
            })))
}

Write-Definition $all "$PSScriptRoot/definitions.json"
