using System.Collections;
using System.Globalization;
using System.Reflection;
using MiniRun.Containers;
using MiniRun.Linux;
using MiniRun.Namespaces;

namespace MiniRun.Tests;

/// <summary>
/// Every public property of a specification, one a line, found by reflection: a property that is added later is compared too.
/// </summary>
internal sealed class SpecDump
{
    private readonly List<string> lines = [];
    private readonly HashSet<string> properties = [];
    private readonly HashSet<string> given = [];

    private SpecDump(ContainerSpec spec) => Add("spec", spec);

    /// <summary>The lines.</summary>
    public static string Of(ContainerSpec spec) => string.Join('\n', new SpecDump(spec).lines);

    /// <summary>The properties that are false, 0, null or empty wherever they occur: a test that uses the specification says nothing about them.</summary>
    public static IEnumerable<string> NotGiven(ContainerSpec spec)
    {
        SpecDump dump = new(spec);
        return dump.properties.Except(dump.given).Order();
    }

    private void Add(string path, object? value)
    {
        switch (value)
        {
            case null:
                lines.Add($"{path} = null");
                break;
            case string text:
                lines.Add($"{path} = {Convert.ToHexString(LinuxText.GetBytes(text))} {string.Join(' ', text.Select(c => (int)c))}");
                break;
            case ReadOnlyMemory<byte> bytes:
                lines.Add($"{path} = {Convert.ToHexString(bytes.Span)}");
                break;
            case HashSet<NamespaceKind> kinds:
                lines.Add($"{path} = {string.Join(' ', kinds.Order())}");
                break;
            case IEnumerable items:
                int count = 0;
                foreach (object? item in items)
                {
                    Add($"{path}[{count++}]", item);
                }

                lines.Add($"{path} has {count}");
                break;
            case IConvertible simple:
                lines.Add($"{path} = {simple.ToString(CultureInfo.InvariantCulture)}");
                break;
            default:
                AddProperties(path, value);
                break;
        }
    }

    private void AddProperties(string path, object value)
    {
        foreach (PropertyInfo property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property is { Name: nameof(ContainerSpec.Notices) } || property.GetIndexParameters().Length > 0)
            {
                continue;
            }

            object? part = property.GetValue(value);
            string name = $"{value.GetType().Name}.{property.Name}";
            properties.Add(name);
            if (IsGiven(part))
            {
                given.Add(name);
            }

            Add($"{path}.{property.Name}", part);
        }
    }

    private static bool IsGiven(object? value) => value switch
    {
        null or false or "" => false,
        ReadOnlyMemory<byte> bytes => !bytes.IsEmpty,
        IEnumerable items => items.Cast<object>().Any(),
        Enum word => Convert.ToInt64(word, CultureInfo.InvariantCulture) != 0,
        IConvertible number => number.ToDouble(CultureInfo.InvariantCulture) != 0,
        _ => true,
    };
}
