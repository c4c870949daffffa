using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace K8sOps.Runbooks.Help;

/// <summary>
/// What the properties of a new object hold, as far as the constructor says it in plain constants. The few instructions that
/// the compiler makes of a property's initializer are followed; whatever else it does makes the value unknown, never wrong.
/// </summary>
internal sealed class PropertyDefaults
{
    private static readonly object s_unknown = new();
    private static readonly object s_this = new();
    private static readonly Dictionary<ushort, OpCode> s_opCodes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(o => (ushort)o.Value);

    private readonly MetadataReader _reader;
    private readonly Stack<object?> _stack = new();
    private readonly Dictionary<string, object?> _values;

    private PropertyDefaults(MetadataReader reader, Dictionary<string, object?> values)
    {
        _reader = reader;
        _values = values;
    }

    /// <summary>The known values by property, a class's own before those of its bases.</summary>
    public static IReadOnlyDictionary<string, object?> Read(ModuleMetadata module, TypeDefinitionHandle handle)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (EntityHandle current = handle; current.Kind == HandleKind.TypeDefinition && !current.IsNil;)
        {
            var type = module.Reader.GetTypeDefinition((TypeDefinitionHandle)current);
            foreach (var method in type.GetMethods().Select(module.Reader.GetMethodDefinition))
            {
                if (module.Reader.GetString(method.Name) != ".ctor" || method.RelativeVirtualAddress == 0) continue;
                new PropertyDefaults(module.Reader, values).Follow(module.File.GetMethodBody(method.RelativeVirtualAddress).GetILReader());
            }

            current = type.BaseType;
        }

