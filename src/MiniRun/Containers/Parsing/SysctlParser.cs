using MiniRun.Namespaces;

namespace MiniRun.Containers.Parsing;

/// <summary>
/// <c>--sysctl NAME=VALUE</c>: only parameters that belong to a namespace, and only where that namespace is the container's own;
/// any other would change the machine.
/// </summary>
internal static class SysctlParser
{
    private const string Flag = "--sysctl";

    /// <summary>Name and value.</summary>
    /// <exception cref="UsageException">Not of this form, or not the container's to set.</exception>
    public static (string Name, string Value) Parse(string text, IReadOnlySet<NamespaceKind> newNamespaces)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            throw new UsageException(Flag, text, "not of the form NAME=VALUE", "such as net.ipv4.ip_forward=1");
        }

        string name = text[..equals];
        string value = text[(equals + 1)..];
        CheckName(text, name);
        foreach (char c in value)
        {
            if (c is < ' ' and not '\t' or '\u007f') // a newline would be a second write
            {
                throw new UsageException(Flag, text, "a control character in the value");
            }
        }

        if (Owner(name) is not { } owner)
        {
            string? own = name switch
            {
                "kernel.hostname" => "--hostname",
                "kernel.domainname" => "--domainname",
                _ => null,
            };
            throw own is not null
                ? new UsageException(Flag, text, "it has a flag of its own", $"use {own}")
                : new UsageException(Flag, text, "it is a parameter of the whole machine", "kernel.msg*, kernel.sem, kernel.shm*, fs.mqueue.* and net.* are a container's own");
        }

        return newNamespaces.Contains(owner)
            ? (name, value)
            : throw new UsageException(Flag, text, $"the {NamespaceNames.Word(owner)} namespace is the host's, so it would change the machine");
    }

    private static NamespaceKind? Owner(string name) => name switch
    {
        "kernel.msgmax" or "kernel.msgmnb" or "kernel.msgmni" or "kernel.sem" or "kernel.shmall" or "kernel.shmmax" or "kernel.shmmni"
            or "kernel.shm_rmid_forced" => NamespaceKind.Ipc,
        _ when name.StartsWith("fs.mqueue.", StringComparison.Ordinal) => NamespaceKind.Ipc,
        _ when name.StartsWith("net.", StringComparison.Ordinal) => NamespaceKind.Network,
        _ => null,
    };

    // Each part becomes one component of a path under /proc/sys: no slash, no "..", nothing empty.
    private static void CheckName(string text, string name)
    {
        char previous = '.';
        foreach (char c in name)
        {
            if ((c == '.' && previous == '.') || !(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
            {
                throw new UsageException(Flag, text, $"\"{name}\" is not the name of a kernel parameter");
            }

            previous = c;
        }

        if (previous == '.')
        {
            throw new UsageException(Flag, text, $"\"{name}\" is not the name of a kernel parameter");
        }
    }
}
