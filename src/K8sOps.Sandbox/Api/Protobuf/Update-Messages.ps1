<#
.SYNOPSIS
    Writes messages.txt, the table by which the sandbox reads bodies in protobuf, from the Kubernetes sources.
.DESCRIPTION
    Numbers and types come from the generated.proto files, names and omitempty from the tags in types*.go beside them.
    Only messages that can be reached from the kinds of ../kinds.yaml, and from the few below, are kept.
.EXAMPLE
    ./Update-Messages.ps1 -Api ~/src/api -Apimachinery ~/src/apimachinery -Apiextensions ~/src/apiextensions-apiserver -Ref release-1.36
#>
[CmdletBinding()]
param(
    # Git clones of kubernetes/api, kubernetes/apimachinery and kubernetes/apiextensions-apiserver.
    [Parameter(Mandatory)] [string] $Api,
    [Parameter(Mandatory)] [string] $Apimachinery,
    [Parameter(Mandatory)] [string] $Apiextensions,
    # The branch or tag to read; the same in all three.
    [Parameter(Mandatory)] [string] $Ref
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$sources = [ordered]@{
    'meta/v1' = $Apimachinery, 'pkg/apis/meta/v1'
    'v1' = $Api, 'core/v1'
    'apiextensions.k8s.io/v1' = $Apiextensions, 'pkg/apis/apiextensions/v1'
    'apps/v1' = $Api, 'apps/v1'
    'authentication.k8s.io/v1' = $Api, 'authentication/v1'
    'authorization.k8s.io/v1' = $Api, 'authorization/v1'
    'autoscaling/v1' = $Api, 'autoscaling/v1'
    'autoscaling/v2' = $Api, 'autoscaling/v2'
    'batch/v1' = $Api, 'batch/v1'
    'coordination.k8s.io/v1' = $Api, 'coordination/v1'
    'discovery.k8s.io/v1' = $Api, 'discovery/v1'
    'networking.k8s.io/v1' = $Api, 'networking/v1'
    'policy/v1' = $Api, 'policy/v1'
    'rbac.authorization.k8s.io/v1' = $Api, 'rbac/v1'
    'scheduling.k8s.io/v1' = $Api, 'scheduling/v1'
    'storage.k8s.io/v1' = $Api, 'storage/v1'
}

# Sent in bodies, and of no kind that is stored.
$roots = [Collections.Generic.List[string]]@(
    'meta/v1:DeleteOptions', 'policy/v1:Eviction', 'autoscaling/v1:Scale', 'authentication.k8s.io/v1:SelfSubjectReview'
    'authorization.k8s.io/v1:SelfSubjectAccessReview', 'authorization.k8s.io/v1:SelfSubjectRulesReview'
)
$apiVersion = $group = ''
switch -Regex -File "$PSScriptRoot/../kinds.yaml" {
    '^- group: (\S+)' { $group = $Matches[1] + '/' }
    '^\s*-?\s*version: (\S+)' { $apiVersion = $group + $Matches[1] }
    'kind: (\w+)' { if ($sources.Contains($apiVersion)) { $roots.Add("${apiVersion}:$($Matches[1])") } }
}

# Messages whose JSON is not an object of their fields: what ProtobufReader knows by name, and those that are the first of their fields that is there.
$forms = @{
    Time = 'time'; MicroTime = 'microTime'; Quantity = 'quantity'; IntOrString = 'intOrString'; ExtraValue = 'strings'
    RawExtension = 'json'; FieldsV1 = 'json'; JSON = 'json'
}
$alternatives = @{
    JSONSchemaPropsOrBool = 'schema', 'allows'; JSONSchemaPropsOrArray = 'jSONSchemas', 'schema'; JSONSchemaPropsOrStringArray = 'property', 'schema'
}
$scalars = @{ string = 'string'; bool = 'bool'; int32 = 'int'; int64 = 'long'; double = 'double'; bytes = 'bytes' }

function Read-Source([string] $Repository, [string] $Path) {
    $text = git -C $Repository show "${Ref}:$Path"
    if ($LASTEXITCODE -ne 0) { throw "$Repository has no $Path at $Ref." }
    $text
}

$packages = @{}
$messages = @{}
foreach ($section in $sources.Keys) {
    $repository, $folder = $sources[$section]
    $message = $null
    switch -Regex (Read-Source -Repository $repository -Path "$folder/generated.proto") {
        '^package (\S+);' { $packages[$Matches[1]] = $section }
        '^message (\w+)' { $message = "${section}:$($Matches[1])"; $messages[$message] = [ordered]@{} }
        '^\s+(optional|repeated) (\S+) (\w+) = (\d+);' { $messages[$message][$Matches[4]] = @{ Name = $Matches[3]; List = $Matches[1] -eq 'repeated'; Map = $false; Type = $Matches[2]; OmitsZero = $false } }
        '^\s+map<string, (\S+)> (\w+) = (\d+);' { $messages[$message][$Matches[3]] = @{ Name = $Matches[2]; List = $false; Map = $true; Type = $Matches[1]; OmitsZero = $false } }
    }

    $files = git -C $repository ls-tree --name-only $Ref "$folder/" | Where-Object { $_ -match '/types\w*\.go$' }
    foreach ($file in $files) {
        $struct = $null
        switch -Regex (Read-Source -Repository $repository -Path $file) {
            '^type (\w+) struct' { $struct = "${section}:$($Matches[1])" }
            '^\s*(\w.*?)\s*`.*json:"([^",]*)([^"]*)".*protobuf:"\w+,(\d+),' {
                $declaration, $json, $options, $number = $Matches[1..4]
                if ($messages[$struct]?[$number]) {
                    $messages[$struct][$number].Name = $json ? $json : '+'
                    $messages[$struct][$number].OmitsZero = $options.Contains('omitempty') -and -not $declaration.Contains(' *')
                }
            }
        }
    }
}

$kept = [Collections.Generic.HashSet[string]]::new()
$queue = [Collections.Generic.Queue[string]]::new($roots)
$texts = @{}
while ($queue.Count) {
    $name = $queue.Dequeue()
    if (-not $kept.Add($name)) { continue }
    $section = $name -replace ':.*'
    $texts[$name] = foreach ($number in $messages[$name].Keys) {
        $field = $messages[$name][$number]
        $short = $field.Type -replace '.*\.'
        $type = $scalars[$field.Type] ?? $forms[$short]
        if (-not $type) {
            $owner = $field.Type -match '^\.(.+)\.\w+$' ? $packages[$Matches[1]] : $section
            $queue.Enqueue("${owner}:$short")
            $type = $owner -eq $section ? $short : "${owner}:$short"
        }

        if ($field.Map) { $type = "{$type}" } elseif ($field.List) { $type = "[$type]" } elseif ($scalars[$field.Type] -and $field.OmitsZero) { $type += '?' }
        "$number $($field.Name) $type"
    }
}

$lines = [Collections.Generic.List[string]]@(
    "# The messages of Kubernetes that the sandbox reads in protobuf: facts of $Ref, written by Update-Messages.ps1."
    '# API version, message (: the fields of which the first that is there is all of its JSON), then per field: number, name in JSON'
    '# (+ is: its fields belong to this message), type.'
    '# [type] is a list, {type} a map by string, type? is left out when it is zero; another section''s message is section:Message.'
)
foreach ($section in $sources.Keys) {
    $names = $kept | Where-Object { $_ -like "${section}:*" } | Sort-Object -Culture ''
    if (-not $names) { continue }
    $lines.Add($section)
    foreach ($name in $names) {
        $short = $name -replace '.*:'
        $lines.Add("  $short" + ($alternatives[$short] ? ": $($alternatives[$short] -join ' | ')" : ''))
        $line = '   '
        foreach ($field in $texts[$name]) {
            if ($line.Length + $field.Length -gt 148) { $lines.Add($line); $line = '   ' }
            $line += " $field,"
        }

        if ($line.Trim()) { $lines.Add($line.TrimEnd(',')) }
    }
}

Set-Content -Path "$PSScriptRoot/messages.txt" -Value $lines
