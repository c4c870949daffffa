# What the simulators' Update-Definitions.ps1 have in common: from the definitions that a project publishes to ours, without its texts.

$built = "$PSScriptRoot/../../../artifacts/bin/K8sOps.Sandbox.Tests/debug"
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

# The definitions of a YAML file.
function Read-Definition([string] $Path) { [K8sOps.Text.Yaml]::ParseAll([IO.File]::ReadAllText($Path)) | Where-Object { $null -ne $_ } }

# One of ours, from a published one.
function ConvertTo-Definition([Text.Json.Nodes.JsonObject] $Published, [Collections.IDictionary] $Labels) {
    $spec = $Published['spec'].DeepClone()
    foreach ($version in $spec['versions']) { Remove-Text $version['schema']['openAPIV3Schema'] $false }
    $metadata = [Text.Json.Nodes.JsonObject]::new()
    $metadata['name'] = $Published['metadata']['name'].ToString()
    if ($Labels) {
        $metadata['labels'] = [Text.Json.Nodes.JsonObject]::new()
        foreach ($label in $Labels.GetEnumerator()) { $metadata['labels'][$label.Key] = [string]$label.Value }
    }
    $out = [Text.Json.Nodes.JsonObject]::new()
    $out['apiVersion'] = 'apiextensions.k8s.io/v1'
    $out['kind'] = 'CustomResourceDefinition'
    $out['metadata'] = $metadata
    $out['spec'] = $spec
    , $out
}

# Writes them, the same bytes for the same definitions.
function Write-Definition([Text.Json.Nodes.JsonArray] $Definitions, [string] $Path) {
    $options = [Text.Json.JsonSerializerOptions]::new()
    $options.WriteIndented = $true
    $options.IndentSize = 1
    $options.Encoder = [Text.Encodings.Web.JavaScriptEncoder]::UnsafeRelaxedJsonEscaping
    [IO.File]::WriteAllText($Path, $Definitions.ToJsonString($options).ReplaceLineEndings("`n") + "`n")
    "$(Split-Path -Leaf $Path): $($Definitions.Count) definitions"
}