        return values.Where(v => v.Value != s_unknown).ToDictionary(StringComparer.Ordinal);
    }

    private void Follow(BlobReader il)
    {
        while (il.RemainingBytes > 0)
        {
            ushort code = il.ReadByte();
            if (code == 0xFE) code = (ushort)(0xFE00 | il.ReadByte());
            var op = s_opCodes[code];
            switch (op.OperandType)
            {
                case OperandType.InlineNone:
                    Plain(op);
                    break;
                case OperandType.ShortInlineI:
                    _stack.Push((int)il.ReadSByte());
                    break;
                case OperandType.InlineI:
                    _stack.Push(il.ReadInt32());
                    break;
                case OperandType.InlineI8:
                    _stack.Push(il.ReadInt64());
                    break;
                case OperandType.ShortInlineR:
                    _stack.Push((double)il.ReadSingle());
                    break;
                case OperandType.InlineR:
                    _stack.Push(il.ReadDouble());
                    break;
                case OperandType.InlineString:
                    _stack.Push(_reader.GetUserString(MetadataTokens.UserStringHandle(il.ReadInt32())));
                    break;
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineType or OperandType.InlineTok:
                    WithToken(op, MetadataTokens.EntityHandle(il.ReadInt32()));
                    break;
                default:
                    // A branch or a switch: from here on it is a program, not an initializer.
                    return;
            }
        }
    }

    private void Plain(OpCode op)
    {
        if (op == OpCodes.Ldarg_0) _stack.Push(s_this);
        else if (op == OpCodes.Ldnull) _stack.Push(null);
        else if (op.Value >= OpCodes.Ldc_I4_M1.Value && op.Value <= OpCodes.Ldc_I4_8.Value) _stack.Push(op.Value - OpCodes.Ldc_I4_0.Value);
        else if (op == OpCodes.Conv_I8) _stack.Push(Pop() is int number ? (long)number : s_unknown);
        else if (op == OpCodes.Conv_R8) _stack.Push(Pop() is IConvertible number and (int or long or double) ? number.ToDouble(CultureInfo.InvariantCulture) : s_unknown);
        else if (op == OpCodes.Dup) _stack.Push(_stack.TryPeek(out var top) ? top : s_unknown);
        else if (op == OpCodes.Stelem_Ref || op == OpCodes.Stelem_I4) StoreElement();
        else if (op != OpCodes.Nop && op != OpCodes.Ret && op != OpCodes.Pop) Forget();
    }

    private void WithToken(OpCode op, EntityHandle token)
    {
        if (op == OpCodes.Newarr) _stack.Push(Pop() is int length and >= 0 and < 64 ? new object?[length] : s_unknown);
        else if (op == OpCodes.Stfld) StoreField(token);
        else if (op == OpCodes.Stelem) StoreElement();
        else if (op == OpCodes.Call) Call(token);
        else if (op == OpCodes.Newobj && WrapsItsArgument(token)) return;
        else Forget();
    }

    private void StoreElement()
    {
        var value = Pop();
        var index = Pop();
        if (Pop() is object?[] array && index is int i && i >= 0 && i < array.Length) array[i] = value;
    }

    private void StoreField(EntityHandle token)
    {
        var value = Pop();
        if (Pop() != s_this || token.Kind != HandleKind.FieldDefinition) return;
        var field = _reader.GetString(_reader.GetFieldDefinition((FieldDefinitionHandle)token).Name);
        // The compiler's own name for the field behind a property: <Name>k__BackingField.
        if (field.StartsWith('<') && field.IndexOf('>', StringComparison.Ordinal) is var end and > 1) _values.TryAdd(field[1..end], value);
    }

    private void Call(EntityHandle token)
    {
        if (token.Kind == HandleKind.MemberReference)
        {
            var member = _reader.GetMemberReference((MemberReferenceHandle)token);
            var signature = member.DecodeMethodSignature(TypeNames.Instance, null);
            var name = _reader.GetString(member.Name);
            if (TypeOf(token) == "System.TimeSpan" && name.StartsWith("From", StringComparison.Ordinal))
            {
                var arguments = Enumerable.Range(0, signature.ParameterTypes.Length).Select(_ => Pop()).Reverse().ToList();
                _stack.Push(Span(name, arguments));
                return;
            }
        }

        if (token.Kind == HandleKind.MethodSpecification)
        {
            var method = _reader.GetMethodSpecification((MethodSpecificationHandle)token).Method;
            if (method.Kind == HandleKind.MemberReference && _reader.GetString(_reader.GetMemberReference((MemberReferenceHandle)method).Name) == "Empty" && TypeOf(method) == "System.Array")
            {
                _stack.Push(Array.Empty<object?>());
                return;
            }
        }

        Forget();
    }

    /// <summary>The first argument counts; the finer ones of the newer overloads must be zero.</summary>
    private static object Span(string factory, List<object?> arguments)
    {
        if (arguments.Skip(1).Any(a => a is not (0 or 0L)) || arguments.Count == 0 || arguments[0] is not (int or long or double)) return s_unknown;
        var amount = ((IConvertible)arguments[0]!).ToDouble(CultureInfo.InvariantCulture);
        return factory switch
        {
            "FromDays" => TimeSpan.FromDays(amount),
            "FromHours" => TimeSpan.FromHours(amount),
            "FromMinutes" => TimeSpan.FromMinutes(amount),
            "FromSeconds" => TimeSpan.FromSeconds(amount),
            "FromMilliseconds" => TimeSpan.FromMilliseconds(amount),
            _ => s_unknown,
        };
    }

    private string? TypeOf(EntityHandle member)
    {
        if (member.Kind != HandleKind.MemberReference) return null;
        var parent = _reader.GetMemberReference((MemberReferenceHandle)member).Parent;
        return parent.Kind == HandleKind.TypeReference ? TypeNames.Instance.GetTypeFromReference(_reader, (TypeReferenceHandle)parent, 0) : null;
    }

    /// <summary>A generic's constructor that takes just its own type argument is that of Nullable: the value stays what it is.</summary>
    private bool WrapsItsArgument(EntityHandle token) =>
        token.Kind == HandleKind.MemberReference
        && _reader.GetMemberReference((MemberReferenceHandle)token) is var member
        && member.Parent.Kind == HandleKind.TypeSpecification
        && member.DecodeMethodSignature(TypeNames.Instance, null).ParameterTypes is ["!0"];

    private object? Pop() => _stack.TryPop(out var value) ? value : s_unknown;

    /// <summary>After an instruction that is not followed nothing on the stack can be trusted.</summary>
    private void Forget() => _stack.Clear();
}
