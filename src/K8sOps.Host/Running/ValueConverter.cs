using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace K8sOps.Host;

/// <summary>Turns a value into a parameter's type as the engine does.</summary>
internal static class ValueConverter
{
    /// <summary>The value as <paramref name="type"/>.</summary>
    /// <exception cref="PSInvalidCastException">There is no way from the one to the other.</exception>
    public static object? Convert(object? value, Type type)
    {
        try
        {
            return ConvertCore(value, type);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException or InvalidCastException and not PSInvalidCastException or TargetInvocationException)
        {
            var reason = (e as TargetInvocationException)?.InnerException ?? e;
            throw new PSInvalidCastException($"Cannot convert value \"{ToText(value)}\" to type \"{type.FullName}\". Error: \"{reason.Message}\"", reason);
        }
    }

    /// <summary>The value as <paramref name="type"/>, or false.</summary>
    public static bool TryConvert(object? value, Type type, out object? converted)
    {
        try
        {
            converted = Convert(value, type);
            return true;
        }
        catch (PSInvalidCastException)
        {
            converted = null;
            return false;
        }
    }

    /// <summary>How the engine writes a value as text: culture-invariant, a list by its elements.</summary>
    public static string ToText(object? value) => value switch
    {
        null => "",
        string text => text,
        PSObject wrapped => wrapped.ToString(null, CultureInfo.InvariantCulture),
        IFormattable formattable and not Enum => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable many => string.Join(' ', many.Cast<object?>().Select(ToText)),
        _ => value.ToString() ?? "",
    };

    /// <summary>Whether the value goes into the type without a conversion; putting it into a list is none.</summary>
    public static bool Fits(object? value, Type type)
    {
        var plain = PSObject.Unwrap(value);
        if (plain is null) return !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;
        if (type.IsInstanceOfType(plain) || (value is not null && type.IsInstanceOfType(value))) return true;
        if (!type.IsArray) return false;
        var element = type.GetElementType()!;
        return plain is IList many ? many.Cast<object?>().All(e => Fits(e, element)) : Fits(plain, element);
    }

    private static object? ConvertCore(object? value, Type type)
    {
        if (type == typeof(PSObject)) return value is null ? null : PSObject.AsPSObject(value);
        if (value is not null && type.IsInstanceOfType(value) && type != typeof(object)) return value;
        var source = PSObject.Unwrap(value);
        if (value is PSObject { TokenText: { } spelling } && type == typeof(string)) return spelling;
        if (type == typeof(object)) return value;
        if (source is null) return FromNull(type);
        if (type.IsInstanceOfType(source)) return source;
        if (Nullable.GetUnderlyingType(type) is { } underlying) return source is string { Length: 0 } ? null : ConvertCore(source, underlying);
        if (type.IsArray) return ToArray(source, type.GetElementType()!);
        if (type == typeof(string)) return ToText(source);
        if (type == typeof(SwitchParameter)) return new SwitchParameter(ToBool(source));
        if (type == typeof(bool)) return ToBool(source);
        if (type.IsEnum) return ToEnum(source, type);
        if (source is string or IConvertible && IsNumber(type)) return ToNumber(source, type);
        if (type == typeof(TimeSpan) && source is int or long) return TimeSpan.FromTicks(System.Convert.ToInt64(source, CultureInfo.InvariantCulture));
        if (type == typeof(DateTimeOffset) && source is DateTime at) return new DateTimeOffset(at);
        if (source is string text) return FromText(text, type);
        if (ByOperator(source, type, out var converted)) return converted;
        if (value is PSObject { TokenText: { } written }) return FromText(written, type);
        throw new InvalidCastException($"there is no conversion from {source.GetType().FullName}");
    }

    private static object? FromNull(Type type)
    {
        if (!type.IsValueType || Nullable.GetUnderlyingType(type) is not null) return type == typeof(string) ? "" : null;
        if (IsNumber(type)) return Activator.CreateInstance(type);
        if (type == typeof(bool)) return false;
        if (type == typeof(SwitchParameter)) return new SwitchParameter(false);
        throw new InvalidCastException("null cannot be converted to a value type");
    }

