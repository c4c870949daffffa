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
$built = "$PSScriptRoot/../../../../artifacts/bin/K8sOps.Sandbox.Tests/debug"
foreach ($name in 'YamlDotNet', 'K8sOps.Text') { Add-Type -Path "$built/$name.dll" }

# The controller that brings a group's kinds, where it is not named like the group.
$components = @{ 'source.extensions' = 'source-watcher'; 'image' = 'image-automation-controller' }
$reflectors = 'ImagePolicy', 'ImageRepository'

function Get-Component([string] $Group, [string] $Kind) {
    $name = $Group -replace '(\.toolkit)?\.fluxcd\.io$'
    if ($Kind -in $reflectors) { return 'image-reflector-controller' }
    if ($components.ContainsKey($name)) { return $components[$name] }
    "$name-controller"
}

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
foreach ($file in Get-ChildItem $Definitions -Filter *.yaml | Sort-Object Name) {
    $definition = [K8sOps.Text.Yaml]::ParseAll([IO.File]::ReadAllText($file.FullName)) | Where-Object { $null -ne $_ } | Select-Object -First 1
    $spec = $definition['spec'].DeepClone()
    foreach ($version in $spec['versions']) { Remove-Text $version['schema']['openAPIV3Schema'] $false }
    $metadata = [Text.Json.Nodes.JsonObject]::new()
    $metadata['name'] = $definition['metadata']['name'].ToString()
    $metadata['labels'] = [Text.Json.Nodes.JsonObject]::new()
    $labels = [ordered]@{
        'app.kubernetes.io/component' = Get-Component $spec['group'].ToString() $spec['names']['kind'].ToString()
        'app.kubernetes.io/instance' = 'flux-system'
        'app.kubernetes.io/part-of' = 'flux'
        'app.kubernetes.io/version' = $FluxVersion
        'kustomize.toolkit.fluxcd.io/name' = 'flux-system'
        'kustomize.toolkit.fluxcd.io/namespace' = 'flux-system'
    }
    foreach ($label in $labels.GetEnumerator()) { $metadata['labels'][$label.Key] = [string]$label.Value }
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
