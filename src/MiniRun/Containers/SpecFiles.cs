using System.Text;
using MiniRun.Containers.Parsing;
using MiniRun.Linux;

namespace MiniRun.Containers;

/// <summary>Host name, and the three small files of /etc that go with a network of its own.</summary>
internal static class SpecFiles
{
    private const int LongestHostFile = 1 << 20;

    private const string StandardHosts = """
        127.0.0.1	localhost
        ::1	localhost ip6-localhost ip6-loopback
        fe00::0	ip6-localnet
        ff00::0	ip6-mcastprefix
        ff02::1	ip6-allnodes
        ff02::2	ip6-allrouters

        """;

    /// <summary>The names to set in the UTS namespace: null leaves them as they are.</summary>
    /// <exception cref="UsageException">Not a host name, or the namespace is the machine's.</exception>
    public static (string? Hostname, string? Domainname) HostNames(RunOptions options, SpecNamespaces namespaces, string id)
    {
        string? hostname = options.Hostname is null ? null : NetworkNames.CheckName("--hostname", options.Hostname);
        string? domainname = options.Domainname is null ? null : NetworkNames.CheckName("--domainname", options.Domainname);
        if (namespaces.Uts == NamespaceMode.Host)
        {
            return hostname is null && domainname is null
                ? (null, null)
                : throw new UsageException("--hostname", hostname ?? domainname, "would rename the machine: --uts host");
        }

        string unless = namespaces.Network == NamespaceMode.Host ? HostHostname() : id;
        return (hostname ?? unless, domainname);
    }

    /// <summary>The machine's host name.</summary>
    public static string HostHostname() => Files.ReadText("/proc/sys/kernel/hostname").TrimEnd('\n');

    /// <summary>Adds /etc/hostname, /etc/hosts and /etc/resolv.conf.</summary>
    /// <exception cref="UsageException">An address or a name that is none.</exception>
    public static void Add(ContainerSpec spec, RunOptions options, SpecNamespaces namespaces, string hostname)
    {
        bool hostNetwork = namespaces.Network == NamespaceMode.Host;
        spec.GeneratedFiles.Add(new GeneratedFile("/etc/hostname", hostname + "\n"));
        spec.GeneratedFiles.Add(new GeneratedFile("/etc/hosts", Hosts(options, hostNetwork)));
        spec.GeneratedFiles.Add(new GeneratedFile("/etc/resolv.conf", ResolverConfiguration(options, hostNetwork)));
    }

    private static string Hosts(RunOptions options, bool hostNetwork)
    {
        StringBuilder text = new(hostNetwork ? HostFile("/etc/hosts") : StandardHosts);
        if (text.Length > 0 && text[^1] != '\n')
        {
            text.Append('\n');
        }

        foreach (string host in options.AddHosts)
        {
            int separator = host.AsSpan().IndexOfAny(':', '=');
            if (separator <= 0)
            {
                throw new UsageException("--add-host", host, "not of the form NAME:ADDRESS");
            }

            string name = NetworkNames.CheckName("--add-host", host[..separator], 253);
            string address = host[(separator + 1)..];
            if (address is ['[', .. string inner, ']'])
            {
                address = inner;
            }

            text.Append(NetworkNames.CheckAddress("--add-host", host, address)).Append('\t').Append(name).Append('\n');
        }

        return text.ToString();
    }

    private static string ResolverConfiguration(RunOptions options, bool hostNetwork)
    {
        StringBuilder text = new();
        string host = HostFile("/etc/resolv.conf");
        foreach (string server in options.Dns)
        {
            text.Append("nameserver ").Append(NetworkNames.CheckAddress("--dns", server, server)).Append('\n');
        }

        foreach (Range range in host.AsSpan().Split('\n'))
        {
            ReadOnlySpan<char> line = host.AsSpan(range);
            bool replaced = (options.Dns.Count > 0 && Is(line, "nameserver"))
                || (options.DnsSearch.Count > 0 && (Is(line, "search") || Is(line, "domain")))
                || (options.DnsOptions.Count > 0 && Is(line, "options"));

            // A name server on the machine's loopback cannot be reached from a network namespace of its own.
            bool unreachable = !hostNetwork && Is(line, "nameserver") && IsLoopback(line["nameserver".Length..].Trim());
            if (!line.IsEmpty && line[0] is not ('#' or ';') && !replaced && !unreachable)
            {
                text.Append(line).Append('\n');
            }
        }

        if (options.DnsSearch is not ([] or ["."]))
        {
            text.Append("search");
            foreach (string domain in options.DnsSearch)
            {
                text.Append(' ').Append(NetworkNames.CheckName("--dns-search", domain.TrimEnd('.'), 253));
            }

            text.Append('\n');
        }

        if (options.DnsOptions.Count > 0)
        {
            text.Append("options");
            foreach (string option in options.DnsOptions)
            {
                text.Append(' ').Append(CheckOption(option));
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static string CheckOption(string option)
    {
        bool valid = option.Length > 0;
        foreach (char c in option)
        {
            valid = valid && (char.IsAsciiLetterOrDigit(c) || c is ':' or '-' or '_');
        }

        return valid ? option : throw new UsageException("--dns-option", option, "not an option of resolv.conf(5)");
    }

    private static bool Is(ReadOnlySpan<char> line, string keyword) =>
        line.StartsWith(keyword, StringComparison.Ordinal) && line.Length > keyword.Length && line[keyword.Length] is ' ' or '\t';

    private static bool IsLoopback(ReadOnlySpan<char> address) => address.StartsWith("127.", StringComparison.Ordinal) || address is "::1";

    private static string HostFile(string path)
    {
        int descriptor = Files.TryOpenAt(Fcntl.AT_FDCWD, path, Fcntl.O_RDONLY, 0, out Errno errno);
        if (descriptor < 0)
        {
            return errno == Errno.ENOENT ? "" : throw new LinuxException("open", path, errno);
        }

        using FileDescriptor file = new(descriptor);
        return LinuxText.GetString(Files.ReadAll(file, path, LongestHostFile));
    }
}