    private static Array ToArray(object source, Type element)
    {
        object?[] values = source is IEnumerable many and not string and not IDictionary ? [.. many.Cast<object?>()] : [source];
        var array = Array.CreateInstance(element, values.Length);
        for (var i = 0; i < values.Length; i++) array.SetValue(Convert(values[i], element), i);
        return array;
    }

    private static bool ToBool(object source) => source switch
    {
        bool value => value,
        SwitchParameter value => value.IsPresent,
        string => throw new InvalidCastException("Boolean parameters accept only Boolean values and numbers, such as $true, $false, 1 or 0."),
        IConvertible number when IsNumber(number.GetType()) => number.ToDouble(CultureInfo.InvariantCulture) != 0,
        _ => throw new InvalidCastException("Boolean parameters accept only Boolean values and numbers, such as $true, $false, 1 or 0."),
    };

    private static object ToEnum(object source, Type type)
    {
        if (source is not string text)
        {
            var number = System.Convert.ChangeType(source, Enum.GetUnderlyingType(type), CultureInfo.InvariantCulture);
            var value = Enum.ToObject(type, number);
            return Enum.IsDefined(type, value) || type.IsDefined(typeof(FlagsAttribute), inherit: false)
                ? value
                : throw new InvalidCastException($"the value {source} is not defined in {type.Name}");
        }

        var names = text.Split(',', StringSplitOptions.TrimEntries).Select(part => EnumName(part, type));
        return Enum.Parse(type, string.Join(',', names), ignoreCase: true);
    }

    private static string EnumName(string text, Type type)
    {
        var names = Enum.GetNames(type);
        if (names.FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } exact) return exact;
        if (long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)) return text;
        var near = names.Where(n => text.Length > 0 && n.StartsWith(text, StringComparison.OrdinalIgnoreCase)).ToList();
        if (near.Count == 1) return near[0];
        throw new ArgumentException($"Unable to match the identifier name {text} to a valid enumerator name. Specify one of the following enumerator names and try again: {string.Join(", ", names)}");
    }

    private static bool IsNumber(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal && !type.IsEnum;

    private static object ToNumber(object source, Type type)
    {
        if (source is string text)
        {
            if (text.Trim().Length == 0) return System.Convert.ChangeType(0, type, CultureInfo.InvariantCulture);
            source = NumberReader.TryRead(text.Trim(), out var number)
                ? number
                : throw new FormatException($"The input string '{text}' was not in a correct format.");
        }

        if (source is Enum) source = System.Convert.ChangeType(source, Enum.GetUnderlyingType(source.GetType()), CultureInfo.InvariantCulture);
        return System.Convert.ChangeType(source, type, CultureInfo.InvariantCulture);
    }

    /// <summary>A type that can read itself: by <c>Parse</c>, else by a constructor that takes a text.</summary>
    private static object FromText(string text, Type type)
    {
        const BindingFlags Static = BindingFlags.Public | BindingFlags.Static;
        if (type.GetMethod("Parse", Static, [typeof(string), typeof(IFormatProvider)]) is { } parse && type.IsAssignableFrom(parse.ReturnType))
        {
            return parse.Invoke(null, [text, CultureInfo.InvariantCulture])!;
        }

        if (type.GetMethod("Parse", Static, [typeof(string)]) is { } plain && type.IsAssignableFrom(plain.ReturnType)) return plain.Invoke(null, [text])!;
        if (type.GetConstructor([typeof(string)]) is { } constructor) return constructor.Invoke([text]);
        if (ByOperator(text, type, out var converted)) return converted!;
        throw new InvalidCastException("there is no conversion from System.String");
    }

    private static bool ByOperator(object source, Type type, out object? converted)
    {
        foreach (var owner in new[] { type, source.GetType() })
        {
            foreach (var method in owner.GetMethods(BindingFlags.Public | BindingFlags.Static))
            {
                if (method.Name is not ("op_Implicit" or "op_Explicit") || !type.IsAssignableFrom(method.ReturnType)) continue;
                if (!method.GetParameters()[0].ParameterType.IsInstanceOfType(source)) continue;
                converted = method.Invoke(null, [source]);
                return true;
            }
        }

        if (type.GetConstructor([source.GetType()]) is { } constructor)
        {
            converted = constructor.Invoke([source]);
            return true;
        }

        converted = null;
        return false;
    }
}
